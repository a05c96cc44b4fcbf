using System;

namespace Sctp.Sim.Associations.Oracles;

/// <summary>The diagram of RFC 9260 section 4: which state follows which, and what must have come in for it.</summary>
internal static class StateEdges
{
    private const ulong NoPacket = 1UL << 63;
    private const ulong Up = CookieAck | CookieEcho | Sack;
    private const ulong InitAck = 1UL << WireChunk.InitAck;
    private const ulong Sack = 1UL << WireChunk.Sack;
    private const ulong Abort = 1UL << WireChunk.Abort;
    private const ulong Shutdown = 1UL << WireChunk.Shutdown;
    private const ulong ShutdownAck = 1UL << WireChunk.ShutdownAck;
    private const ulong Error = 1UL << WireChunk.Error;
    private const ulong CookieEcho = 1UL << WireChunk.CookieEcho;
    private const ulong CookieAck = 1UL << WireChunk.CookieAck;
    private const ulong ShutdownComplete = 1UL << WireChunk.ShutdownComplete;

    private static readonly Edge[] Edges =
    [
        new(AssociationState.Closed, AssociationState.CookieWait, NoPacket), // ASSOCIATE
        new(AssociationState.Closed, AssociationState.Established, CookieEcho),
        new(AssociationState.CookieWait, AssociationState.CookieEchoed, InitAck),
        new(AssociationState.CookieWait, AssociationState.Established, CookieEcho), // 5.2.4 action B
        new(AssociationState.CookieWait, AssociationState.Closed, NoPacket | Abort), // T1-init, ABORT primitive
        new(AssociationState.CookieEchoed, AssociationState.Established, CookieAck | CookieEcho | Sack), // a SACK where only COOKIE ACK was lost
        new(AssociationState.CookieEchoed, AssociationState.CookieWait, Error), // Stale Cookie, 5.2.6
        new(AssociationState.CookieEchoed, AssociationState.Closed, NoPacket | Abort | Error), // T1-cookie, or one stale cookie too many
        new(AssociationState.Established, AssociationState.ShutdownPending, NoPacket | Up), // SHUTDOWN primitive, called now or before the association was up
        new(AssociationState.Established, AssociationState.ShutdownReceived, Shutdown),
        new(AssociationState.Established, AssociationState.Closed, NoPacket | Abort),
        new(AssociationState.ShutdownPending, AssociationState.ShutdownSent, NoPacket | Up), // no more outstanding
        new(AssociationState.ShutdownPending, AssociationState.ShutdownReceived, Shutdown),
        new(AssociationState.ShutdownPending, AssociationState.Closed, NoPacket | Abort),
        new(AssociationState.ShutdownReceived, AssociationState.ShutdownAckSent, NoPacket | Shutdown | Sack), // no more outstanding
        new(AssociationState.ShutdownReceived, AssociationState.Closed, NoPacket | Abort),
        new(AssociationState.ShutdownSent, AssociationState.ShutdownAckSent, Shutdown), // 9.2, SHUTDOWN chunks that cross
        new(AssociationState.ShutdownSent, AssociationState.Closed, NoPacket | Abort | ShutdownAck),
        new(AssociationState.ShutdownAckSent, AssociationState.Closed, NoPacket | Abort | ShutdownAck | ShutdownComplete),
    ];

    /// <summary>Whether one input can lead from one state to another, by one edge or several.</summary>
    /// <param name="from">The state before.</param>
    /// <param name="to">The state after.</param>
    /// <param name="isPacket">Whether the input was a packet.</param>
    /// <param name="receivedTypes">A bit for each chunk type of the packet, where it counts.</param>
    /// <param name="isRestart">Whether it holds a COOKIE ECHO that means a restart of the peer (5.2.4 action A).</param>
    public static bool IsLegal(AssociationState from, AssociationState to, bool isPacket, ulong receivedTypes, bool isRestart)
    {
        ulong triggers = isPacket ? receivedTypes : NoPacket;
        uint reached = 1u << (int)from;
        if (isRestart && from != AssociationState.ShutdownAckSent)
        {
            reached |= 1u << (int)AssociationState.Established;
        }

        uint before;
        do
        {
            before = reached;
            foreach (ref readonly Edge edge in Edges.AsSpan())
            {
                if ((reached & (1u << (int)edge.From)) != 0 && (triggers & edge.Triggers) != 0)
                {
                    reached |= 1u << (int)edge.To;
                }
            }
        }
        while (reached != before);
        return (reached & (1u << (int)to)) != 0;
    }

    private readonly record struct Edge(AssociationState From, AssociationState To, ulong Triggers);
}
