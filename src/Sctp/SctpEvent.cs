using System;
using Sctp.Wire;

namespace Sctp;

/// <summary>What happened (RFC 9260 section 11.2, RFC 6458 section 6.1).</summary>
public enum SctpEventKind
{
    /// <summary>No event.</summary>
    None,

    /// <summary>COMMUNICATION UP: the association is established. On a listening endpoint this is where the new association appears.</summary>
    CommunicationUp,

    /// <summary>RESTART: the peer restarted; streams and sequence numbers began anew.</summary>
    Restarted,

    /// <summary>COMMUNICATION LOST: the association ended otherwise than by a graceful shutdown, or could not be set up. See <see cref="SctpEvent.LossReason"/>.</summary>
    CommunicationLost,

    /// <summary>The peer began a graceful shutdown: no more messages can be sent.</summary>
    ShutdownReceived,

    /// <summary>SHUTDOWN COMPLETE: the graceful shutdown is done.</summary>
    ShutdownComplete,

    /// <summary>DATA ARRIVE: <see cref="SctpAssociation.TryReceive"/> has something. Given once until the messages were read.</summary>
    DataArrived,

    /// <summary>The peer used an inbound stream for the first time.</summary>
    StreamFirstUsed,

    /// <summary>SEND FAILURE: a message could not be delivered. The event hands it back.</summary>
    SendFailed,

    /// <summary>Everything that was queued has been acknowledged.</summary>
    SenderDry,

    /// <summary>After <see cref="SendResult.BufferFull"/>: the send buffer has room again.</summary>
    SendBufferDrained,

    /// <summary>NETWORK STATUS CHANGE: a path became active, inactive or confirmed.</summary>
    PathStateChanged,

    /// <summary>COMMUNICATION ERROR: the peer reported an error cause in an ERROR chunk.</summary>
    RemoteError,

    /// <summary>Events that only inform were dropped because the queue was full; <see cref="SctpEvent.Count"/> tells how many.</summary>
    EventsDropped,
}

/// <summary>Why an association was lost.</summary>
public enum LossReason
{
    /// <summary>Not lost.</summary>
    None,

    /// <summary>The association could not be set up within Max.Init.Retransmits (RFC 9260 section 4).</summary>
    SetupTimeout,

    /// <summary>The peer sent ABORT; <see cref="SctpEvent.Cause"/> holds the first cause.</summary>
    PeerAborted,

    /// <summary>The local user aborted.</summary>
    LocalAbort,

    /// <summary>The peer did not answer: Association.Max.Retrans was exceeded (RFC 9260 section 8.1).</summary>
    PeerUnreachable,

    /// <summary>The peer violated the protocol and an ABORT was sent; <see cref="SctpEvent.Cause"/> holds its cause.</summary>
    ProtocolViolation,

    /// <summary>T5-shutdown-guard expired (RFC 9260 section 9.2).</summary>
    ShutdownGuardExpired,

    /// <summary>ICMP Protocol Unreachable with the right tag (RFC 9260 section 10, ICMP8).</summary>
    ProtocolUnreachable,

    /// <summary>The cookie was stale more often than it was worth trying again (RFC 9260 section 5.2.6).</summary>
    StaleCookie,

    /// <summary>The endpoint was closed by its host.</summary>
    EndpointClosed,
}

/// <summary>Whether user data can be sent on a path (RFC 9260 section 8.2).</summary>
public enum PathState
{
    /// <summary>Not yet confirmed by a HEARTBEAT (RFC 9260 section 5.4).</summary>
    Unconfirmed,

    /// <summary>In use or ready to be used.</summary>
    Active,

    /// <summary>More errors in a row than Path.Max.Retrans.</summary>
    Inactive,
}

/// <summary>Why a message was not delivered.</summary>
public enum SendFailureReason
{
    /// <summary>Not failed.</summary>
    None,

    /// <summary>The association ended.</summary>
    AssociationEnded,

    /// <summary>The lifetime ended before the first transmission.</summary>
    LifetimeExpired,

    /// <summary>The peer accepts fewer streams than the message's stream identifier needs.</summary>
    InvalidStream,

    /// <summary>The peer restarted.</summary>
    PeerRestarted,
}

/// <summary>One event of an endpoint. Which members hold something depends on <see cref="Kind"/>.</summary>
public readonly record struct SctpEvent
{
    /// <summary>What happened.</summary>
    public SctpEventKind Kind { get; init; }

    /// <summary>The association it happened to; null only for <see cref="SctpEventKind.EventsDropped"/>.</summary>
    public SctpAssociation? Association { get; init; }

    /// <summary><see cref="SctpEventKind.CommunicationLost"/>: why.</summary>
    public LossReason LossReason { get; init; }

    /// <summary><see cref="SctpEventKind.CommunicationLost"/>, <see cref="SctpEventKind.RemoteError"/>: the error cause code, 0 for none.</summary>
    public ErrorCauseCode Cause { get; init; }

    /// <summary>
    /// <see cref="SctpEventKind.CommunicationLost"/>, <see cref="SctpEventKind.RemoteError"/>: the information of the cause, for example the Upper
    /// Layer Abort Reason, at most 512 bytes of it.
    /// </summary>
    public ReadOnlyMemory<byte> CauseInformation { get; init; }

    /// <summary><see cref="SctpEventKind.PathStateChanged"/>: the peer address.</summary>
    public SctpAddress Address { get; init; }

    /// <summary><see cref="SctpEventKind.PathStateChanged"/>: the new state.</summary>
    public PathState PathState { get; init; }

    /// <summary><see cref="SctpEventKind.StreamFirstUsed"/>, <see cref="SctpEventKind.SendFailed"/>: the stream.</summary>
    public ushort StreamId { get; init; }

    /// <summary><see cref="SctpEventKind.CommunicationUp"/>, <see cref="SctpEventKind.Restarted"/>: the number of outbound streams.</summary>
    public int OutboundStreams { get; init; }

    /// <summary><see cref="SctpEventKind.CommunicationUp"/>, <see cref="SctpEventKind.Restarted"/>: the number of inbound streams.</summary>
    public int InboundStreams { get; init; }

    /// <summary><see cref="SctpEventKind.SendFailed"/>: why.</summary>
    public SendFailureReason SendFailureReason { get; init; }

    /// <summary><see cref="SctpEventKind.SendFailed"/>: whether any part of the message was sent (mode "unacked") or none (mode "unsent").</summary>
    public bool WasSent { get; init; }

    /// <summary><see cref="SctpEventKind.SendFailed"/>: <see cref="SendOptions.Context"/> of the message.</summary>
    public ulong Context { get; init; }

    /// <summary><see cref="SctpEventKind.SendFailed"/>: the whole message as it was queued. Dispose it when done.</summary>
    public SctpMessage Message { get; init; }

    /// <summary><see cref="SctpEventKind.EventsDropped"/>: how many events were dropped.</summary>
    public long Count { get; init; }
}
