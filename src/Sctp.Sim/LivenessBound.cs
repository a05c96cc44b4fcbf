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
        return protocol
            + (slowestRoundTrip * RoundTripsOfSetupAndEnd)
            + OfTransfer(scenario.Client, scenario.Server, slowestRoundTrip, slowestRate)
            + OfTransfer(scenario.Server, scenario.Client, slowestRoundTrip, slowestRate);
    }

    private static Duration OfProtocol(SctpOptions options) =>
        (options.RtoMax * RoundsOfBackOff) + (options.HeartbeatInterval * 4) + (options.SackDelay * 4);

    // One window, but at least one packet, for each round trip with a delayed SACK.
    private static Duration OfTransfer(SideOptions sender, SideOptions receiver, Duration roundTrip, long rate)
    {
        long bytes = (long)sender.Workload.MessageCount * (sender.Workload.LargestMessage + 64);
        int mtu = sender.Endpoint.PathMtu ?? 1480;
        long window = Math.Max(mtu / 2, Math.Min(receiver.Endpoint.ReceiveBufferSize, 2 * mtu));
        Duration round = roundTrip + receiver.Endpoint.SackDelay + Duration.FromMilliseconds(1);
        Duration byWindow = round * ((bytes / window) + sender.Workload.MessageCount + 1);
        Duration byRate = rate == long.MaxValue ? Duration.Zero : Duration.FromMilliseconds(bytes * 16_000 / rate);
        return ((byWindow + byRate) * SafetyFactor) + (sender.Workload.SendInterval * sender.Workload.MessageCount);
    }

    private static Duration OneWay(LinkOptions link) =>
        link.Delay + (link.Jitter * (link.JitterShape == JitterShape.Uniform ? 1 : 20))
        + (link.BitsPerSecond == 0 || link.QueueBytes == 0 ? Duration.Zero : Duration.FromMilliseconds(link.QueueBytes * 8_000L / link.BitsPerSecond));

    private static long Rate(LinkOptions link) => link.BitsPerSecond == 0 ? long.MaxValue : link.BitsPerSecond;
}
