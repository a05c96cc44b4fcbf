using System.Collections.Generic;
using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>How a run ended.</summary>
public enum SimulationOutcome
{
    /// <summary>Everything was delivered, the association ended, and no invariant was violated.</summary>
    Clean,

    /// <summary>An invariant was violated.</summary>
    Violation,

    /// <summary>The core threw an exception.</summary>
    Crash,
}

/// <summary>What one side did.</summary>
public sealed record SideReport
{
    /// <summary>Messages its stack took.</summary>
    public int MessagesSent { get; init; }

    /// <summary>User bytes of them.</summary>
    public long BytesSent { get; init; }

    /// <summary>Messages of it that the other side read.</summary>
    public int MessagesDelivered { get; init; }

    /// <summary>User bytes of them.</summary>
    public long BytesDelivered { get; init; }

    /// <summary>Messages that its stack handed back.</summary>
    public int MessagesFailed { get; init; }

    /// <summary>Messages that were neither, and that nobody owes because a crash may have eaten them.</summary>
    public int MessagesExcused { get; init; }

    /// <summary>How often its host crashed.</summary>
    public int Crashes { get; init; }

    /// <summary>Its state at the end.</summary>
    public AssociationState State { get; init; }

    /// <summary>Why the association was lost, if it was.</summary>
    public LossReason LossReason { get; init; }

    /// <summary>The counters of its association.</summary>
    public AssociationStatistics Statistics { get; init; }

    /// <summary>DATA chunks it sent again, for whatever cause.</summary>
    public long Retransmissions => Statistics.TimeoutRetransmissions + Statistics.FastRetransmissions + Statistics.OtherRetransmissions;
}

/// <summary>What became of the packets of one path.</summary>
/// <param name="ToServer">From client to server.</param>
/// <param name="ToClient">From server to client.</param>
public sealed record PathReport(LinkStatistics ToServer, LinkStatistics ToClient);

/// <summary>What became of one association.</summary>
public sealed record AssociationReport
{
    /// <summary>The side that connected.</summary>
    public SideReport Client { get; init; } = new();

    /// <summary>The side that listened.</summary>
    public SideReport Server { get; init; } = new();

    /// <summary>When it was first up at both sides; the epoch when it never was.</summary>
    public Instant Established { get; init; }

    /// <summary>When its last message was delivered.</summary>
    public Instant LastDelivery { get; init; }
}

/// <summary>What happened in a run.</summary>
public sealed record SimulationReport
{
    /// <summary>The scenario that was run.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>Everything that chance decided; null where it was not recorded (<see cref="SimulationOptions.RecordsSchedule"/>).</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The oracles that it was judged by where they were named (<see cref="SimulationOptions.Oracles"/>); empty for the usual ones.</summary>
    public IReadOnlyList<string> Oracles { get; init; } = [];

    /// <summary>How it ended.</summary>
    public SimulationOutcome Outcome { get; init; }

    /// <summary>The invariants that were violated; the run stops at the event that violated the first.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];

    /// <summary>The exception that the core threw, with its stack trace.</summary>
    public string? Exception { get; init; }

    /// <summary>What tells this failure from others; null for a clean run.</summary>
    public FailureSignature? Signature { get; init; }

    /// <summary>The hash over everything that happened: equal for two runs of one scenario.</summary>
    public string TraceHash { get; init; } = "";

    /// <summary>The virtual time at the end.</summary>
    public Instant EndTime { get; init; }

    /// <summary>When the last message was delivered.</summary>
    public Instant LastDelivery { get; init; }

    /// <summary>Events that happened.</summary>
    public long EventCount { get; init; }

    /// <summary>The packets of each path.</summary>
    public IReadOnlyList<PathReport> Paths { get; init; } = [];

    /// <summary>The packets of all paths.</summary>
    public LinkStatistics Packets { get; init; }

    /// <summary>All associations.</summary>
    public IReadOnlyList<AssociationReport> Associations { get; init; } = [new AssociationReport()];

    /// <summary>When the first association was up at both sides; the epoch when it never was.</summary>
    public Instant Established => Associations[0].Established;

    /// <summary>The side of the first association that connected.</summary>
    public SideReport Client => Associations[0].Client;

    /// <summary>The marks that were reached; null where they were not collected.</summary>
    public MarkSet? Marks { get; init; }

    /// <summary>The side of the first association that listened.</summary>
    public SideReport Server => Associations[0].Server;
}
