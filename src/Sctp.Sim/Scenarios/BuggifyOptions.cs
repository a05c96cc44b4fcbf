using System;
using Sctp.Sim.Associations;

namespace Sctp.Sim;

/// <summary>Lets the sites act that are parameters of the protocol: a run begins with the scenario that this makes of its own.</summary>
internal static class BuggifyOptions
{
    /// <summary>The first site that acts while the simulation runs; those before it act here.</summary>
    public const BuggifySite FirstOfHost = BuggifySite.SpuriousAdvance;

    /// <summary>A message of this length fits a packet of the smallest path MTU uncut.</summary>
    private const int LargestUncut = SctpOptions.MinPathMtu - 28;

    /// <summary>Longer ones make a transfer through a receive buffer of a few packets, or in tiny pieces, last for ever.</summary>
    private const int LargestNarrow = 6_000;

    /// <summary>The scenario with the parameters that its sites change.</summary>
    public static Scenario Apply(Scenario scenario, Buggify? buggify)
    {
        if (buggify is null)
        {
            return scenario;
        }

        SideOptions client = Apply(scenario.Client, Side.Client, buggify);
        SideOptions server = Apply(scenario.Server, Side.Server, buggify);
        return scenario with { Client = Fit(client, server), Server = Fit(server, client) };
    }

    private static SideOptions Apply(SideOptions side, Side which, Buggify buggify)
    {
        for (BuggifySite site = 0; site < FirstOfHost; site++)
        {
            if (!buggify.IsActive(site))
            {
                continue;
            }

            (long least, long most) = RangeOf(site, side);
            if (buggify.Fires(site, (int)which, least, most, out long value))
            {
                side = side with { Endpoint = Apply(side.Endpoint, site, value), Workload = Apply(side.Workload, site) };
            }
        }

        return side;
    }

    private static (long Least, long Most) RangeOf(BuggifySite site, SideOptions side) => site switch
    {
        BuggifySite.TinyReceiveBuffer => (SctpOptions.MinReceiveBufferSize, SctpOptions.MinReceiveBufferSize * 3),
        BuggifySite.TinySendBuffer => (Math.Max(1500, side.Workload.LargestMessage), Math.Max(1500, side.Workload.LargestMessage) + 100),
        BuggifySite.SackByTimerOnly => (20, 1_000_000),
        BuggifySite.TinyRtoMin => (1, 50),
        BuggifySite.ExtremeRtoWeights => (0, 1),
        BuggifySite.CoarseClock => (10, 500),
        BuggifySite.TinyHeartbeatInterval => (0, 100),
        BuggifySite.HeartbeatBurst => (2, 16),
        BuggifySite.LargeSlowStartLimit => (2, 32),
        BuggifySite.ShortCookieLife => (6_000, 10_000),
        BuggifySite.ShortInitTimeout => (1_000, 2_000),
        BuggifySite.SmallEventQueue => (16, 24),
        BuggifySite.TinySegments => (40, 200),
        BuggifySite.EarlyPartialDelivery => (1, 3_000),
        _ => (0, 0),
    };

    private static SctpOptions Apply(SctpOptions options, BuggifySite site, long value) => site switch
    {
        BuggifySite.TinyReceiveBuffer => options with
        {
            ReceiveBufferSize = (int)value,
            PartialDeliveryPoint = options.PartialDeliveryPoint is { } point ? Math.Min(point, (int)value) : null,
        },
        BuggifySite.TinySendBuffer => options with { SendBufferSize = (int)value },
        BuggifySite.SackEveryPacket => options with { SackFrequency = 1 },
        BuggifySite.SackByTimerOnly => options with { SackFrequency = (int)value },
        BuggifySite.NoSackDelay => options with { SackDelay = Duration.Zero },
        BuggifySite.LongestSackDelay => options with { SackDelay = SctpOptions.MaxSackDelay },
        BuggifySite.BurstOfOne => options with { MaxBurst = 1 },
        BuggifySite.UnlimitedBurst => options with { MaxBurst = 0 },
        BuggifySite.MinimumPathMtu => options with { PathMtu = SctpOptions.MinPathMtu },
        BuggifySite.TinyRtoMin => options with { RtoMin = Duration.Min(options.RtoMin, Duration.FromMilliseconds(value)) },
        BuggifySite.FixedRto => options with { RtoMin = Rto(options), RtoInitial = Rto(options), RtoMax = Rto(options) },
        BuggifySite.LargeRtoInitial => options with { RtoInitial = options.RtoMax },
        BuggifySite.ExtremeRtoWeights => options with { RtoAlphaExponent = value == 0 ? 1 : 8, RtoBetaExponent = value == 0 ? 8 : 1 },
        BuggifySite.CoarseClock => options with { ClockGranularity = Duration.FromMilliseconds(value) },
        BuggifySite.TinyHeartbeatInterval => options with { HeartbeatInterval = Duration.FromMilliseconds(value) },
        BuggifySite.HeartbeatBurst => options with { HeartbeatMaxBurst = (int)value },
        BuggifySite.LargeSlowStartLimit => options with { SlowStartLimit = (int)value },
        BuggifySite.SingleInboundStream => options with { MaxInboundStreams = 1 },
        BuggifySite.SingleOutboundStream => options with { OutboundStreams = 1 },
        BuggifySite.ShortCookieLife => options with { ValidCookieLife = Duration.FromMilliseconds(value) },
        BuggifySite.ShortCookieKeyLife => options with { CookieKeyLifetime = options.ValidCookieLife },
        BuggifySite.NoCookiePreservative => options with { CookiePreservative = false },
        BuggifySite.ShortInitTimeout => options with { MaxInitTimeout = Duration.FromMilliseconds(value) },
        BuggifySite.SmallEventQueue => options with { MaxQueuedEvents = (int)value },
        BuggifySite.Nagle => options with { Nagle = true },
        BuggifySite.NoFragmentation => options with { Fragmentation = false },
        BuggifySite.TinySegments => options with { MaxSegmentSize = (int)value },
        BuggifySite.EarlyPartialDelivery => options with { PartialDeliveryPoint = (int)Math.Min(value, options.ReceiveBufferSize) },
        BuggifySite.NoImmediateSackOnShutdown => options with { SackImmediatelyOnShutdown = false },
        BuggifySite.NoPathRetrans => options with { PathMaxRetrans = 0 },
        _ => options,
    };

    private static Duration Rto(SctpOptions options) => Duration.Min(options.RtoMax, Duration.FromSeconds(3));

    private static WorkloadOptions Apply(WorkloadOptions workload, BuggifySite site) => site switch
    {
        BuggifySite.TinySegments => workload with { LargestMessage = Math.Min(workload.LargestMessage, LargestNarrow) },
        _ => workload,
    };

    // An application uses no stream that its peer does not accept, and what goes through the smallest window is not long.
    private static SideOptions Fit(SideOptions side, SideOptions peer)
    {
        WorkloadOptions workload = side.Workload;
        int streams = Math.Min(side.Endpoint.OutboundStreams, peer.Endpoint.MaxInboundStreams);
        int most = side.Endpoint.Fragmentation ? workload.LargestMessage : Math.Min(LargestUncut, side.Endpoint.MaxSegmentSize ?? LargestUncut);
        bool isNarrow = peer.Endpoint.ReceiveBufferSize <= SctpOptions.MinReceiveBufferSize * 3;
        return side with
        {
            Workload = workload with
            {
                StreamCount = Math.Min(workload.StreamCount, streams),
                LargestMessage = Math.Min(workload.LargestMessage, isNarrow ? Math.Min(most, LargestNarrow) : most),
            },
        };
    }
}
