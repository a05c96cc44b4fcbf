using System;
using System.Collections.Generic;
using Sctp.Sim.Network;

namespace Sctp.Sim.Hunting;

/// <summary>Step 5: brings every value to its default, or as near to it as the failure allows.</summary>
internal static class PlainValues
{
    private static readonly SctpOptions DefaultEndpoint = new();
    private static readonly WorkloadOptions PlainWorkload = new() { UnorderedPerMillion = 0 };

    private static readonly Func<SctpOptions, SctpOptions>[] EndpointKnobs =
    [
        o => new SctpOptions { OutboundStreams = o.OutboundStreams },
        o => o with { RtoMin = DefaultEndpoint.RtoMin, RtoInitial = DefaultEndpoint.RtoInitial, RtoMax = DefaultEndpoint.RtoMax },
        o => o with { RtoAlphaExponent = DefaultEndpoint.RtoAlphaExponent, RtoBetaExponent = DefaultEndpoint.RtoBetaExponent, ClockGranularity = DefaultEndpoint.ClockGranularity },
        o => o with { MaxBurst = DefaultEndpoint.MaxBurst },
        o => o with { AssociationMaxRetrans = DefaultEndpoint.AssociationMaxRetrans },
        o => o with { PathMaxRetrans = DefaultEndpoint.PathMaxRetrans },
        o => o with { MaxInitRetransmits = DefaultEndpoint.MaxInitRetransmits, MaxInitTimeout = null },
        o => o with { HeartbeatInterval = DefaultEndpoint.HeartbeatInterval, HeartbeatMaxBurst = DefaultEndpoint.HeartbeatMaxBurst, HeartbeatEnabled = DefaultEndpoint.HeartbeatEnabled },
        o => o with { SackDelay = DefaultEndpoint.SackDelay },
        o => o with { SackFrequency = DefaultEndpoint.SackFrequency },
        o => o with { ShutdownGuard = null },
        o => o with { ValidCookieLife = DefaultEndpoint.ValidCookieLife, CookieKeyLifetime = DefaultEndpoint.CookieKeyLifetime, CookiePreservative = DefaultEndpoint.CookiePreservative },
        o => o with { MaxInboundStreams = DefaultEndpoint.MaxInboundStreams },
        o => o with { ReceiveBufferSize = DefaultEndpoint.ReceiveBufferSize },
        o => o with { SendBufferSize = DefaultEndpoint.SendBufferSize },
        o => o with { MaxMessageSize = DefaultEndpoint.MaxMessageSize },
        o => o with { PartialDeliveryPoint = null },
        o => o with { Nagle = false },
        o => o with { Fragmentation = true, MaxSegmentSize = null },
        o => o with { SackImmediatelyOnShutdown = true },
        o => o with { PathMtu = null },
        o => o with { SlowStartLimit = DefaultEndpoint.SlowStartLimit },
        o => o with { MaxQueuedEvents = DefaultEndpoint.MaxQueuedEvents },
        o => o with { Dscp = 0 },
    ];

    private static readonly Func<WorkloadOptions, WorkloadOptions>[] WorkloadKnobs =
    [
        o => PlainWorkload with { MessageCount = o.MessageCount, LargestMessage = o.LargestMessage, StreamCount = o.StreamCount },
        o => o with { SendInterval = Duration.Zero, SendBurst = 1 },
        o => o with { ReadInterval = Duration.Zero, ReadBurst = 1 },
        o => o with { SendsBeforeEstablished = false },
        o => o with { UnorderedPerMillion = 0 },
    ];

    private static readonly Func<LinkOptions, LinkOptions>[] LinkKnobs =
    [
        l => LinkOptions.Perfect,
        l => l with { BitsPerSecond = 0, BurstBytes = 0, QueueBytes = 0, QueuePackets = 0, Discipline = QueueDiscipline.TailDrop, EcnThreshold = 0, SharedBottleneck = 0, Red = new(), CoDel = new() },
        l => l with { Mtu = 0, Ptb = LinkOptions.Perfect.Ptb },
        l => l with { Delay = LinkOptions.Perfect.Delay },
    ];

    public static void Apply(ShrinkSearch search)
    {
        foreach (Func<SctpOptions, SctpOptions> knob in EndpointKnobs)
        {
            ForBothOrEach(search, s => s with { Endpoint = knob(s.Endpoint) });
        }

        foreach (Func<WorkloadOptions, WorkloadOptions> knob in WorkloadKnobs)
        {
            ForBothOrEach(search, s => s with { Workload = knob(s.Workload) });
        }

        ForBothOrEach(search, s => s with { InitialTsn = null });
        ForBothOrEach(search, s => s with { NamedAddresses = 0 });
        ForBothOrEach(search, s => s with { Behavior = null });
        foreach (Func<LinkOptions, LinkOptions> knob in LinkKnobs)
        {
            TryChange(search, GroupsOff.EachLink(search.Best, knob));
        }

        TryChange(search, search.Best with { Opening = Opening.ClientConnects });
        TryChange(search, search.Best with { Ending = new EndingOptions() });
        TryChange(search, search.Best with { Ending = search.Best.Ending with { When = EndingMoment.AfterQueued, At = Duration.Zero } });
        TryChange(search, search.Best with { UdpEncapsulation = false });
        TryChange(search, search.Best with { Buggify = [] });
        PacketFaults(search);
        WorldFaults(search);
    }

    private static void ForBothOrEach(ShrinkSearch search, Func<SideOptions, SideOptions> change)
    {
        if (!TryChange(search, SidesOf.WithBoth(search.Best, change)))
        {
            TryChange(search, SidesOf.With(search.Best, Side.Client, change));
            TryChange(search, SidesOf.With(search.Best, Side.Server, change));
        }
    }

    private static bool TryChange(ShrinkSearch search, Scenario candidate) => !candidate.IsSameAs(search.Best) && search.Try(candidate);

    // A loss is the plainest fault of a packet.
    private static void PacketFaults(ShrinkSearch search)
    {
        for (int i = 0; i < (search.Best.Schedule?.Packets.Count ?? 0); i++)
        {
            int index = i;
            PacketFault fault = search.Best.Schedule!.Packets[i];
            if (fault.Kind is PacketFaultKind.Damage or PacketFaultKind.Delay or PacketFaultKind.OvertakenDelay or PacketFaultKind.Reorder
                && search.Try(WithPacket(search.Best, i, new PacketFault { Link = fault.Link, Ordinal = fault.Ordinal, Content = fault.Content })))
            {
                continue;
            }

            if (fault.Delay > Duration.Zero)
            {
                ValueProbe.TowardsPlain(
                    (fault.Delay.Nanoseconds + 999_999) / 1_000_000,
                    fault.Kind == PacketFaultKind.Delay ? 1 : 0,
                    ms => search.Try(WithPacket(search.Best, index, search.Best.Schedule!.Packets[index] with { Delay = Duration.FromMilliseconds(ms) })));
            }
        }
    }

    private static void WorldFaults(ShrinkSearch search)
    {
        for (int i = 0; i < search.Best.Faults.Count; i++)
        {
            int index = i;
            if (FaultShape.LengthOf(search.Best.Faults[i]) is { } length && length > Duration.Zero)
            {
                ValueProbe.TowardsPlain(
                    (length.Nanoseconds + 999_999) / 1_000_000,
                    0,
                    ms => search.Try(WithFault(search.Best, index, FaultShape.WithLength(search.Best.Faults[index], Duration.FromMilliseconds(ms)))));
            }
        }
    }

    internal static Scenario WithPacket(Scenario scenario, int index, PacketFault fault) =>
        scenario with { Schedule = scenario.Schedule! with { Packets = Replaced(scenario.Schedule.Packets, index, fault) } };

    internal static Scenario WithFault(Scenario scenario, int index, Fault fault) => scenario with { Faults = Replaced(scenario.Faults, index, fault) };

    internal static Scenario WithMessage(Scenario scenario, int index, PlannedSend message) =>
        Operations.WithMessages(scenario, Replaced(scenario.Schedule!.Messages!, index, message));

    private static List<T> Replaced<T>(IReadOnlyList<T> list, int index, T entry)
    {
        List<T> copy = [.. list];
        copy[index] = entry;
        return copy;
    }
}
