using System;
using System.Collections.Generic;
using Sctp.Sim;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation.Metamorphic;

/// <summary>
/// What becomes of every packet of a run, one line each, with TSNs counted from where their side begins, so that two runs can be compared that should differ
/// in those only.
/// </summary>
internal sealed class NormalisedTrace(EventLoop loop, List<string> lines) : INetworkObserver
{
    private readonly PacketContent _content = new();
    private readonly char[] _name = new char[PacketContent.MaxLength];

    /// <summary>The trace of a scenario's run.</summary>
    public static List<string> Of(Scenario scenario)
    {
        List<string> lines = [];
        var options = new SimulationOptions { NetworkObserverFactories = [loop => new NormalisedTrace(loop, lines)] };
        SimulationReport report = SimulationRun.Run(scenario, options);
        Assert.True(report.Outcome == SimulationOutcome.Clean, OracleTests.Describe(report));
        lines.Add($"{report.EndTime} {report.Client.MessagesDelivered} {report.Server.MessagesDelivered}");
        return lines;
    }

    /// <summary>The trace as the two sides' mirror would have it: each host in the place of the other.</summary>
    public static List<string> MirrorOf(Scenario scenario)
    {
        List<string> lines = Of(scenario);
        for (int i = 0; i < lines.Count; i++)
        {
            lines[i] = lines[i].Replace(" 0>", " X>", StringComparison.Ordinal).Replace(" 1>", " 0>", StringComparison.Ordinal).Replace(" X>", " 1>", StringComparison.Ordinal);
        }

        return lines;
    }

    public void OnSent(Link link, in PacketFate fate, ReadOnlySpan<byte> packet)
    {
        int length = _content.Name(link.From.Host, link.To.Host, packet, _name);
        lines.Add(FormattableString.Invariant($"{loop.Now} {link.From.Host}> path {link.To.Index} #{fate.Ordinal} {new string(_name, 0, length)} {packet.Length}"));
    }

    public void OnDropped(Link link, in PacketFate fate, DropReason reason, ReadOnlySpan<byte> packet) =>
        lines.Add(FormattableString.Invariant($"{loop.Now} {link.From.Host}> #{fate.Ordinal} {reason}"));

    public void OnDelivered(Link link, in Arrival arrival, ReadOnlySpan<byte> packet) =>
        lines.Add(FormattableString.Invariant($"{loop.Now} {link.From.Host}> #{arrival.Ordinal} arrives"));
}
