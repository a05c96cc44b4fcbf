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

/// <summary>One path between client and server: a link for each direction.</summary>
/// <param name="ToServer">From client to server.</param>
/// <param name="ToClient">From server to client.</param>
public sealed record PathOptions(LinkOptions ToServer, LinkOptions ToClient);

/// <summary>What the application of one side does.</summary>
public sealed record WorkloadOptions
{
    /// <summary>The greatest <see cref="MessageCount"/>.</summary>
    public const int MostMessages = 1_000_000;

    /// <summary>The greatest <see cref="LargestMessage"/>.</summary>
    internal const int MostMessageLength = 64 * 1024;

    /// <summary>How many messages it sends, 0 to 1,000,000.</summary>
    public int MessageCount { get; init; } = 100;

    /// <summary>The largest message in bytes, 1 to 65,536. Sizes are drawn with a bias to 1 byte, to this and to what fills a packet.</summary>
    public int LargestMessage { get; init; } = MostMessageLength;

    /// <summary>How many streams it uses.</summary>
    public int StreamCount { get; init; } = 4;

    /// <summary>The share of unordered messages in millionths.</summary>
    public int UnorderedPerMillion { get; init; } = 250_000;

    /// <summary>The time between two bursts of messages; zero sends whenever the send buffer has room; else at least a microsecond.</summary>
    public Duration SendInterval { get; init; }

    /// <summary>How many messages it sends at once where <see cref="SendInterval"/> is set.</summary>
    public int SendBurst { get; init; } = 1;

    /// <summary>The time between two reads of a slow reader; zero reads at once; else at least a microsecond.</summary>
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

    /// <summary>
    /// How many of the peer's addresses its user names when it connects, the first ones; 0 for all. The others it learns from the peer, and they are unconfirmed at first
    /// (RFC 9260 section 5.4). 0 to 8.
    /// </summary>
    public int NamedAddresses { get; init; }

    /// <summary>The initial TSN; null draws one.</summary>
    public uint? InitialTsn { get; init; }

    /// <summary>How it breaks the protocol; null where it keeps to it.</summary>
    public PeerBehavior? Behavior { get; init; }

    /// <summary>The longest message that it can send, in bytes.</summary>
    internal int LongestMessage => Math.Min(WorkloadOptions.MostMessageLength, Math.Min(Endpoint.SendBufferSize, Endpoint.MaxMessageSize));
}

/// <summary>Everything that decides how a run goes. It is data: it can be generated from a seed, varied, and run again with the same result.</summary>
public sealed record Scenario
{
    /// <summary>The most associations a scenario may have.</summary>
    public const int MostAssociations = 8;

    private const int MostPaths = 8;

    /// <summary>More links than this no scenario has: one for each direction between any two addresses of the two sides.</summary>
    internal const int MostLinks = MostAssociations * MostPaths * MostPaths * 2;

    /// <summary>The seed of all random decisions.</summary>
    public ulong Seed { get; init; }

    /// <summary>Where the scenario comes from: the name of the profile it was drawn by, or of what it shows.</summary>
    public string Profile { get; init; } = "";

    /// <summary>How many associations there are, 1 to <see cref="MostAssociations"/>: each has a client host of its own, and all have one server.</summary>
    public int Associations { get; init; } = 1;

    /// <summary>The paths: each host has one address for each.</summary>
    public IReadOnlyList<PathOptions> Paths { get; init; } = [new PathOptions(LinkOptions.Perfect, LinkOptions.Perfect)];

    /// <summary>Whether SCTP packets are carried in UDP (RFC 6951), so that addresses have UDP ports.</summary>
    public bool UdpEncapsulation { get; init; }

    /// <summary>What befalls paths and hosts, all over by <see cref="HealAfter"/>.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>When all faults stop and all applications read at once. From then on progress is owed.</summary>
    public Duration HealAfter { get; init; } = Duration.FromSeconds(30);

    /// <summary>How each association is set up.</summary>
    public Opening Opening { get; init; }

    /// <summary>How each is ended.</summary>
    public EndingOptions Ending { get; init; } = new();

    /// <summary>The side that connects.</summary>
    public SideOptions Client { get; init; } = new();

    /// <summary>The side that listens.</summary>
    public SideOptions Server { get; init; } = new();

    /// <summary>Somebody who is neither side; null for nobody.</summary>
    public AttackerOptions? Attacker { get; init; }

    /// <summary>The places where something rare is made common.</summary>
    public IReadOnlyList<BuggifySite> Buggify { get; init; } = [];

    /// <summary>What happens, where it is written down instead of drawn; null draws everything.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>A bug that is planted in the stacks, as a drill; null for none.</summary>
    public PlantedBug? PlantedBug { get; init; }

    /// <summary>The names of the profiles that scenarios can be drawn by, with their versions.</summary>
    public static IReadOnlyList<string> Profiles => ScenarioGenerator.Names;

    /// <summary>The scenario of a seed by the profile "swarm": which knobs are turned, and how far, is drawn.</summary>
    public static Scenario Generate(ulong seed) => ScenarioGenerator.Generate(seed);

    /// <summary>The scenario of a seed by a profile.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="profile">The name of one of <see cref="Profiles"/>, with or without its version.</param>
    /// <exception cref="ArgumentException">There is no such profile.</exception>
    public static Scenario Generate(ulong seed, string profile) => ScenarioGenerator.Generate(seed, profile);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is outside its range or does not fit another.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfZero(Paths.Count, nameof(Paths));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Paths.Count, MostPaths, nameof(Paths));
        for (int i = 0; i < Paths.Count; i++)
        {
            Paths[i].ToServer.Validate();
            Paths[i].ToClient.Validate();
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Associations, 1, nameof(Associations));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Associations, MostAssociations, nameof(Associations));
        for (int i = 0; i < Faults.Count; i++)
        {
            Faults[i].Validate(this);
        }

        Ending.Validate(this);
        Attacker?.Validate(this);
        Validate(Client);
        Validate(Server);
        Schedule?.Validate(this);
    }

    internal static void Validate(SideOptions side)
    {
        side.Endpoint.Validate();
        side.Behavior?.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(side.NamedAddresses, nameof(side.NamedAddresses));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(side.NamedAddresses, MostPaths, nameof(side.NamedAddresses));
        WorkloadOptions workload = side.Workload;
        ArgumentOutOfRangeException.ThrowIfNegative(workload.MessageCount, nameof(workload.MessageCount));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workload.MessageCount, WorkloadOptions.MostMessages, nameof(workload.MessageCount));
        ArgumentOutOfRangeException.ThrowIfLessThan(workload.LargestMessage, 1, nameof(workload.LargestMessage));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workload.LargestMessage, WorkloadOptions.MostMessageLength, nameof(workload.LargestMessage));
        PerMillion.Check(workload.UnorderedPerMillion, nameof(workload.UnorderedPerMillion));
        CheckInterval(workload.SendInterval, nameof(workload.SendInterval));
        CheckInterval(workload.ReadInterval, nameof(workload.ReadInterval));
        ArgumentOutOfRangeException.ThrowIfLessThan(workload.StreamCount, 1, nameof(workload.StreamCount));
        ArgumentOutOfRangeException.ThrowIfLessThan(workload.SendBurst, 1, nameof(workload.SendBurst));
        ArgumentOutOfRangeException.ThrowIfLessThan(workload.ReadBurst, 1, nameof(workload.ReadBurst));
        if (workload.LargestMessage > side.LongestMessage)
        {
            throw new ArgumentException("The largest message does not fit both the send buffer and MaxMessageSize.", nameof(side));
        }
    }

    // Between two events of an application some time must go by.
    private static void CheckInterval(Duration interval, string name)
    {
        if (interval != Duration.Zero)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(interval, Duration.FromMicroseconds(1), name);
        }
    }
}
