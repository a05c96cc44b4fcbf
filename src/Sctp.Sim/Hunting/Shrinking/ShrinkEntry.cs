using System.Collections.Generic;

namespace Sctp.Sim.Hunting;

/// <summary>
/// One thing that a scenario does to a run, of whatever kind: a fault of one packet, a fault of a path or host, or a buggify site that acts. The
/// faults of all kinds are one list, so that what is needed together is found together.
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
        }

        return entries;
    }

    /// <summary>The scenario with these faults and no others.</summary>
    public static Scenario WithFaults(Scenario scenario, IReadOnlyList<ShrinkEntry> entries)
    {
        List<Fault> faults = [];
        List<PacketFault> packets = [];
        List<SiteFiring> firings = [];
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
            }
        }

        Schedule? schedule = scenario.Schedule is { } old ? old with { Packets = packets, Firings = firings } : null;
        return scenario with { Faults = faults, Schedule = schedule };
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
}
