using System;

namespace Sctp.Sim.Associations;

/// <summary>
/// The SCTP stack of a node as the simulator uses it: one endpoint with an association for each peer. A peer is named by the number of its host.
/// Besides <see cref="EndpointStack"/> the tests have stacks that misbehave on purpose, to show that each oracle sees it.
/// </summary>
internal interface ISctpStack
{
    /// <summary>All associations, also those that are not under test.</summary>
    int AssociationCount { get; }

    long PooledBytesInUse { get; }

    Instant? NextTimeout { get; }

    /// <summary>How many MACs of State Cookies were computed; 0 where the stack does not tell.</summary>
    long CookieMacCount => 0;

    /// <summary>The association with a peer: always the same object, whether or not the association exists yet.</summary>
    IAssociationStack GetAssociation(int peer);

    void Listen();

    void Connect(int peer, ReadOnlySpan<SctpAddress> remotes, ushort remotePort, Instant now);

    /// <summary>Lets the next association that a peer sets up be the one under test, in the place of one that has ended.</summary>
    void Reopen(int peer);

    /// <summary>Takes no association with a peer for the one under test: the user has done with it. What the peer sets up is shut down at once.</summary>
    void Refuse(int peer);

    void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now);

    void ReceiveIcmp(in IcmpMessage message, Instant now);

    void RotateCookieKey(Instant now);

    void Advance(Instant now);

    bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit);

    /// <summary>The next event of an association under test, and the peer whose association it is.</summary>
    bool TryGetEvent(Instant now, out int peer, out SctpEvent e);
}
