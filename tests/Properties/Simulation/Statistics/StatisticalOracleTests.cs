using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Sim.Statistics;

namespace Sctp.Properties.Simulation.Statistics;

/// <summary>
/// The oracles that judge many runs together, over their own scenarios, and what each must not pass. The bands of O-C19 are corpus/goodput.tsv; a change that is meant to
/// change goodput writes them anew with SCTP_UPDATE_GOODPUT=1.
/// </summary>
public sealed class StatisticalOracleTests
{
    private const int WideWindow = 200_000;

    private static readonly SimulationOptions Options = new() { ChecksOracles = false, CollectsMarks = false };

    private static string TableFile => Path.Combine(RepositoryRoot.Folder, "tests", "Properties", "corpus", "goodput.tsv");

    [Fact]
    public void Two_associations_share_a_queue_fairly()
    {
        var oracle = new FairShare();
        Assert.Equal(200, oracle.Scenarios.Count);
        Assert.Empty(oracle.Judge(RunAll(oracle, (stack, _) => stack)));
    }

    [Fact]
    public void A_sender_that_ignores_congestion_is_unfair()
    {
        // All of its neighbour's share is lost in the queue, in every run alike: a tenth of the runs tells.
        var oracle = new FairShare();
        SimulationReport[] few = Run(oracle.Scenarios.Take(20), (stack, host) => host == HostNumbers.ClientOf(1) ? new StubbornWindow(stack, WideWindow) : stack);
        SimulationReport[] reports = [.. Enumerable.Range(0, oracle.Scenarios.Count).Select(i => few[i % few.Length])];
        Assert.Single(oracle.Judge(reports));
    }

    [Fact]
    public void An_index_lies_between_one_share_and_equal_shares()
    {
        Assert.Equal(1, FairShare.IndexOf(Delivering(700, 700)), 6);
        Assert.Equal(0.5, FairShare.IndexOf(Delivering(700, 0)), 6);
        Assert.Equal(0.8, FairShare.IndexOf(Delivering(300, 900)), 6);
        Assert.Equal(0.5, FairShare.IndexOf(Delivering(0, 0)), 6);
    }

    [Fact]
    public void Goodput_is_what_it_was_in_every_cell()
    {
        var measuring = new GoodputBand([]);
        SimulationReport[] reports = RunAll(measuring, (stack, _) => stack);
        if (Environment.GetEnvironmentVariable("SCTP_UPDATE_GOODPUT") == "1")
        {
            File.WriteAllText(TableFile, GoodputTable.Write(measuring.Measure(reports)));
        }

        GoodputBand oracle = ReadBands();
        Assert.Empty(oracle.Judge(reports));
        AssertWithinTheRate(measuring, reports);

        // Half of it speaks wherever a few runs are not all chance, a tenth less where they are alike; no bands at all are no pass either.
        Assert.InRange(oracle.Judge([.. reports.Select(report => Scale(report, 0.5))]).Count, GoodputCell.All.Count * 4 / 5, GoodputCell.All.Count);
        Assert.NotEmpty(oracle.Judge([.. reports.Select(report => Scale(report, 0.9))]));
        Assert.Equal(GoodputCell.All.Count, measuring.Judge(reports).Count);
    }

    [Fact]
    public void A_sender_that_ignores_congestion_has_another_goodput()
    {
        GoodputBand oracle = ReadBands();
        Assert.NotEmpty(oracle.Judge(RunAll(oracle, (stack, host) => host == HostNumbers.ClientOf(0) ? new StubbornWindow(stack, WideWindow) : stack)));
    }

    [Fact]
    public void A_table_comes_back_as_it_was_written()
    {
        KeyValuePair<GoodputCell, GoodputSample>[] bands = [.. GoodputCell.All.Select((cell, i) => KeyValuePair.Create(cell, new GoodputSample(i + 1, 1_000 * i, i)))];
        Assert.Equal(bands, GoodputTable.Read(GoodputTable.Write(bands)));
        Assert.Throws<FormatException>(() => GoodputTable.Read("1\t2\t3"));
    }

    [Fact]
    public void Too_few_reports_are_not_judged() => Assert.Throws<ArgumentOutOfRangeException>(() => new FairShare().Judge([]));

    [Fact]
    public void Both_are_described_apart_from_the_oracles_of_single_runs()
    {
        Assert.Equal(["O-C18", "O-C19"], OracleDescription.Statistical.Select(oracle => oracle.Id));
        Assert.All(OracleDescription.Statistical, oracle => Assert.Equal("statistical", oracle.Strength));
        Assert.Empty(OracleDescription.Statistical.Select(oracle => oracle.Id).Intersect(OracleDescription.All.Select(oracle => oracle.Id)));
    }

    private static GoodputBand ReadBands() => new(GoodputTable.Read(File.ReadAllText(TableFile)));

    private static void AssertWithinTheRate(GoodputBand oracle, SimulationReport[] reports) =>
        Assert.All(oracle.Measure(reports), band => Assert.InRange(band.Value.Mean, band.Key.BitsPerSecond / 200.0, band.Key.BitsPerSecond));

    private static SimulationReport[] RunAll(StatisticalOracle oracle, Func<ISctpStack, int, ISctpStack> wrap) => Run(oracle.Scenarios, wrap);

    private static SimulationReport[] Run(IEnumerable<Scenario> scenarios, Func<ISctpStack, int, ISctpStack> wrap) =>
        [.. scenarios.AsParallel().AsOrdered().Select(scenario => SimulationRun.Run(scenario, Options, wrap))];

    private static SimulationReport Delivering(params long[] bytes) => new()
    {
        Scenario = new Scenario(),
        Associations = [.. bytes.Select(delivered => new AssociationReport { Client = new SideReport { BytesDelivered = delivered } })],
    };

    private static SimulationReport Scale(SimulationReport report, double factor)
    {
        AssociationReport association = report.Associations[0];
        SideReport client = association.Client;
        return report with { Associations = [association with { Client = client with { BytesDelivered = (long)(client.BytesDelivered * factor) } }] };
    }
}
