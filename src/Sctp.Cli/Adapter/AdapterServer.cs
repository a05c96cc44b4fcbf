using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;

namespace Sctp.Cli.Adapter;

/// <summary>Reads requests and writes exactly one answer for each, in lock step, until the input ends.</summary>
internal sealed class AdapterServer
{
    private readonly AdapterSession _session = new();

    public static void Run(TextReader input, TextWriter output)
    {
        AdapterServer server = new();
        while (input.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                continue;
            }

            output.Write(server.Answer(line));
            output.Write('\n');
            output.Flush();
        }
    }

    /// <summary>The answer to one line, without the line end.</summary>
    public string Answer(string line)
    {
        long id = 0;
        Reply reply;
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            AdapterRequest request = new(document.RootElement);
            id = request.Integer("id") ?? 0;
            reply = _session.Execute(request);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            reply = Reply.Fail(Errno.Invalid);
        }

        return Encode(id, reply, _session.TakeSent(), _session.Now, _session.Next);
    }

    private static string Encode(long id, Reply reply, IReadOnlyList<SentPacket> sent, Instant now, Instant? next)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", id);
            reply.WriteMembers(writer);
            writer.WriteStartArray("out");
            for (int i = 0; i < sent.Count; i++)
            {
                sent[i].WriteTo(writer, now);
            }

            writer.WriteEndArray();
            if (next is { } deadline)
            {
                writer.WriteNumber("next", deadline.Nanoseconds);
            }
            else
            {
                writer.WriteNull("next");
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
