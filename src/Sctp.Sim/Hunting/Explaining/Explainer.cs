using System;
using System.Collections.Generic;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Hunting;

/// <summary>
/// Finds out why a scenario fails: which of its faults are necessary, which scenario is like it and passes, and from what time on the failure is certain. A step
/// in the curve marks the interval that causes it.
/// </summary>
public sealed class Explainer
{
    private const uint ReseedStream = 0x303;

    private readonly Func<Scenario, SimulationOptions, SimulationReport> _run;

    /// <summary>An explainer.</summary>
    /// <param name="run">What runs a scenario; null for <see cref="SimulationRun"/>.</param>
    public Explainer(Func<Scenario, SimulationOptions, SimulationReport>? run = null) => _run = run ?? SimulationRun.Run;

    /// <summary>How many seeds are tried for each point of the curve.</summary>
    public int Reseeds { get; init; } = 200;

    /// <summary>How many points the curve has.</summary>
    public int Points { get; init; } = 12;

    /// <summary>Explains a failure.</summary>
    /// <param name="scenario">A scenario that fails, made small already where the list of faults is to be short.</param>
    /// <param name="original">The scenario it was made from, in which chance decides, for the curve; null where there is none.</param>
    /// <param name="goesOn">Asked before each run; when it says no, what was found so far is given back.</param>
    public Explanation Explain(Scenario scenario, Scenario? original, Func<bool> goesOn)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(goesOn);
        SimulationReport report = _run(scenario, new SimulationOptions { RecordsSchedule = true });
        if (FailureKey.Of(report) is not { } key)
        {
            return new Explanation { Report = report };
        }

        scenario = ShrinkEntry.WithStrikesListed(scenario, report.Schedule);

        List<Scenario> passing = [];
        List<string> missing = [];
        List<FaultRemoval> faults = RemoveEach(scenario, key, passing, missing, goesOn);
        return new Explanation
        {
            Report = report,
            Key = key,
            Faults = faults,
            Sibling = NearestOf(scenario, passing, missing, goesOn),
            Curve = (original ?? scenario) is { Schedule: null } drawn ? CurveOf(drawn, key, goesOn) : [],
        };
    }

    private List<FaultRemoval> RemoveEach(Scenario scenario, FailureKey key, List<Scenario> passing, List<string> missing, Func<bool> goesOn)
    {
        List<ShrinkEntry> entries = ShrinkEntry.FaultsOf(scenario);
        List<FaultRemoval> removals = [];
        for (int i = 0; i < entries.Count && goesOn(); i++)
        {
            List<ShrinkEntry> rest = [.. entries];
            rest.RemoveAt(i);
            Scenario without = ShrinkEntry.WithFaults(scenario, rest);
            FailureKey? left = FailureKey.Of(_run(without, new SimulationOptions()));
            RemovalEffect effect = left is null ? RemovalEffect.Passes : left == key ? RemovalEffect.StillFails : RemovalEffect.FailsOtherwise;
            removals.Add(new FaultRemoval(entries[i].ToString(), effect, effect == RemovalEffect.FailsOtherwise ? left : null));
            if (left is null)
            {
                passing.Add(without);
                missing.Add(entries[i].ToString());
            }
        }

        return removals;
    }

    private PassingSibling? NearestOf(Scenario scenario, List<Scenario> passing, List<string> missing, Func<bool> goesOn)
    {
        PassingSibling? nearest = null;
        for (int i = 0; i < passing.Count && goesOn(); i++)
        {
            Scenario other = passing[i];
            bool isOther = false;
            Divergence? parts = DivergenceFinder.Find(record =>
            {
                SimulationReport report = _run(isOther ? other : scenario, new SimulationOptions { Events = record });
                isOther = !isOther;
                return report.TraceHash;
            });
            if (parts is not null && (nearest is null || parts.Ordinal > nearest.PartsAt.Ordinal))
            {
                nearest = new PassingSibling(missing[i], other, parts);
            }
        }

        return nearest;
    }

    private List<ReseedPoint> CurveOf(Scenario scenario, FailureKey key, Func<bool> goesOn)
    {
        List<ReseedPoint> points = [];
        SimulationReport whole = _run(scenario, new SimulationOptions());
        if (FailureKey.Of(whole) != key)
        {
            return points;
        }

        Duration span = Duration.Min(whole.EndTime - Instant.Epoch, scenario.HealAfter);
        var random = new Randomness(scenario.Seed);
        for (int i = 0; i <= Points; i++)
        {
            Instant at = Instant.Epoch + (span * i / Math.Max(1, Points));
            int runs = 0;
            int failures = 0;
            int others = 0;
            while (runs < Reseeds && goesOn())
            {
                ulong seed = random.Draw(ReseedStream, (uint)i, (ulong)runs++);
                FailureKey? found = FailureKey.Of(_run(scenario, new SimulationOptions { Reseed = new Reseed(at, seed) }));
                failures += found == key ? 1 : 0;
                others += found is not null && found != key ? 1 : 0;
            }

            if (runs == 0)
            {
                break;
            }

            points.Add(new ReseedPoint(at, runs, failures, others));
        }

        return points;
    }
}
