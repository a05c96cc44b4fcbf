using System;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using Sctp.Cli.Hosting;
using Sctp.Sim;
using Sctp.Sim.Hunting;

namespace Sctp.Cli.Simulation;

/// <summary><c>sctp sim explain</c>: says why a scenario fails.</summary>
internal static class SimExplainCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "A scenario that fails, best a shrunk one (*.sim.json)." };
        var original = new Option<FileInfo?>("--original") { Description = "The scenario it was shrunk from, for the curve (default scenario.sim.json beside the file)." };
        var reseeds = new Option<int?>("--reseeds") { Description = "How many seeds are tried for each point of the curve (default 200)." };
        var points = new Option<int?>("--points") { Description = "How many points the curve has (default 12)." };
        Option<string?> time = TimeText.CreateOption("How long to try (default 2m).");
        var command = new ExampleCommand(
            "explain",
            "Says why a scenario fails: which of its faults are necessary (each is taken away once), the nearest scenario that passes and the first event in which it differs, and the failure's probability against the time from which on chance is drawn anew. Exit codes: 0 explained, 1 the scenario does not fail, 2 usage.",
            "sctp sim explain sctp-failures/O-D1-0a1b2c3d/seed-42/shrunk.sim.json",
            "sctp sim explain shrunk.sim.json --original scenario.sim.json --reseeds 1000")
        {
            file, original, reseeds, points, time,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(reseeds) < 1 || result.GetValue(points) < 1)
            {
                result.AddError("--reseeds and --points are 1 or more.");
            }
        });
        command.SetAction(result =>
        {
            FileInfo input = result.GetRequiredValue(file);
            TextWriter error = result.InvocationConfiguration.Error;
            if (!ScenarioFile.TryRead(input, error, out Scenario scenario)
                || !TryReadOriginal(input, result.GetValue(original), error, out Scenario? source))
            {
                return ExitCode.Usage;
            }

            TimeSpan limit = TimeText.TryParse(result.GetValue(time), out TimeSpan span) ? span : TimeSpan.FromMinutes(2);
            using var stop = new StopSignal();
            var clock = Stopwatch.StartNew();
            var explainer = new Explainer { Reseeds = result.GetValue(reseeds) ?? 200, Points = result.GetValue(points) ?? 12 };
            Explanation explanation = explainer.Explain(scenario, source, () => !stop.IsSet && clock.Elapsed < limit);
            ExplanationText.Write(result.InvocationConfiguration.Output, explanation);
            return explanation.Key is null ? ExitCode.Failure : ExitCode.Success;
        });
        return command;
    }

    private static bool TryReadOriginal(FileInfo input, FileInfo? named, TextWriter error, out Scenario? original)
    {
        FileInfo? file = named ?? new FileInfo(Path.Combine(input.DirectoryName ?? ".", FailureArtefacts.ScenarioName));
        original = null;
        if (named is null && (!file.Exists || file.FullName == input.FullName))
        {
            return true;
        }

        bool isRead = ScenarioFile.TryRead(file, error, out Scenario scenario);
        original = isRead ? scenario : null;
        return isRead;
    }
}
