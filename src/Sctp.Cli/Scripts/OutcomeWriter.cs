using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using Sctp.Scripts.Execution;

namespace Sctp.Cli.Scripts;

/// <summary>Outcomes as text, or one JSON object a line, and their totals.</summary>
internal sealed class OutcomeWriter
{
    private readonly TextWriter _output;
    private readonly bool _isJson;
    private readonly int[] _counts = new int[(int)ScriptVerdict.Invalid + 1];

    public OutcomeWriter(TextWriter output, bool isJson)
    {
        _output = output;
        _isJson = isJson;
    }

    public int Count(ScriptVerdict verdict) => _counts[(int)verdict];

    public void Write(ScriptOutcome outcome)
    {
        _counts[(int)outcome.Verdict]++;
        if (_isJson)
        {
            _output.WriteLine(Encode(outcome));
            return;
        }

        foreach (string line in outcome.Trace)
        {
            _output.WriteLine("    " + line);
        }

        _output.WriteLine(outcome.Verdict == ScriptVerdict.Invalid && outcome.Seen is { } shown ? shown : outcome.ToString());
        foreach (string note in outcome.Notes)
        {
            _output.WriteLine("    note: " + note);
        }
    }

    public void WriteTotals()
    {
        if (!_isJson)
        {
            _output.WriteLine($"{Count(ScriptVerdict.Passed)} passed, {Count(ScriptVerdict.Failed)} failed, {Count(ScriptVerdict.Unsupported)} unsupported, {Count(ScriptVerdict.Invalid)} invalid");
        }
    }

    private static string Encode(ScriptOutcome outcome)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("file", outcome.File);
            writer.WriteString("verdict", outcome.VerdictName);
            writer.WriteNumber("line", outcome.Position.Line);
            writer.WriteNumber("column", outcome.Position.Column);
            writer.WriteString("message", outcome.Message);
            WriteOptional(writer, "expected", outcome.Expected);
            WriteOptional(writer, "seen", outcome.Seen);
            WriteList(writer, "differences", outcome.Differences);
            WriteList(writer, "notes", outcome.Notes);
            if (outcome.Trace.Count > 0)
            {
                WriteList(writer, "trace", outcome.Trace);
            }

            writer.WriteNumber("virtualTimeNs", outcome.End.Nanoseconds);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
