using System;
using System.Collections.Generic;
using Sctp.Sim;
using Sctp.Sim.Engine;

namespace Sctp.Properties.Simulation;

/// <summary>Generated scenarios, to which faults of hosts and addresses are added.</summary>
internal static class FaultyScenarios
{
    private const uint Stream = 0xF00;

    /// <summary>Several associations, and endings at any moment.</summary>
    public static Scenario Several(ulong seed)
    {
        Scenario scenario = Scenario.Generate(seed, "lite");
        RandomSequence draw = Sequence(seed, 1);
        return scenario with
        {
            Associations = (int)draw.Between(1, 4),
            Ending = draw.Chance(500_000) ? scenario.Ending : scenario.Ending with { When = EndingMoment.At, At = draw.Between(Duration.Zero, scenario.HealAfter) },
            Client = WithFewer(scenario.Client, draw),
            Server = WithFewer(scenario.Server, draw),
        };
    }

    /// <summary>Pauses, slow processors, late timers, skewed clocks, new cookie keys and readers that stop.</summary>
    public static Scenario Slow(ulong seed)
    {
        Scenario scenario = Several(seed);
        RandomSequence draw = Sequence(seed, 2);
        List<Fault> faults = [.. scenario.Faults];
        for (long i = draw.Between(1, 5); i > 0; i--)
        {
            Duration at = draw.Between(Duration.Zero, scenario.HealAfter);
            Duration length = draw.Between(Duration.Zero, scenario.HealAfter - at);
            Side side = draw.Pick<Side>([Side.Client, Side.Server]);
            int association = (int)draw.Between(0, scenario.Associations - 1);
            faults.Add(draw.Between(0, 6) switch
            {
                0 => new HostPause(at, length, side, association),
                1 => new HostPause(at, length, side, association, LosesPackets: true),
                2 => new SlowHost(at, length, side, draw.Between(Duration.FromMicroseconds(10), Duration.FromMilliseconds(20)), association),
                3 => new LateTimers(at, length, side, draw.Between(Duration.FromMilliseconds(1), Duration.FromSeconds(1)), association),
                4 => new ClockSkew(at, side, (int)draw.Between(-300_000, 300_000), association),
                5 => new CookieKeyRotation(at, side, association),
                _ => new StalledReader(at, length, side, association),
            });
        }

        return scenario with { Faults = faults };
    }

    /// <summary>SCTP in UDP: other ports, NATs that forget, forged ICMP messages.</summary>
    public static Scenario Encapsulated(ulong seed)
    {
        Scenario scenario = Several(seed);
        RandomSequence draw = Sequence(seed, 3);
        List<Fault> faults = [.. scenario.Faults];
        for (long i = draw.Between(1, 5); i > 0; i--)
        {
            Duration at = draw.Between(Duration.Zero, scenario.HealAfter);
            Side side = draw.Pick<Side>([Side.Client, Side.Server]);
            int path = (int)draw.Between(0, scenario.Paths.Count - 1);
            int association = (int)draw.Between(0, scenario.Associations - 1);
            IcmpQuote quote = draw.Pick<IcmpQuote>([IcmpQuote.Genuine, IcmpQuote.WrongTag, IcmpQuote.UnknownAssociation, IcmpQuote.Truncated]);
            faults.Add(draw.Between(0, 4) switch
            {
                0 => new NatRebinding(at, path, Association: association),
                1 => new NatTimeout(at, path, draw.Between(Duration.FromMilliseconds(100), Duration.FromSeconds(5)), association),
                2 => new UdpPortChange(at, side, path, association),
                3 => new ForgedTooBig(at, side, path, (int)draw.Between(0, 1_500), quote, association),
                _ => new ForgedUnreachable(at, side, path, draw.Pick<ForgedUnreachableKind>([ForgedUnreachableKind.Host, ForgedUnreachableKind.Port]), quote, association),
            });
        }

        return scenario with { Faults = faults, UdpEncapsulation = true };
    }

    /// <summary>The usual limits of retransmissions, under faults that exhaust them.</summary>
    public static Scenario Mortal(ulong seed)
    {
        Scenario scenario = Slow(seed);
        RandomSequence draw = Sequence(seed, 4);
        return scenario with { Client = WithLimits(scenario.Client, draw), Server = WithLimits(scenario.Server, draw) };
    }

    /// <summary>Hosts that crash and start again.</summary>
    public static Scenario Crashing(ulong seed)
    {
        Scenario scenario = Mortal(seed);
        RandomSequence draw = Sequence(seed, 5);
        List<Fault> faults = [.. scenario.Faults];
        for (long i = draw.Between(1, 3); i > 0; i--)
        {
            Duration at = draw.Between(Duration.Zero, scenario.HealAfter);
            Duration down = draw.Between(Duration.Zero, draw.Chance(500_000) ? scenario.HealAfter - at : Duration.Min(scenario.HealAfter - at, Duration.FromSeconds(1)));
            int association = (int)draw.Between(0, scenario.Associations - 1);
            faults.Add(new HostCrash(at, down, draw.Pick<Side>([Side.Client, Side.Server]), draw.Chance(800_000), association));
        }

        return scenario with { Faults = faults };
    }

    private static SideOptions WithLimits(SideOptions side, RandomSequence draw) => side with
    {
        Endpoint = side.Endpoint with
        {
            AssociationMaxRetrans = (int)draw.Between(2, 10),
            MaxInitRetransmits = (int)draw.Between(2, 8),
            ValidCookieLife = Duration.FromSeconds(draw.Between(5, 60)),
            ShutdownGuard = null,
        },
    };

    private static SideOptions WithFewer(SideOptions side, RandomSequence draw) => side with
    {
        Workload = side.Workload with
        {
            MessageCount = Math.Min(side.Workload.MessageCount, (int)draw.Between(0, 60)),
            SendInterval = draw.Chance(500_000) ? draw.Between(Duration.FromMilliseconds(10), Duration.FromMilliseconds(500)) : side.Workload.SendInterval,
        },
    };

    private static RandomSequence Sequence(ulong seed, uint group) => new(new Randomness(seed), Stream, group);
}
