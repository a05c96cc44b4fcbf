using System.Collections.Generic;

namespace Sctp.Sim.Hunting;

/// <summary>
/// One thing that a scenario does to a run, of whatever kind: a fault of one packet, a fault of a path or host, a buggify site that acts, or a
/// packet of an attacker. The faults of all kinds are one list, so that what is needed together is found together.
/// </summary>
internal abstract record ShrinkEntry
{
    /// <summary>The faults of a scenario.</summary>
    public static List<ShrinkEntry> FaultsOf(Scenario scenario)
    {
        List<ShrinkEntry> entries = [];
        for (int i = 0; i < scenario.Faults.Count; i++)
        {
            entries.Add(new World(scenario.Faults[i]));
        }

        if (scenario.Schedule is { } schedule)
        {
            for (int i = 0; i < schedule.Packets.Count; i++)
            {
                entries.Add(new Packet(schedule.Packets[i]));
            }

            for (int i = 0; i < schedule.Firings.Count; i++)
            {
                entries.Add(new Firing(schedule.Firings[i]));
            }

            for (int i = 0; scenario.Attacker is { } attacker && i < (schedule.Strikes?.Count ?? 0); i++)
            {
                entries.Add(new Strike(schedule.Strikes![i], attacker));
            }
        }

        return entries;
    }

    /// <summary>The scenario with the packets of its attacker listed, where its schedule does not list them: one of a build that did not write them down.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="recorded">What a run of it wrote down.</param>
    public static Scenario WithStrikesListed(Scenario scenario, Schedule? recorded) =>
        scenario is { Attacker: not null, Schedule: { Strikes: null } schedule } ? scenario with { Schedule = schedule with { Strikes = recorded?.Strikes } } : scenario;

    /// <summary>The scenario with these faults and no others.</summary>
    public static Scenario WithFaults(Scenario scenario, IReadOnlyList<ShrinkEntry> entries)
    {
        List<Fault> faults = [];
        List<PacketFault> packets = [];
        List<SiteFiring> firings = [];
        List<int> strikes = [];
        for (int i = 0; i < entries.Count; i++)
        {
            switch (entries[i])
            {
                case World world:
                    faults.Add(world.Fault);
                    break;
                case Packet packet:
                    packets.Add(packet.Fault);
                    break;
                case Firing firing:
                    firings.Add(firing.Site);
                    break;
                case Strike strike:
                    strikes.Add(strike.Number);
                    break;
            }
        }

        if (scenario.Schedule is not { } schedule)
        {
            return scenario with { Faults = faults };
        }

        return scenario with
        {
            Faults = faults,
            Schedule = schedule with { Packets = packets, Firings = firings, Strikes = schedule.Strikes is null ? null : strikes },
        };
    }

    internal sealed record World(Fault Fault) : ShrinkEntry
    {
        public override string ToString() => Fault.ToString();
    }

    internal sealed record Packet(PacketFault Fault) : ShrinkEntry
    {
        public override string ToString() => Fault.ToString();
    }

    internal sealed record Firing(SiteFiring Site) : ShrinkEntry
    {
        public override string ToString() => Site.ToString();
    }

    internal sealed record Strike(int Number, AttackerOptions Attacker) : ShrinkEntry
    {
        public override string ToString() => Attacker.Describe(Number);
    }
}
