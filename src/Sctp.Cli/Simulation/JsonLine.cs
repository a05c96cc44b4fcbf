using System;
using System.Buffers;
using System.IO;
using System.Text;
using System.Text.Json;

namespace Sctp.Cli.Simulation;

/// <summary>One JSON object in one line.</summary>
internal static class JsonLine
{
    /// <param name="output">Where the line goes.</param>
    /// <param name="writeProperties">Writes what the object holds.</param>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> writeProperties)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            writeProperties(json);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
