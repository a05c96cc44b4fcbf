using System.Collections.Generic;

namespace Sctp.Scripts.Stack;

/// <summary>A socket in the one-to-one style of RFC 6458: unbound, listening, or with its association.</summary>
internal sealed class Descriptor
{
    public Descriptor(SctpOptions options) => Options = options;

    /// <summary>What the socket's options amount to; inherited by accepted sockets.</summary>
    public SctpOptions Options { get; set; }

    /// <summary>The bound port, 0 for none.</summary>
    public ushort Port { get; set; }

    public SctpEndpoint? Endpoint { get; set; }

    public bool IsListening { get; set; }

    /// <summary>Associations that completed their handshake and were not accepted yet.</summary>
    public Queue<Descriptor> Backlog { get; } = new();

    public SctpAssociation? Association { get; set; }

    /// <summary>Whether the program gave the descriptor back: nobody reads any more.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Whether no more can be sent: shutdown() here or SHUTDOWN from the peer.</summary>
    public bool IsShutdown { get; set; }

    /// <summary>Whether the association is over.</summary>
    public bool IsEnded { get; set; }

    /// <summary>Why it is over; null for a graceful shutdown.</summary>
    public string? LossError { get; set; }

    /// <summary>Whether it is over gracefully.</summary>
    public bool IsGraceful { get; set; }

    /// <summary>What SO_ERROR gives next.</summary>
    public string? PendingError { get; set; }

    public PendingMessage Unread { get; } = new();
}
