using System;
using Sctp.Sim.Engine;

namespace Sctp.Sim;

/// <summary>Turns the parameters of the protocol, group by group.</summary>
internal static class ProtocolGenerator
{
    public static SctpOptions WithTimers(SctpOptions options, RandomSequence draw) => options with
    {
        RtoMin = draw.Pick<Duration>([Duration.FromMilliseconds(100), Duration.FromMilliseconds(300), Duration.FromSeconds(1)]),
        RtoMax = draw.Pick<Duration>([Duration.FromSeconds(3), Duration.FromSeconds(10), Duration.FromSeconds(60)]),
        PathMaxRetrans = (int)draw.Between(1, 5),
        HeartbeatInterval = draw.Between(Duration.FromSeconds(1), Duration.FromSeconds(30)),
        CookiePreservative = draw.Chance(700_000),
        ClockGranularity = draw.Pick<Duration>([Duration.FromMilliseconds(1), Duration.FromMilliseconds(1), Duration.FromMilliseconds(10)]),
    };

    public static SctpOptions WithSending(SctpOptions options, RandomSequence draw) => options with
    {
        MaxBurst = draw.Chance(200_000) ? 0 : (int)draw.Between(1, 8),
        SackDelay = draw.Chance(200_000) ? Duration.Zero : draw.Between(Duration.FromMilliseconds(10), SctpOptions.MaxSackDelay),
        SackFrequency = draw.Chance(700_000) ? 2 : (int)draw.Between(1, 6),
        Nagle = draw.Chance(300_000),
        SlowStartLimit = draw.Chance(800_000) ? 1 : (int)draw.Between(2, 8),
        SackImmediatelyOnShutdown = draw.Chance(800_000),
        MaxSegmentSize = draw.Chance(100_000) ? (int)draw.Between(100, 1_452) : null,
    };

    public static SctpOptions WithBuffers(SctpOptions options, RandomSequence draw, int largestMessage)
    {
        int receive = draw.Chance(700_000) ? (int)draw.Between(3_000, 64_000) : options.ReceiveBufferSize;
        return options with
        {
            ReceiveBufferSize = receive,
            SendBufferSize = draw.Chance(700_000) ? (int)draw.Between(Math.Max(largestMessage, 1_500), 128 * 1024) : options.SendBufferSize,
            PartialDeliveryPoint = draw.Chance(300_000) ? (int)draw.Between(1, receive) : null,
        };
    }

    public static SctpOptions WithMortality(SctpOptions options, RandomSequence draw) => options with
    {
        AssociationMaxRetrans = draw.Chance(500_000) ? 10 : (int)draw.Between(0, 10),
        MaxInitRetransmits = draw.Chance(500_000) ? 8 : (int)draw.Between(0, 8),
        ShutdownGuard = draw.Chance(500_000) ? null : draw.Between(Duration.FromSeconds(1), Duration.FromSeconds(60)),
        ValidCookieLife = draw.Chance(500_000) ? Duration.FromSeconds(60) : draw.Between(Duration.FromSeconds(1), Duration.FromSeconds(60)),
    };
}
