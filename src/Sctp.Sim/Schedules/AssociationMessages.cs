using System.Collections.Generic;

namespace Sctp.Sim;

/// <summary>The messages of both sides of one association, each in the order in which its application sends them.</summary>
public sealed record AssociationMessages
{
    /// <summary>What the client sends.</summary>
    public IReadOnlyList<PlannedSend> Client { get; init; } = [];

    /// <summary>What the server sends.</summary>
    public IReadOnlyList<PlannedSend> Server { get; init; } = [];
}

/// <summary>One message of a schedule.</summary>
/// <param name="Id">Its number, which decides its content; unlike any other of the same side.</param>
/// <param name="Length">Its length in bytes, 1 to 65,536.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="IsUnordered">Whether it may overtake others of its stream.</param>
public sealed record PlannedSend(int Id, int Length, int Stream, bool IsUnordered);
