using System;
using Sctp.Sim;
using Sctp.Sim.Network;

namespace Sctp.Cli.Simulation;

/// <summary>What many runs add up to.</summary>
internal sealed class RunTotals
{
    public long Runs { get; private set; }

    public LinkStatistics Packets { get; private set; }

    public long Messages { get; private set; }

    public long Bytes { get; private set; }

    public long Retransmissions { get; private set; }

    public TimeSpan VirtualTime { get; private set; }

    public void Add(SimulationReport report)
    {
        Runs++;
        Packets = LinkStatistics.Add(Packets, report.Packets);
        Messages += report.Client.MessagesDelivered + report.Server.MessagesDelivered;
        Bytes += report.Client.BytesDelivered + report.Server.BytesDelivered;
        Retransmissions += report.Client.Retransmissions + report.Server.Retransmissions;
        VirtualTime += (report.EndTime - Instant.Epoch).ToTimeSpan();
    }
}
