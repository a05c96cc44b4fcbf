using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Sctp.Properties;
using Sctp.Sim;
using Xunit.Abstractions;

namespace Sctp.Interop.Usrsctp;

/// <summary>
/// The own stack against usrsctp in simulated networks. SCTP_INTEROP_SEEDS names other seeds, as in 5000-9999 or 7,12,40; SCTP_INTEROP_TRACES a folder where
/// the trace and the scenario of each run that fails are written.
/// </summary>
public sealed class UsrsctpSeedTests(ITestOutputHelper output)
{
    private const ulong FirstSeed = 1;
    private const ulong LastSeed = 2_000;

    private static readonly Lazy<Sweep> Seeds = new(() => Sweep.Of(SeedsToRun()));

    [SkippableFact]
    public void Two_thousand_seeds_against_usrsctp_violate_nothing()
    {
        RequireLibrary();
        StringBuilder failures = new();
        int count = 0;
        foreach (ForeignRun run in Seeds.Value.Failed)
        {
            count++;
            if (count <= 20)
            {
                string what = run.Report.Exception ?? run.Violations[0].OracleId + " at " + run.Violations[0].Node + ": " + run.Violations[0].Detail;
                _ = failures.AppendLine(CultureInfo.InvariantCulture, $"seed {run.Seed}, usrsctp is the {run.ForeignSide}: {what}");
                Keep(run);
            }
        }

        output.WriteLine(Seeds.Value.ToString());
        Assert.True(count == 0, $"{count} seeds fail" + Environment.NewLine + failures);
    }

    [SkippableFact]
    public void The_seeds_reach_what_they_are_for()
    {
        RequireLibrary();
        Skip.If(Environment.GetEnvironmentVariable("SCTP_INTEROP_SEEDS") is not null, "other seeds were asked for");
        Sweep sweep = Seeds.Value;

        // Both roles, all faults, all ends, restarts of both, in figures that one lucky seed does not make.
        Assert.All(sweep.Reached, pair => Assert.True(pair.Value >= 20, $"{pair.Key}: {pair.Value}"));

        // An excuse that nothing needs any more has to go.
        Assert.Equal(KnownDeviations.All.Select(deviation => deviation.Name).Distinct().Order(), sweep.Deviations.Keys.Order());
    }

    [SkippableFact]
    public void A_seed_gives_the_same_run_again()
    {
        RequireLibrary();
        for (ulong seed = 1; seed <= 40; seed++)
        {
            Assert.Equal(ForeignRun.Run(seed).Report.TraceHash, ForeignRun.Run(seed).Report.TraceHash);
        }
    }

    [SkippableTheory]
    [InlineData(PlantedBug.BadChecksumOnThirdTransmission)]
    [InlineData(PlantedBug.SwapsOrderAfterGap)]
    [InlineData(PlantedBug.DeliversAgainAfterDuplicate)]
    [InlineData(PlantedBug.ChangesAByteAfterGap)]
    public void A_bug_in_the_own_stack_is_found(PlantedBug bug)
    {
        RequireLibrary();
        bool isFound = false;
        for (ulong seed = 1; seed <= 100 && !isFound; seed++)
        {
            ForeignRun run = ForeignRun.Run(ForeignScenarios.Generate(seed) with { PlantedBug = bug });
            isFound = run.Violations.Count > 0;
        }

        Assert.True(isFound);
    }

    [Fact]
    public void Each_known_deviation_is_documented()
    {
        string document = File.ReadAllText(Path.Combine(RepositoryRoot.Folder, "docs", "interoperability.md"));
        Assert.All(KnownDeviations.All, deviation => Assert.Contains("`" + deviation.Name + "`", document, StringComparison.Ordinal));
    }

    private static void RequireLibrary()
    {
        bool isThere = UsrsctpHost.IsInstalled;
        if (!isThere && Environment.GetEnvironmentVariable("SCTP_REQUIRE_INTEROP") == "1")
        {
            Assert.Fail($"{Native.Library} is missing (apt-get install libusrsctp2) and SCTP_REQUIRE_INTEROP=1 requires it.");
        }

        Skip.IfNot(isThere, $"{Native.Library} is missing (apt-get install libusrsctp2).");
    }

    private static IEnumerable<ulong> SeedsToRun()
    {
        string text = Environment.GetEnvironmentVariable("SCTP_INTEROP_SEEDS") ?? FormattableString.Invariant($"{FirstSeed}-{LastSeed}");
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split('-');
            ulong last = ulong.Parse(ends[^1], CultureInfo.InvariantCulture);
            for (ulong seed = ulong.Parse(ends[0], CultureInfo.InvariantCulture); seed <= last; seed++)
            {
                yield return seed;
            }
        }
    }

    private static void Keep(ForeignRun run)
    {
        if (Environment.GetEnvironmentVariable("SCTP_INTEROP_TRACES") is { } folder)
        {
            string name = Path.Combine(Directory.CreateDirectory(folder).FullName, run.Seed.ToString(CultureInfo.InvariantCulture));
            using StreamWriter trace = File.CreateText(name + ".txt");
            _ = ForeignRun.Run(run.Seed, new SimulationOptions { CollectsMarks = false, Trace = trace });
            File.WriteAllText(name + ".sim.json", ScenarioJson.Write(run.Report.Scenario));
        }
    }
}
