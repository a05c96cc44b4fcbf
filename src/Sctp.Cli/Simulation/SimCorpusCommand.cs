using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using Sctp.Sim;
using Sctp.Sim.Hunting;

namespace Sctp.Cli.Simulation;

/// <summary><c>sctp sim corpus</c>: the folder of scenarios that once failed.</summary>
internal static class SimCorpusCommand
{
    private const string DefaultFolder = "tests/Properties/corpus";

    public static Command Create()
    {
        var folder = new Option<string>("--folder") { Description = $"The folder (default {DefaultFolder}).", DefaultValueFactory = _ => DefaultFolder, Recursive = true };
        var command = new Command("corpus", "Keeps scenarios that once failed, with what is to come out when they are replayed.")
        {
            folder, CreateCheck(folder), CreateAdd(folder), CreatePrune(folder),
        };
        return command;
    }

    private static ExampleCommand CreateCheck(Option<string> folder)
    {
        var update = new Option<bool>("--update") { Description = "Take what comes out now as what is to come out, where the run is clean." };
        var command = new ExampleCommand(
            "check",
            "Replays every scenario of the corpus and compares outcome and, where it is clean, trace hash. Exit codes: 0 all as expected, 1 one is not, 2 usage.",
            "sctp sim corpus check",
            "sctp sim corpus check --update")
        {
            update,
        };
        command.SetAction(result => With(result, folder, (corpus, output, _) => Check(corpus, result.GetValue(update), output)));
        return command;
    }

    private static ExampleCommand CreateAdd(Option<string> folder)
    {
        var file = new Argument<FileInfo>("file") { Description = "A scenario (*.sim.json)." };
        var name = new Option<string?>("--name") { Description = "The name in the corpus (default that of the file)." };
        var note = new Option<string>("--note") { Description = "What it once showed.", Required = true };
        var command = new ExampleCommand(
            "add",
            "Stores a scenario with what comes out of it now: do so when its bug is fixed.",
            "sctp sim corpus add shrunk.sim.json --name lost-window-update --note \"a lost window update left the sender probing an open window\"")
        {
            file, name, note,
        };
        command.SetAction(result => With(result, folder, (corpus, output, error) =>
        {
            FileInfo input = result.GetRequiredValue(file);
            if (!ScenarioFile.TryRead(input, error, out Scenario scenario))
            {
                return ExitCode.Usage;
            }

            string fallback = input.Name.EndsWith(RegressionCorpus.FileExtension, StringComparison.Ordinal) ? input.Name[..^RegressionCorpus.FileExtension.Length] : input.Name;
            CorpusEntry entry = corpus.Add(result.GetValue(name) ?? fallback, scenario, result.GetValue(note)!);
            output.WriteLine($"{corpus.PathOf(entry)}: {entry.Expected} {entry.Hash}");
            return ExitCode.Success;
        }));
        return command;
    }

    private static ExampleCommand CreatePrune(Option<string> folder)
    {
        var command = new ExampleCommand(
            "prune",
            "Removes scenarios whose run is the same as that of another, and lines of the ledger whose file is gone.",
            "sctp sim corpus prune");
        command.SetAction(result => With(result, folder, (corpus, output, _) => Prune(corpus, output)));
        return command;
    }

    private static int With(ParseResult result, Option<string> folder, Func<RegressionCorpus, TextWriter, TextWriter, int> act)
    {
        TextWriter error = result.InvocationConfiguration.Error;
        try
        {
            return act(RegressionCorpus.Open(result.GetValue(folder)!), result.InvocationConfiguration.Output, error);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            error.WriteLine(e.Message);
            return ExitCode.Usage;
        }
    }

    private static int Check(RegressionCorpus corpus, bool updates, TextWriter output)
    {
        int different = 0;
        foreach (CorpusEntry entry in (CorpusEntry[])[.. corpus.Entries])
        {
            if (corpus.Check(entry, out SimulationReport? report) is not { } difference)
            {
                continue;
            }

            bool isUpdated = updates && report is { Outcome: SimulationOutcome.Clean };
            different += isUpdated ? 0 : 1;
            output.WriteLine($"{entry.Name}: {difference}{(isUpdated ? " (updated)" : "")}");
            if (!isUpdated)
            {
                output.WriteLine($"  it once showed: {entry.Note}");
                output.WriteLine($"  sctp sim replay {corpus.PathOf(entry)}");
            }
            else
            {
                corpus.Update(entry with { Expected = CorpusEntry.Clean, Hash = report!.TraceHash });
            }
        }

        foreach (string name in corpus.FindUnlisted())
        {
            different++;
            output.WriteLine($"{name}: not in the ledger (sctp sim corpus add)");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{corpus.Entries.Count:N0} scenarios, {different:N0} not as expected"));
        return different == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static int Prune(RegressionCorpus corpus, TextWriter output)
    {
        Dictionary<string, string> byHash = [];
        int removed = 0;
        foreach (CorpusEntry entry in (CorpusEntry[])[.. corpus.Entries])
        {
            string? reason = !File.Exists(corpus.PathOf(entry)) ? "its file is gone"
                : entry.Hash.Length > 0 && !byHash.TryAdd(entry.Hash, entry.Name) ? "the same run as " + byHash[entry.Hash]
                : null;
            if (reason is not null)
            {
                removed++;
                corpus.Remove(entry);
                output.WriteLine($"{entry.Name}: removed, {reason}");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{corpus.Entries.Count:N0} scenarios left, {removed:N0} removed"));
        return ExitCode.Success;
    }
}
