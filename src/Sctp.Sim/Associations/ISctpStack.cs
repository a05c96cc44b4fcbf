using System;

namespace Sctp.Sim.Associations;

/// <summary>
/// The SCTP stack of a node and the one association under test, as the simulator uses them. Besides <see cref="EndpointStack"/> the tests have stacks
/// that misbehave on purpose, to show that each oracle sees it.
/// </summary>
internal interface ISctpStack
{
    /// <summary>The state of the association under test; <see cref="AssociationState.Closed"/> before it exists.</summary>
    AssociationState State { get; }

    /// <summary>All associations, also those that are not under test.</summary>
    int AssociationCount { get; }

    long PooledBytesInUse { get; }

    /// <summary>Whether data was thrown away that an association received which only old packets had set up.</summary>
    bool HasDiscardedData => false;

    Instant? NextTimeout { get; }

    int PathCount { get; }

    AssociationStatistics Statistics { get; }

    void Listen();

    void Connect(ReadOnlySpan<SctpAddress> remotes, ushort remotePort, Instant now);

    void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now);

    void ReceivePacketTooBig(in SctpAddress remote, int mtu, ReadOnlySpan<byte> quotedPacket, Instant now);

    void Advance(Instant now);

    bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit);

    /// <summary>The next event of the association under test.</summary>
    bool TryGetEvent(Instant now, out SctpEvent e);

    SendResult Send(ReadOnlySpan<byte> payload, in SendOptions options, Instant now);

    bool TryReceive(out SctpMessage message);

    void Shutdown(Instant now);

    void Abort(Instant now);

    PathStatus GetPath(int index);

    /// <summary>Lets the association compare what it counted with what it recomputes.</summary>
    bool TryCheckInvariants(out string violation);
}
