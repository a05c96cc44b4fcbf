using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Associations;

namespace Sctp.Interop.Usrsctp;

/// <summary>Many seeds against usrsctp, and what they came by.</summary>
internal sealed class Sweep
{
    private int _count;
    private long _packets;

    public List<ForeignRun> Failed { get; } = [];

    /// <summary>In how many runs each known deviation was seen.</summary>
    public SortedDictionary<string, int> Deviations { get; } = [];

    /// <summary>In how many runs each thing happened that they are for.</summary>
    public SortedDictionary<string, int> Reached { get; } = [];

    public static Sweep Of(IEnumerable<ulong> seeds)
    {
        var sweep = new Sweep();
        foreach (ulong seed in seeds)
        {
            var events = new EventCounts();
            var options = new SimulationOptions { CollectsMarks = false, ObserverFactories = [(_, _) => events] };
            sweep.Add(ForeignRun.Run(seed, options), events);
        }

        return sweep;
    }

    public override string ToString() => FormattableString.Invariant($"{_count} runs, {_packets} packets, {Failed.Count} failed. ")
        + "Reached: " + string.Join(", ", Reached.Select(pair => FormattableString.Invariant($"{pair.Key} {pair.Value}")))
        + ". Known deviations: " + string.Join(", ", Deviations.Select(pair => FormattableString.Invariant($"{pair.Key} {pair.Value}")));

    private void Add(ForeignRun run, EventCounts events)
    {
        _count++;
        SimulationReport report = run.Report;
        _packets += report.Packets.Sent;
        if (report.Exception is not null || run.Violations.Count > 0)
        {
            Failed.Add(run);
        }

        foreach (string deviation in run.Deviations.Distinct())
        {
            Deviations[deviation] = Deviations.GetValueOrDefault(deviation) + 1;
        }

        Side own = run.ForeignSide == Side.Client ? Side.Server : Side.Client;
        Scenario scenario = report.Scenario;
        Note("own client", own == Side.Client && events.Ups >= 2);
        Note("own server", own == Side.Server && events.Ups >= 2);
        Note("both connect", scenario.Opening == Opening.BothConnect && events.Ups >= 2);
        Note("all extensions offered", ForeignScenarios.Extends(run.Seed));
        Note("lost", report.Packets.Dropped > 0);
        Note("duplicated", report.Packets.Duplicated > 0);
        Note("damaged", report.Packets.Corrupted > 0);
        Note("reordered", report.Packets.Reordered > 0);
        Note("messages in fragments", scenario.Client.Workload.LargestMessage > 3_000 && report.Client.MessagesDelivered > 10);
        Note("unordered", scenario.Client.Workload.UnorderedPerMillion == 1_000_000 && report.Client.MessagesDelivered > 10);
        Note("shutdown by us", events.Shutdowns >= 2 && Ends(scenario, own, EndingKind.Shutdown));
        Note("shutdown by usrsctp", events.Shutdowns >= 2 && Ends(scenario, run.ForeignSide, EndingKind.Shutdown));
        Note("abort by us", Ends(scenario, own, EndingKind.Abort));
        Note("abort by usrsctp", Ends(scenario, run.ForeignSide, EndingKind.Abort));
        Note("restart seen by us", events.OwnRestarts > 0);
        Note("restart seen by usrsctp", events.ForeignRestarts > 0);
    }

    private static bool Ends(Scenario scenario, Side side, EndingKind how) => scenario.Ending.How == how && scenario.Ending.Asks(side);

    private void Note(string what, bool isSo) => Reached[what] = Reached.GetValueOrDefault(what) + (isSo ? 1 : 0);

    private sealed class EventCounts : Observer
    {
        public override Hooks Hooks => Hooks.AssociationEvent;

        public int Ups { get; private set; }

        public int Shutdowns { get; private set; }

        public int OwnRestarts { get; private set; }

        public int ForeignRestarts { get; private set; }

        public override void OnAssociationEvent(AssociationSide side, in SctpEvent e)
        {
            Ups += e.Kind == SctpEventKind.CommunicationUp ? 1 : 0;
            Shutdowns += e.Kind == SctpEventKind.ShutdownComplete ? 1 : 0;
            if (e.Kind == SctpEventKind.Restarted)
            {
                OwnRestarts += side.IsForeign ? 0 : 1;
                ForeignRestarts += side.IsForeign ? 1 : 0;
            }
        }
    }
}
