using System;

namespace Sctp.Sim.Associations;

/// <summary>One association of a stack, as applications use it and oracles see it.</summary>
internal interface IAssociationStack
{
    /// <summary>The state; <see cref="AssociationState.Closed"/> before the association exists.</summary>
    AssociationState State { get; }

    /// <summary>Whether data was thrown away that an association received which only old packets had set up.</summary>
    bool HasDiscardedData { get; }

    /// <summary>Whether such an association came up, and was shut down at once.</summary>
    bool HasDiscarded => HasDiscardedData;

    int PathCount { get; }

    /// <summary>What the association counted so far, at its place: it goes on counting.</summary>
    ref readonly AssociationStatistics Statistics { get; }

    AssociationStatus Status { get; }

    PathStatus GetPath(int index);

    /// <summary>The peer's address of a path, for those who need nothing else of it.</summary>
    SctpAddress AddressOf(int path) => GetPath(path).Address;

    SendResult Send(ReadOnlySpan<byte> payload, in SendOptions options, Instant now);

    bool TryReceive(out SctpMessage message);

    void Shutdown(Instant now);

    void Abort(Instant now);

    /// <summary>Lets the association compare what it counted with what it recomputes.</summary>
    bool TryCheckInvariants(out string violation);

    /// <summary>The association itself, where the stack is this project's own; for what only a user of it can ask, such as a heartbeat on demand.</summary>
    SctpAssociation? Core { get; }
}
