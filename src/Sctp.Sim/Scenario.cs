using System;
using System.Collections.Generic;
using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>How the association is set up.</summary>
public enum Opening
{
    /// <summary>The client sends INIT; the server listens.</summary>
    ClientConnects,

    /// <summary>Both sides send INIT at the same time (RFC 9260 section 5.2.1).</summary>
    BothConnect,
}

/// <summary>How the association is ended.</summary>
public enum Ending
{
    /// <summary>The client asks for a graceful shutdown.</summary>
    ClientShutdown,

    /// <summary>The server asks for a graceful shutdown.</summary>
    ServerShutdown,

    /// <summary>Both ask for it, so that SHUTDOWN chunks may cross (RFC 9260 section 9.2).</summary>
    BothShutdown,

    /// <summary>The client aborts.</summary>
    ClientAbort,

    /// <summary>The server aborts.</summary>
    ServerAbort,
}

/// <summary>A time during which a path carries nothing.</summary>
/// <param name="Path">The path.</param>
/// <param name="Start">When it fails, from the start of the run.</param>
/// <param name="End">When it works again.</param>
/// <param name="ToServer">Whether packets to the server are lost.</param>
/// <param name="ToClient">Whether packets to the client are lost.</param>
public sealed record Outage(int Path, Duration Start, Duration End, bool ToServer, bool ToClient);

/// <summary>One path between client and server: a link for each direction.</summary>
/// <param name="ToServer">From client to server.</param>
/// <param name="ToClient">From server to client.</param>
public sealed record PathOptions(LinkOptions ToServer, LinkOptions ToClient);

/// <summary>What the application of one side does.</summary>
public sealed record WorkloadOptions
{
    /// <summary>How many messages it sends.</summary>
    public int MessageCount { get; init; } = 100;

    /// <summary>The largest message in bytes, 1 to 65,536. Sizes are drawn with a bias to 1 byte, to this and to what fills a packet.</summary>
    public int LargestMessage { get; init; } = 64 * 1024;

    /// <summary>How many streams it uses.</summary>
    public int StreamCount { get; init; } = 4;

    /// <summary>The share of unordered messages in millionths.</summary>
    public int UnorderedPerMillion { get; init; } = 250_000;

    /// <summary>The time between two bursts of messages; zero sends whenever the send buffer has room.</summary>
    public Duration SendInterval { get; init; }

    /// <summary>How many messages it sends at once where <see cref="SendInterval"/> is set.</summary>
    public int SendBurst { get; init; } = 1;

    /// <summary>The time between two reads of a slow reader; zero reads at once.</summary>
    public Duration ReadInterval { get; init; }

    /// <summary>How many messages a slow reader reads at once.</summary>
    public int ReadBurst { get; init; } = 1;

    /// <summary>Whether it queues messages before the association is established.</summary>
    public bool SendsBeforeEstablished { get; init; }
}

/// <summary>One of the two sides.</summary>
public sealed record SideOptions
{
    /// <summary>The options of its endpoint. Port and local addresses are set by the run.</summary>
    public SctpOptions Endpoint { get; init; } = new();

    /// <summary>What its application does.</summary>
    public WorkloadOptions Workload { get; init; } = new();

    /// <summary>The initial TSN; null draws one.</summary>
    public uint? InitialTsn { get; init; }
}

/// <summary>Everything that decides how a run goes. It is data: it can be generated from a seed, varied, and run again with the same result.</summary>
public sealed record Scenario
{
    /// <summary>The seed of all random decisions.</summary>
    public ulong Seed { get; init; }

    /// <summary>The paths: each side has one address for each.</summary>
    public IReadOnlyList<PathOptions> Paths { get; init; } = [new PathOptions(LinkOptions.Perfect, LinkOptions.Perfect)];

    /// <summary>The path failures, all over by <see cref="HealAfter"/>.</summary>
    public IReadOnlyList<Outage> Outages { get; init; } = [];

    /// <summary>When all faults stop and all applications read at once. From then on progress is owed.</summary>
    public Duration HealAfter { get; init; } = Duration.FromSeconds(30);

    /// <summary>How the association is set up.</summary>
    public Opening Opening { get; init; }

    /// <summary>How it is ended.</summary>
    public Ending Ending { get; init; }

    /// <summary>Whether the end begins as soon as the ending side has queued its own messages; else once both sides have.</summary>
    public bool EndsEarly { get; init; }

    /// <summary>The side that connects.</summary>
    public SideOptions Client { get; init; } = new();

    /// <summary>The side that listens.</summary>
    public SideOptions Server { get; init; } = new();

    /// <summary>The scenario of a seed: which knobs are turned, and how far, is drawn.</summary>
    public static Scenario Generate(ulong seed) => new ScenarioGenerator(seed).Generate();

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is outside its range or does not fit another.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfZero(Paths.Count, nameof(Paths));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Paths.Count, 8, nameof(Paths));
        for (int i = 0; i < Paths.Count; i++)
        {
            Paths[i].ToServer.Validate();
            Paths[i].ToClient.Validate();
        }

        for (int i = 0; i < Outages.Count; i++)
        {
            Outage outage = Outages[i];
            if (outage.Path < 0 || outage.Path >= Paths.Count || outage.Start < Duration.Zero || outage.End < outage.Start || outage.End > HealAfter)
            {
                throw new ArgumentException($"{outage} does not lie on a path and before {nameof(HealAfter)} ({HealAfter}).", nameof(Outages));
            }
        }

        Validate(Client);
        Validate(Server);
    }

    private static void Validate(SideOptions side)
    {
        side.Endpoint.Validate();
        WorkloadOptions workload = side.Workload;
        ArgumentOutOfRangeException.ThrowIfNegative(workload.MessageCount, nameof(workload.MessageCount));
        ArgumentOutOfRangeException.ThrowIfLessThan(workload.LargestMessage, 1, nameof(workload.LargestMessage));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workload.LargestMessage, 64 * 1024, nameof(workload.LargestMessage));
        ArgumentOutOfRangeException.ThrowIfLessThan(workload.StreamCount, 1, nameof(workload.StreamCount));
        ArgumentOutOfRangeException.ThrowIfLessThan(workload.SendBurst, 1, nameof(workload.SendBurst));
        ArgumentOutOfRangeException.ThrowIfLessThan(workload.ReadBurst, 1, nameof(workload.ReadBurst));
        if (workload.LargestMessage > Math.Min(side.Endpoint.SendBufferSize, side.Endpoint.MaxMessageSize))
        {
            throw new ArgumentException("The largest message fits neither the send buffer nor MaxMessageSize.", nameof(side));
        }
    }
}
