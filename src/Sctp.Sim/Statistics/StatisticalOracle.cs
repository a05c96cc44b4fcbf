using System;
using System.Collections.Generic;

namespace Sctp.Sim.Statistics;

/// <summary>
/// An invariant of many runs together, where one run alone says nothing. It names the scenarios that it wants to see, and judges their reports. It works on
/// figures of runs that are over, so that floating point has its place here: nothing that it computes decides anything in a run.
/// </summary>
internal abstract class StatisticalOracle
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<StatisticalOracle> All { get; } = [new FairShare(), new GoodputBand([])];

    /// <summary>The short name that reports and tests use.</summary>
    public abstract string Id { get; }

    public abstract string Name { get; }

    /// <summary>The invariant as a sentence.</summary>
    public abstract string Statement { get; }

    /// <summary>The section of RFC 9260 it comes from.</summary>
    public abstract string RfcSection { get; }

    /// <summary>The scenarios that are judged together.</summary>
    public abstract IReadOnlyList<Scenario> Scenarios { get; }

    /// <summary>Judges the reports of <see cref="Scenarios"/>, in their order.</summary>
    /// <returns>What does not hold, one sentence each; empty if all is well.</returns>
    public abstract IReadOnlyList<string> Judge(IReadOnlyList<SimulationReport> reports);

    /// <summary>How fast one association delivered to its server, in bits a second, from when it was up to its last message.</summary>
    public static double GoodputOf(AssociationReport association)
    {
        long nanoseconds = (association.LastDelivery - association.Established).Nanoseconds;
        return nanoseconds <= 0 ? 0 : association.Client.BytesDelivered * 8e9 / nanoseconds;
    }

    /// <summary>Refuses reports that are not those of the scenarios.</summary>
    protected void Check(IReadOnlyList<SimulationReport> reports) =>
        ArgumentOutOfRangeException.ThrowIfNotEqual(reports.Count, Scenarios.Count, nameof(reports));
}
