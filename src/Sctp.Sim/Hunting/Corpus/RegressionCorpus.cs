using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Sctp.Sim.Hunting;

/// <summary>
/// A folder of scenarios that once failed, each a file <c>NAME.sim.json</c>, and a ledger <c>corpus.tsv</c> that says what is to come out of each: its outcome
/// and, where that is clean, its trace hash. The hash changes when the implementation legitimately does something else; the outcome must not.
/// </summary>
public sealed class RegressionCorpus
{
    /// <summary>What the name of a scenario's file ends with.</summary>
    public const string FileExtension = ".sim.json";

    private const string LedgerName = "corpus.tsv";
    private const string Heading = "name\texpected\thash\tnote";

    private readonly List<CorpusEntry> _entries = [];

    private RegressionCorpus(string folder) => Folder = folder;

    /// <summary>Where it lies.</summary>
    public string Folder { get; }

    /// <summary>What is stored, by name.</summary>
    public IReadOnlyList<CorpusEntry> Entries => _entries;

    /// <summary>Reads the ledger of a folder; an empty corpus where there is none.</summary>
    /// <exception cref="FormatException">The ledger cannot be understood.</exception>
    public static RegressionCorpus Open(string folder)
    {
        var corpus = new RegressionCorpus(folder);
        string ledger = Path.Combine(folder, LedgerName);
        if (File.Exists(ledger))
        {
            foreach (string line in File.ReadAllLines(ledger))
            {
                if (line.Length > 0 && line != Heading)
                {
                    corpus._entries.Add(CorpusEntry.Parse(line));
                }
            }
        }

        return corpus;
    }

    /// <summary>Where the scenario of an entry lies.</summary>
    public string PathOf(CorpusEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Path.Combine(Folder, entry.Name + FileExtension);
    }

    /// <summary>Reads the scenario of an entry.</summary>
    /// <returns>False with the reason when it cannot be read.</returns>
    public bool TryRead(CorpusEntry entry, out Scenario scenario, out string error)
    {
        string path = PathOf(entry);
        if (!File.Exists(path))
        {
            scenario = new Scenario();
            error = $"{path} is missing";
            return false;
        }

        return ScenarioJson.TryRead(File.ReadAllText(path), out scenario, out error);
    }

    /// <summary>Replays an entry.</summary>
    /// <returns>What is not as expected; null when everything is.</returns>
    public string? Check(CorpusEntry entry, out SimulationReport? report)
    {
        ArgumentNullException.ThrowIfNull(entry);
        report = null;
        if (!TryRead(entry, out Scenario scenario, out string error))
        {
            return error;
        }

        report = SimulationRun.Run(scenario, new SimulationOptions());
        return entry.DifferenceTo(report);
    }

    /// <summary>The scenario files of the folder that the ledger does not name.</summary>
    public IReadOnlyList<string> FindUnlisted()
    {
        List<string> unlisted = [];
        if (!Directory.Exists(Folder))
        {
            return unlisted;
        }

        foreach (string file in Directory.GetFiles(Folder, "*" + FileExtension))
        {
            string name = Path.GetFileName(file)[..^FileExtension.Length];
            if (!_entries.Exists(e => e.Name == name))
            {
                unlisted.Add(name);
            }
        }

        unlisted.Sort(StringComparer.Ordinal);
        return unlisted;
    }

    /// <summary>Stores a scenario with what comes out of it now; one with the same name is replaced.</summary>
    public CorpusEntry Add(string name, Scenario scenario, string note)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || name.Contains('\t', StringComparison.Ordinal))
        {
            throw new ArgumentException($"{name} is no name of a file.", nameof(name));
        }

        SimulationReport report = SimulationRun.Run(scenario, new SimulationOptions());
        string outcome = CorpusEntry.OutcomeOf(report);
        var entry = new CorpusEntry(name, outcome, outcome == CorpusEntry.Clean ? report.TraceHash : "", note);
        Directory.CreateDirectory(Folder);
        File.WriteAllText(PathOf(entry), ScenarioJson.Write(scenario) + "\n");
        _entries.RemoveAll(e => e.Name == name);
        _entries.Add(entry);
        Save();
        return entry;
    }

    /// <summary>Replaces what is expected of an entry.</summary>
    public void Update(CorpusEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _entries.RemoveAll(e => e.Name == entry.Name);
        _entries.Add(entry);
        Save();
    }

    /// <summary>Forgets an entry and deletes its file.</summary>
    public void Remove(CorpusEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        File.Delete(PathOf(entry));
        _entries.RemoveAll(e => e.Name == entry.Name);
        Save();
    }

    // By name, so that two who add something do not meet in the same line.
    private void Save()
    {
        _entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        var text = new StringBuilder(Heading).Append('\n');
        foreach (CorpusEntry entry in _entries)
        {
            text.Append(entry.ToLine()).Append('\n');
        }

        File.WriteAllText(Path.Combine(Folder, LedgerName), text.ToString());
    }
}
