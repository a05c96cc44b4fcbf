using System;
using Sctp.Associations;
using Sctp.Paths;
using Sctp.Receiving;
using Sctp.Sending;
using Sctp.Setup;
using Sctp.Teardown;
using Sctp.Wire;

namespace Sctp;

/// <summary>
/// One association (RFC 9260 section 1.3). It is made by <see cref="SctpEndpoint.Connect(SctpAddress, ushort, Instant)"/>, by
/// <see cref="SctpEndpoint.ConnectPassive"/>, or by a listening endpoint, which announces it in <see cref="SctpEventKind.CommunicationUp"/>. Like its
/// endpoint it belongs to one thread at a time.
/// </summary>
public sealed partial class SctpAssociation
{
    internal SctpAssociation(SctpEndpoint endpoint, ulong id, SctpOptions options, ushort remotePort)
    {
        Endpoint = endpoint;
        Id = id;
        RemotePort = remotePort;
        Context = new AssociationContext(this, options, endpoint.Events, endpoint.Pool);
        Sender = new DataSender(Context);
        Receiver = new DataReceiver(Context);
        Failure = new FailureDetection(Context);
        Heartbeats = new HeartbeatMonitor(Context, Failure, endpoint.Entropy);
        Replies = new ReplyQueue(endpoint.Pool);
        Handshake = new Handshake(this);
        Teardown = new ShutdownSequence(this);
        Dscp = options.Dscp;
    }

    /// <summary>A number that no other association of the endpoint has or had.</summary>
    public ulong Id { get; }

    /// <summary>The endpoint that the association belongs to.</summary>
    public SctpEndpoint Endpoint { get; }

    /// <summary>The state of RFC 9260 section 4.</summary>
    public AssociationState State { get; private set; }

    /// <summary>Whether the association is over: it will neither send nor receive again. Messages received before can still be read.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether it waits for its peer to open it (<see cref="SctpEndpoint.ConnectPassive"/>).</summary>
    public bool IsPassive { get; internal set; }

    /// <summary>The peer's SCTP port.</summary>
    public ushort RemotePort { get; }

    /// <summary>A value of the host's own.</summary>
    public object? Tag { get; set; }

    /// <summary>The parameters in force.</summary>
    public SctpOptions Options => Context.Options;

    /// <summary>The number of outbound streams: the one asked for, or the negotiated one once the association is up.</summary>
    public int OutboundStreams { get; internal set; }

    /// <summary>The number of inbound streams: the one offered, or the negotiated one once the association is up.</summary>
    public int InboundStreams { get; internal set; }

    /// <summary>User bytes queued or not yet acknowledged.</summary>
    public long BufferedBytes => Sender.BufferedBytes;

    /// <summary>Whether <see cref="TryReceive"/> has something.</summary>
    public bool HasReadable => Receiver.HasReadable;

    /// <summary>The counters since the association began.</summary>
    public AssociationStatistics Statistics => Context.Statistics;

    /// <summary>The number of peer addresses.</summary>
    public int PathCount => Context.Paths.Count;

    /// <summary>The differentiated services code point of outgoing packets, 0 to 63.</summary>
    public byte Dscp { get; private set; }

    internal AssociationContext Context { get; }

    internal DataSender Sender { get; }

    internal DataReceiver Receiver { get; }

    internal FailureDetection Failure { get; }

    internal HeartbeatMonitor Heartbeats { get; }

    internal ReplyQueue Replies { get; }

    internal Handshake Handshake { get; }

    internal ShutdownSequence Teardown { get; }

    /// <summary>The tag that the peer's packets carry.</summary>
    internal uint LocalTag { get; set; }

    /// <summary>The tag that our packets carry; 0 before it is known.</summary>
    internal uint PeerTag { get; set; }

    internal TieTags TieTags { get; set; }

    internal Tsn LocalInitialTsn { get; set; }

    internal Tsn PeerInitialTsn { get; set; }

    internal Instant ScheduledDeadline { get; set; } = Instant.Never;

    internal int DeadlineIndex { get; set; } = -1;

    internal bool IsInTransmitQueue { get; set; }

    internal int ListIndex { get; set; }

    /// <summary>Queues one message (RFC 9260 section 11.1.5).</summary>
    /// <param name="payload">The user bytes, 1 to <see cref="SctpOptions.MaxMessageSize"/>; copied.</param>
    /// <param name="options">Stream, identifier and flags.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="ArgumentException">The message is empty or longer than a limit, or its stream does not exist; the message names the limit.</exception>
    public SendResult Send(ReadOnlySpan<byte> payload, in SendOptions options, Instant now)
    {
        if (payload.IsEmpty)
        {
            throw new ArgumentException("A message has at least 1 byte (RFC 9260 section 3.3.1).", nameof(payload));
        }

        if (payload.Length > Options.MaxMessageSize)
        {
            throw new ArgumentException($"The message has {payload.Length} bytes; MaxMessageSize is {Options.MaxMessageSize}.", nameof(payload));
        }

        if (options.StreamId >= OutboundStreams)
        {
            throw new ArgumentOutOfRangeException(nameof(options), $"StreamId is {options.StreamId}; the association has {OutboundStreams} outbound streams.");
        }

        now = Endpoint.Observe(now);
        bool isOpen = State is AssociationState.CookieWait or AssociationState.CookieEchoed or AssociationState.Established;
        if (!isOpen || Teardown.IsRequested)
        {
            return SendResult.Closed; // 9260-9.2-30
        }

        Sender.BeginOpportunity();
        SendResult result = Sender.Enqueue(payload, options, now);
        Endpoint.Touch(this);
        return result;
    }

    /// <summary>Queues one ordered message on a stream.</summary>
    /// <inheritdoc cref="Send(ReadOnlySpan{byte}, in SendOptions, Instant)"/>
    public SendResult Send(ushort streamId, ReadOnlySpan<byte> payload, Instant now) =>
        Send(payload, new SendOptions { StreamId = streamId }, now);

    /// <summary>
    /// Takes the next message (RFC 9260 section 11.1.7). Dispose it when done. Reading frees the receive window, so fetch packets afterwards: the
    /// peer may have to be told.
    /// </summary>
    public bool TryReceive(out SctpMessage message)
    {
        bool taken = Receiver.TryReceive(out message);
        if (taken && !HasEnded && Receiver.SackDue)
        {
            Endpoint.Touch(this);
        }

        return taken;
    }

    /// <summary>
    /// Ends the association gracefully: what is queued is delivered first (RFC 9260 section 9.2). Asked for before the association is up, it takes
    /// effect when it is. A passive association without its peer ends at once.
    /// </summary>
    public void Shutdown(Instant now)
    {
        now = Endpoint.Observe(now);
        if (HasEnded)
        {
            return;
        }

        if (State == AssociationState.Closed)
        {
            End(now, new SctpEvent { Kind = SctpEventKind.ShutdownComplete });
            return;
        }

        Sender.IsShuttingDown = true;
        Teardown.Request(now);
        Endpoint.Touch(this);
    }

    /// <summary>Ends the association at once, without a reason for the peer.</summary>
    public void Abort(Instant now) => Abort(default, now);

    /// <summary>
    /// Ends the association at once (RFC 9260 section 9.1): queued data is handed back, the peer gets ABORT with the cause User-Initiated Abort.
    /// </summary>
    /// <param name="reason">The Upper Layer Abort Reason; what does not fit one packet is cut off.</param>
    /// <param name="now">The time.</param>
    public void Abort(ReadOnlySpan<byte> reason, Instant now)
    {
        now = Endpoint.Observe(now);
        if (!HasEnded)
        {
            AbortAndEnd(ErrorCauseCode.UserInitiatedAbort, reason, LossReason.LocalAbort, now);
        }
    }

    /// <summary>The state of the association (RFC 9260 section 11.1.8).</summary>
    public AssociationStatus GetStatus() => new()
    {
        State = State,
        PeerReceiverWindow = Sender.PeerWindow,
        LocalReceiverWindow = Receiver.AdvertisedWindow,
        UnacknowledgedChunks = Sender.OutstandingChunks,
        BufferedBytes = Sender.BufferedBytes,
        ReceiveBufferedBytes = Receiver.BufferedBytes,
        OutboundStreams = OutboundStreams,
        InboundStreams = InboundStreams,
        FragmentationPoint = PathCount == 0 ? 0 : Math.Min(Context.Paths.Amdcs - DataChunk.HeaderLength, Options.MaxSegmentSize ?? int.MaxValue),
        PrimaryPathIndex = PathCount == 0 ? -1 : Context.Paths.Primary.Index,
        ErrorCount = Failure.ErrorCount,
        CumulativeTsnAckPoint = Sender.CumulativeAckPoint,
        NextTsn = Sender.NextTsn,
        ReceivedCumulativeTsn = Receiver.CumulativeTsn,
    };

    /// <summary>For oracles: how many entries <see cref="TryCheckInvariants"/> adds up.</summary>
    internal int HeldEntries => Sender.HeldEntries + Receiver.HeldEntries;

    /// <summary>For oracles: recomputes what is kept incrementally and says what differs.</summary>
    internal bool TryCheckInvariants(out string violation)
    {
        Span<long> flight = stackalloc long[Context.Paths.Count];
        Sender.Recount(flight, out long outstanding, out long buffered, out long memory);
        foreach (Path path in Context.Paths.All)
        {
            if (flight[path.Index] != path.FlightSize)
            {
                violation = FormattableString.Invariant($"flight of path {path.Index} is {path.FlightSize}, recomputed {flight[path.Index]}");
                return false;
            }
        }

        violation = outstanding != Sender.OutstandingBytes
            ? FormattableString.Invariant($"{Sender.OutstandingBytes} bytes are outstanding, recomputed {outstanding}")
            : buffered != Sender.BufferedBytes
            ? FormattableString.Invariant($"{Sender.BufferedBytes} bytes are buffered, recomputed {buffered}")
            : memory != Sender.BufferedMemory
            ? FormattableString.Invariant($"messages of {Sender.BufferedMemory} bytes of memory are buffered, recomputed {memory}")
            : Receiver.FindInconsistency() ?? "";
        return violation.Length == 0;
    }

    internal void EnterState(AssociationState state) => State = state;

    /// <summary>Both sides' numbers are known: sending and receiving begin.</summary>
    internal void Begin(StreamNegotiation streams, uint peerWindow)
    {
        OutboundStreams = streams.Outbound;
        InboundStreams = streams.Inbound;
        Receiver.Initialize(PeerInitialTsn, streams.Inbound);
        Sender.Initialize(LocalInitialTsn, streams.Outbound, peerWindow);
    }

    /// <summary>Adds a peer address, unless another association has it or there are too many.</summary>
    internal Path? AddPath(in SctpAddress address)
    {
        if (!Endpoint.TryRegister(this, address))
        {
            return null;
        }

        Path? path = Context.Paths.Add(address);
        if (path is null)
        {
            Endpoint.Unregister(this, address);
        }

        return path;
    }

    /// <summary>The association is up. Raises COMMUNICATION UP and starts what runs while it is.</summary>
    internal void Establish(Instant now, SctpEventKind kind = SctpEventKind.CommunicationUp)
    {
        EnterState(AssociationState.Established);
        Context.Events.Add(new SctpEvent
        {
            Kind = kind,
            Association = this,
            OutboundStreams = OutboundStreams,
            InboundStreams = InboundStreams,
        });
        Sender.OnEstablished(now);
        Heartbeats.Start(now);
        Teardown.OnEstablished(now);
    }

    /// <summary>Sends ABORT where the peer's tag is known and ends the association.</summary>
    internal void AbortAndEnd(ErrorCauseCode cause, ReadOnlySpan<byte> information, LossReason reason, Instant now)
    {
        if (PeerTag != 0)
        {
            Endpoint.Replies.SendLastAbort(this, cause, information); // 9260-9.1-01, 9260-9.1-02
        }

        End(now, new SctpEvent
        {
            Kind = SctpEventKind.CommunicationLost,
            LossReason = reason,
            Cause = cause,
            CauseInformation = information.IsEmpty ? default : information[..Math.Min(information.Length, PacketProcessor.MaxReportedInformation)].ToArray(),
        });
    }

    /// <summary>The association is over: no timer, no queued packet and no undelivered send remains; the last event tells how it ended.</summary>
    internal void End(Instant now, in SctpEvent last)
    {
        if (HasEnded)
        {
            return;
        }

        HasEnded = true;
        EnterState(AssociationState.Closed);
        Heartbeats.Stop();
        Replies.Clear();
        Handshake.Clear();
        Sender.Close(reportFailures: true);
        Receiver.Close();
        Context.Timers.StopAll();
        Endpoint.Remove(this);
        Context.Events.Add(last with { Association = this });
    }

    internal void ResetCongestion()
    {
        foreach (Path path in Context.Paths.All)
        {
            path.ResetCongestion();
        }
    }

    internal void ChangeMtu(Path path, int mtu, Instant now)
    {
        path.Mtu = mtu & ~3;
        Context.Paths.UpdateAmdcs();
        Sender.OnPathsChanged(now);
    }
}
