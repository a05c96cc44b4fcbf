using System;
using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>
/// How long after the faults stopped an association may still need. Everything may have backed off to RTO.Max, every path may be inactive, and all
/// data may still have to go through the smallest window; the bound is generous in each, because what it must tell apart is slow and never.
/// </summary>
internal static class LivenessBound
{
    private const int RoundsOfBackOff = 12;
    private const int RoundTripsOfSetupAndEnd = 40;
    private const int SafetyFactor = 4;
    private const int ChunkOverhead = 64;

    public static Duration Of(Scenario scenario)
    {
        Duration slowestRoundTrip = Duration.Zero;
        long slowestRate = long.MaxValue;
        for (int i = 0; i < scenario.Paths.Count; i++)
        {
            PathOptions path = scenario.Paths[i];
            slowestRoundTrip = Duration.Max(slowestRoundTrip, OneWay(path.ToServer) + OneWay(path.ToClient));
            slowestRate = Math.Min(slowestRate, Math.Min(Rate(path.ToServer), Rate(path.ToClient)));
        }

        Duration protocol = Duration.Max(OfProtocol(scenario.Client.Endpoint), OfProtocol(scenario.Server.Endpoint));
        return (protocol * SlownessOfClocks(scenario))
            + (slowestRoundTrip * RoundTripsOfSetupAndEnd)
            + ((OfTransfer(scenario, Side.Client, slowestRoundTrip, slowestRate) + OfTransfer(scenario, Side.Server, slowestRoundTrip, slowestRate)) * scenario.Associations);
    }

    /// <summary>How long all data takes over the slowest link of a scenario.</summary>
    public static Duration OfRate(Scenario scenario)
    {
        long slowest = long.MaxValue;
        for (int i = 0; i < scenario.Paths.Count; i++)
        {
            slowest = Math.Min(slowest, Math.Min(Rate(scenario.Paths[i].ToServer), Rate(scenario.Paths[i].ToClient)));
        }

        long bytes = BytesOf(scenario, Side.Client) + BytesOf(scenario, Side.Server);
        return slowest == long.MaxValue ? Duration.Zero : TimeToSend(bytes * scenario.Associations, slowest);
    }

    private static Duration OfProtocol(SctpOptions options) =>
        (options.RtoMax * RoundsOfBackOff) + (options.HeartbeatInterval * 4) + (options.SackDelay * 4);

    // One window, but at least one packet, for each round trip with a delayed SACK.
    private static Duration OfTransfer(Scenario scenario, Side from, Duration roundTrip, long rate)
    {
        SideOptions sender = from == Side.Client ? scenario.Client : scenario.Server;
        SideOptions receiver = from == Side.Client ? scenario.Server : scenario.Client;
        long messages = MessagesOf(scenario, from);
        long bytes = BytesOf(scenario, from) + (messages * ChunkOverhead);
        int mtu = sender.Endpoint.PathMtu ?? 1480;
        long window = Math.Max(mtu / 2, Math.Min(receiver.Endpoint.ReceiveBufferSize, 2 * mtu));
        Duration round = roundTrip + (receiver.Endpoint.SackDelay * SlownessOfClocks(scenario)) + Duration.FromMilliseconds(1);
        Duration byWindow = round * ((bytes / window) + messages + 1);
        Duration byRate = rate == long.MaxValue ? Duration.Zero : TimeToSend(bytes * 2, rate);
        return ((byWindow + byRate) * SafetyFactor) + (sender.Workload.SendInterval * messages);
    }

    private static long MessagesOf(Scenario scenario, Side from)
    {
        if (scenario.Schedule?.Messages is not { } written)
        {
            return (from == Side.Client ? scenario.Client : scenario.Server).Workload.MessageCount;
        }

        return written.Count;
    }

    // Of one association.
    private static long BytesOf(Scenario scenario, Side from)
    {
        WorkloadOptions workload = (from == Side.Client ? scenario.Client : scenario.Server).Workload;
        if (scenario.Schedule?.Messages is not { } written)
        {
            return (long)workload.MessageCount * workload.LargestMessage;
        }

        long bytes = 0;
        for (int i = 0; i < written.Count; i++)
        {
            bytes += written[i].Sender == from ? written[i].Length : 0;
        }

        return bytes;
    }

    // A clock may run at half the rate at least.
    private static int SlownessOfClocks(Scenario scenario)
    {
        for (int i = 0; i < scenario.Faults.Count; i++)
        {
            if (scenario.Faults[i] is ClockSkew { PartsPerMillion: < 0 })
            {
                return 2;
            }
        }

        return 1;
    }

    // A delay that is drawn from a trace is no longer than its longest.
    private static Duration Jitter(LinkOptions link)
    {
        Duration longest = link.Jitter * (link.JitterShape == JitterShape.Uniform ? 1 : 20);
        for (int i = 0; i < link.JitterTrace.Count; i++)
        {
            longest = Duration.Max(longest, link.JitterTrace[i]);
        }

        return longest;
    }

    private static Duration OneWay(LinkOptions link) =>
        link.Delay + Jitter(link)
        + (link.BitsPerSecond == 0 || link.QueueBytes == 0 ? Duration.Zero : TimeToSend(link.QueueBytes, link.BitsPerSecond));

    // In whole milliseconds; more than the longest duration is as good as that.
    private static Duration TimeToSend(long bytes, long bitsPerSecond)
    {
        Int128 milliseconds = (Int128)bytes * 8_000 / bitsPerSecond;
        return milliseconds > Duration.MaxValue.TotalMilliseconds ? Duration.MaxValue : Duration.FromMilliseconds((long)milliseconds);
    }

    private static long Rate(LinkOptions link) => link.BitsPerSecond == 0 ? long.MaxValue : link.BitsPerSecond;
}
