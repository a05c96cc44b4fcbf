using System.Collections.Generic;
using System.IO;
using System.Text;
using Sctp.Sim;

namespace Sctp.Cli.Simulation;

/// <summary>The last lines of a text trace: a run ends with the event that violates, so these are the ones around the violation.</summary>
internal sealed class TraceTail : TextWriter, IArtefactWriter
{
    private const int Kept = 400;

    private readonly Queue<string> _lines = new();
    private readonly StringBuilder _line = new();
    private long _count;

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        if (value == '\n')
        {
            EndLine();
        }
        else if (value != '\r')
        {
            _line.Append(value);
        }
    }

    public override void Write(string? value)
    {
        foreach (char c in value ?? "")
        {
            Write(c);
        }
    }

    public override void WriteLine(string? value)
    {
        Write(value);
        EndLine();
    }

    public void Write(string folder, Scenario scenario, SimulationReport report)
    {
        _lines.Clear();
        _count = 0;
        SimulationRun.Run(scenario, new SimulationOptions { Trace = this, Oracles = report.Oracles });
        using var file = new StreamWriter(Path.Combine(folder, "trace.txt"));
        if (_count > _lines.Count)
        {
            file.WriteLine($"({_count - _lines.Count} lines before)");
        }

        foreach (string line in _lines)
        {
            file.WriteLine(line);
        }
    }

    private void EndLine()
    {
        _count++;
        _lines.Enqueue(_line.ToString());
        _line.Clear();
        if (_lines.Count > Kept)
        {
            _lines.Dequeue();
        }
    }
}
