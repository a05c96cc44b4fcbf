using System;
using System.Globalization;

namespace Sctp.Sim.Hunting;

/// <summary>One stored scenario and what is to come out when it is replayed.</summary>
/// <param name="Name">The name of its file, without <c>.sim.json</c>.</param>
/// <param name="Expected">What is to come out: <c>clean</c>, or what fails as <see cref="FailureKey"/> writes it.</param>
/// <param name="Hash">The trace hash of a clean run; empty where any will do.</param>
/// <param name="Note">What it once showed.</param>
public sealed record CorpusEntry(string Name, string Expected, string Hash, string Note)
{
    /// <summary>What is expected where nothing may fail.</summary>
    public const string Clean = "clean";

    /// <summary>What a run comes out as, in the words of <see cref="Expected"/>.</summary>
    public static string OutcomeOf(SimulationReport report) => FailureKey.Of(report)?.ToString() ?? Clean;

    /// <summary>What differs between what is expected and a run; null when nothing does.</summary>
    public string? DifferenceTo(SimulationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        string outcome = OutcomeOf(report);
        if (outcome != Expected)
        {
            return $"expected {Expected}, is {outcome}";
        }

        return Hash.Length > 0 && Hash != report.TraceHash ? $"expected hash {Hash}, is {report.TraceHash}" : null;
    }

    internal static CorpusEntry Parse(string line)
    {
        string[] fields = line.Split('\t');
        return fields.Length == 4
            ? new CorpusEntry(fields[0], fields[1], fields[2], fields[3])
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"A line of a corpus ledger has four fields, this one has {fields.Length}: {line}"));
    }

    internal string ToLine() => string.Join('\t', Name, Expected, Hash, Note.Replace('\t', ' '));
}
