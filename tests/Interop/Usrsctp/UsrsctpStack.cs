using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Sctp.Buffers;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Sim.Engine;
using Sctp.Wire;

namespace Sctp.Interop.Usrsctp;

/// <summary>
/// usrsctp as a node of the simulator: one socket of the one-to-many style, on addresses that are handles (AF_CONN). It has one peer and one path. The first
/// association that comes up or is opened is the one under test, as in <see cref="EndpointStack"/>; a further one, which an old COOKIE ECHO may set up, is shut down and
/// its data is thrown away.
/// </summary>
internal sealed unsafe class UsrsctpStack : ISctpStack, IAssociationStack, IDisposable
{
    private const uint ConnAddressLength = 16;
    private const int LongestMessage = 70_000;

    private static readonly void* Handle = (void*)0x5C7B;
    private static readonly BlockPool Pool = new();
    private static readonly AssociationStatistics NothingCounted;

    private readonly SctpOptions _options;
    private readonly bool _extends;
    private readonly SctpAddress _own;
    private readonly SctpAddress _peer;
    private readonly ushort _port;
    private readonly ushort _peerPort;
    private readonly Queue<SctpEvent> _events = new();
    private readonly HashSet<uint> _failed = [];
    private readonly byte[] _buffer = new byte[LongestMessage];
    private void* _socket;
    private bool _isTaken;
    private bool _isRefused;
    private uint _association;
    private bool _isUp;
    private int _outboundStreams;
    private bool _isBlocked;
    private bool _mayHaveDrained;
    private bool _hasStatus;
    private AssociationState _state;
    private SctpMessage? _ahead;
    private bool _isAheadTold;
    private int _partialLength;
    private bool _mustRead;
    private bool _isTimer;
    private bool _hasAborted;
    private bool _wasAborted;
    private bool _shutsDownWhenUp;
    private bool _isListening;

    /// <param name="options">The options of the side.</param>
    /// <param name="peer">The address of the peer.</param>
    /// <param name="peerPort">Its port.</param>
    /// <param name="random">What random bytes are drawn from.</param>
    /// <param name="entity">Tells this stack's random bytes from those of others.</param>
    /// <param name="extends">Whether it offers all extensions that it knows.</param>
    public UsrsctpStack(SideOptions options, SctpAddress peer, ushort peerPort, Randomness random, uint entity, bool extends)
    {
        SctpOptions endpoint = options.Endpoint;
        _options = endpoint;
        _extends = extends;
        _own = endpoint.LocalAddresses[0];
        _peer = peer;
        _port = endpoint.LocalPort;
        _peerPort = peerPort;
        UsrsctpHost.Start(Instant.Epoch, random, entity);
        Native.RegisterAddress(Handle);
        _ = Native.SetShutdownGuardSeconds(endpoint.ShutdownGuard is { } guard ? (uint)(guard.TotalMilliseconds / 1_000) : 0);
        _ = Native.SetMostChunksQueued(100_000);
        Open();
    }

    public int AssociationCount
    {
        get
        {
            uint count = 0;
            uint length = sizeof(uint);
            return Native.GetOption(_socket, Native.ProtocolSctp, Option.AssociationCount, &count, &length) == 0 ? (int)count : 0;
        }
    }

    public long PooledBytesInUse => 0;

    public Instant? NextTimeout => UsrsctpHost.NextTimeout;

    public AssociationState State
    {
        get
        {
            if (!_hasStatus)
            {
                _hasStatus = true;
                _state = ReadState();
            }

            return _state;
        }
    }

    public bool HasDiscardedData { get; private set; }

    public bool HasDiscarded { get; private set; }

    /// <summary>The type of the first chunk of the last packet that it was given; null where there is none.</summary>
    public ChunkType? FirstChunk { get; private set; }

    /// <summary>Packets with DATA that it sent since it was last given a packet.</summary>
    public int DataPackets { get; private set; }

    /// <summary>Whether it sent an ABORT because unordered messages seemed to end wrongly; it writes its reason into the chunk.</summary>
    public bool HasMistakenWrap { get; private set; }

    /// <summary>Whether it sent a SHUTDOWN COMPLETE.</summary>
    public bool HasSentShutdownComplete { get; private set; }

    /// <summary>Whether it took DATA in the state COOKIE-ECHOED for the COOKIE ACK.</summary>
    public bool HasImpliedCookieAck { get; private set; }

    public int PathCount => 0;

    public ref readonly AssociationStatistics Statistics => ref NothingCounted;

    public AssociationStatus Status => new() { State = State, OutboundStreams = _outboundStreams };

    public SctpAssociation? Core => null;

    public void Dispose()
    {
        if (_socket != null)
        {
            Close();
            Native.DeregisterAddress(Handle);
            UsrsctpHost.Stop();
        }

        _ahead?.Dispose();
        _ahead = null;
    }

    public IAssociationStack GetAssociation(int peer) => this;

    public PathStatus GetPath(int index) => default;

    public void Listen()
    {
        _isListening = true;
        Check(Native.Listen(_socket, 1), "listen");
    }

    public void Connect(int peer, ReadOnlySpan<SctpAddress> remotes, ushort remotePort, Instant now)
    {
        Begin(now);
        if (_isTaken && Current() != 0)
        {
            return;
        }

        _isTaken = true;
        ConnAddress to = Peer();
        int result = Native.Connect(_socket, &to, ConnAddressLength);
        if (result != 0 && Marshal.GetLastPInvokeError() != Native.InProgress)
        {
            Check(result, "connect");
        }

        _association = Current();
    }

    public void Reopen(int peer)
    {
        _isTaken = false;
        _association = 0;
    }

    public void Refuse(int peer) => _isRefused = true;

    public void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
    {
        Begin(now);
        _isTimer = false;
        DataPackets = 0;
        _wasAborted |= Has(packet, ChunkType.Abort);
        FirstChunk = new ChunkReader(packet) is var chunks && chunks.MoveNext() ? chunks.Current.Type : null;
        bool mayImply = State == AssociationState.CookieEchoed && Has(packet, ChunkType.Data) && !Has(packet, ChunkType.CookieAck);
        fixed (byte* bytes = packet)
        {
            Native.Input(Handle, bytes, (nuint)packet.Length, (byte)path.Ecn);
        }

        _hasStatus = false;
        HasImpliedCookieAck |= mayImply && State >= AssociationState.Established;
    }

    public void ReceiveIcmp(in IcmpMessage message, Instant now)
    {
        // AF_CONN has no network below it that could send such messages.
    }

    public void RotateCookieKey(Instant now)
    {
        // It has a life of its own for its keys.
    }

    public void Advance(Instant now)
    {
        _isTimer = true;
        Begin(now);
        UsrsctpHost.ExpireTimers(now);
    }

    public bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
    {
        bool isThere = UsrsctpHost.TryTake(buffer, out int length);
        HasMistakenWrap |= isThere && buffer[..length].IndexOf("missing end for MID: ffffffff"u8) >= 0 && Has(buffer[..length], ChunkType.Abort);
        DataPackets += isThere && Has(buffer[..length], ChunkType.Data) ? 1 : 0;
        HasSentShutdownComplete |= isThere && Has(buffer[..length], ChunkType.ShutdownComplete);
        transmit = new Transmit(length, _peer, _own, EcnCodepoint.NotEct, 0, false);
        return isThere;
    }

    public bool TryGetEvent(Instant now, out int peer, out SctpEvent e)
    {
        ReadAhead(now);
        peer = _port == HostNumbers.PortOf(HostNumbers.Server) ? 0 : HostNumbers.Server;
        return _events.TryDequeue(out e);
    }

    public SendResult Send(ReadOnlySpan<byte> payload, in SendOptions options, Instant now)
    {
        if (_association == 0)
        {
            return SendResult.Closed;
        }

        // By its number and not by its address: a message to an address without an association would set one up.
        Begin(now, drains: false);
        SendInfo info = new()
        {
            StreamId = options.StreamId,
            Flags = options.Unordered ? SendInfo.Unordered : (ushort)0,
            PayloadProtocolId = Swap((uint)options.PayloadProtocolId),
            Context = (uint)options.Context,
            Association = _association,
        };
        nint sent;
        fixed (byte* bytes = payload)
        {
            sent = Native.Send(_socket, bytes, (nuint)payload.Length, null, 0, &info, (uint)sizeof(SendInfo), SendInfo.Type, 0);
        }

        if (sent >= 0)
        {
            return SendResult.Queued;
        }

        _isBlocked = Marshal.GetLastPInvokeError() == Native.WouldBlock;
        return _isBlocked ? SendResult.BufferFull : SendResult.Closed;
    }

    public bool TryReceive(out SctpMessage message)
    {
        _mustRead = true;
        ReadAhead(default);
        if (_ahead is { } ahead)
        {
            message = ahead;
            _ahead = null;
            _isAheadTold = false;
            return true;
        }

        message = default;
        return false;
    }

    /// <summary>Before the association is up, usrsctp would send a SHUTDOWN at once, under tag 0 in COOKIE-WAIT; so the wish waits.</summary>
    public void Shutdown(Instant now)
    {
        if (State is AssociationState.CookieWait or AssociationState.CookieEchoed)
        {
            _shutsDownWhenUp = true;
        }
        else
        {
            End(SendInfo.Eof, now);
        }
    }

    public void Abort(Instant now)
    {
        _hasAborted = true;
        if (State is AssociationState.CookieWait or AssociationState.CookieEchoed)
        {
            // It takes no abort before the association is up: only the end of its socket ends that.
            Begin(now);
            Close();
            Open();
            if (_isListening)
            {
                Listen();
            }

            _association = 0;
            _events.Enqueue(new SctpEvent { Kind = SctpEventKind.CommunicationLost, LossReason = LossReason.LocalAbort });
            return;
        }

        End(SendInfo.Abort, now);
    }

    public bool TryCheckInvariants(out string violation)
    {
        violation = "";
        return true;
    }

    private static ushort Swap(ushort value) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);

    private static uint Swap(uint value) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);

    private static void Check(int result, string what)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"usrsctp refuses {what}: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    private static bool Has(ReadOnlySpan<byte> packet, ChunkType type)
    {
        var chunks = new ChunkReader(packet);
        while (chunks.MoveNext())
        {
            if (chunks.Current.Type == type)
            {
                return true;
            }
        }

        return false;
    }

    private void Open()
    {
        _socket = Native.Socket(Native.AddressFamilyConn, Native.SequentialPackets, Native.ProtocolSctp, null, null, 0, null);
        Check(_socket == null ? -1 : 0, "socket");
        Check(Native.SetNonBlocking(_socket, 1), "non-blocking");
        Apply(_options);
        Offer(_extends);
        ConnAddress own = new() { Family = Native.AddressFamilyConn, Port = Swap(_port), Handle = Handle };
        Check(Native.Bind(_socket, &own, ConnAddressLength), "bind");
    }

    private void Close()
    {
        LingerOption linger = new() { IsOn = 1, Seconds = 0 };
        _ = Native.SetOption(_socket, Native.SolSocket, Native.Linger, &linger, (uint)sizeof(LingerOption));
        Native.Close(_socket);
        _socket = null;
    }

    private ConnAddress Peer() => new() { Family = Native.AddressFamilyConn, Port = Swap(_peerPort), Handle = Handle };

    private void Begin(Instant now, bool drains = true)
    {
        UsrsctpHost.SetTime(now);
        _hasStatus = false;
        _mayHaveDrained |= drains;
        _mustRead = true;
    }

    private uint Current()
    {
        ConnAddress to = Peer();
        return Native.GetAssociation(_socket, &to);
    }

    private void End(ushort flag, Instant now)
    {
        Begin(now, drains: false);
        End(flag, _association);
    }

    private void End(ushort flag, uint association)
    {
        if (association == 0)
        {
            return;
        }

        SendInfo info = new() { Flags = flag, Association = association };
        byte nothing = 0;
        _ = Native.Send(_socket, &nothing, 0, null, 0, &info, (uint)sizeof(SendInfo), SendInfo.Type, 0);
        _hasStatus = false;
    }

    private AssociationState ReadState()
    {
        if (_association == 0)
        {
            return AssociationState.Closed;
        }

        StatusOption status = new() { Association = _association };
        uint length = (uint)sizeof(StatusOption);
        if (Native.GetOption(_socket, Native.ProtocolSctp, Option.Status, &status, &length) != 0)
        {
            return AssociationState.Closed;
        }

        return status.State switch
        {
            0x02 => AssociationState.CookieWait,
            0x04 => AssociationState.CookieEchoed,
            0x08 => AssociationState.Established,
            0x10 => AssociationState.ShutdownSent,
            0x20 => AssociationState.ShutdownReceived,
            0x40 => AssociationState.ShutdownAckSent,
            0x80 => AssociationState.ShutdownPending,
            _ => AssociationState.Closed,
        };
    }

    // Notifications wait in one queue with messages, so one message is read before the application asks for it.
    private void ReadAhead(Instant now)
    {
        if (_isBlocked && _mayHaveDrained)
        {
            _isBlocked = false;
            _events.Enqueue(new SctpEvent { Kind = SctpEventKind.SendBufferDrained });
        }

        _mayHaveDrained = false;
        while (_ahead is null && _mustRead && Read())
        {
        }

        if (_ahead is not null && !_isAheadTold)
        {
            _isAheadTold = true;
            _events.Enqueue(new SctpEvent { Kind = SctpEventKind.DataArrived });
        }
    }

    private bool Read()
    {
        ConnAddress from = default;
        uint fromLength = ConnAddressLength;
        ReceiveInfo info = default;
        uint infoLength = (uint)sizeof(ReceiveInfo);
        uint type = 0;
        int flags = 0;
        nint length;
        fixed (byte* buffer = _buffer)
        {
            length = Native.Receive(_socket, buffer + _partialLength, (nuint)(LongestMessage - _partialLength), &from, &fromLength, &info, &infoLength, &type, &flags);
        }

        if (length < 0)
        {
            _mustRead = false;
            return false;
        }

        if ((flags & Native.MessageNotification) != 0)
        {
            OnNotification(_buffer.AsSpan(_partialLength, (int)length));
            return true;
        }

        if (info.Association != _association)
        {
            HasDiscardedData = true;
            return true;
        }

        _partialLength += (int)length;
        if ((flags & Native.MessageEnd) == 0)
        {
            return true;
        }

        PayloadBuffer payload = Pool.RentPayload();
        payload.Fill(_buffer.AsSpan(0, _partialLength));
        _partialLength = 0;
        bool isUnordered = (info.Flags & SendInfo.Unordered) != 0;
        _ahead = new SctpMessage(
            payload,
            new MessageInfo(info.StreamId, new Ssn(info.StreamSequenceNumber), (PayloadProtocolIdentifier)Swap(info.PayloadProtocolId), new Tsn(info.Tsn), isUnordered, true, 0));
        return true;
    }

    private void OnNotification(ReadOnlySpan<byte> bytes)
    {
        switch (MemoryMarshal.Read<ushort>(bytes))
        {
            case Notification.AssociationChange:
                OnAssociationChange(
                    MemoryMarshal.Read<ushort>(bytes[8..]), MemoryMarshal.Read<ushort>(bytes[10..]), MemoryMarshal.Read<ushort>(bytes[12..]),
                    MemoryMarshal.Read<ushort>(bytes[14..]), MemoryMarshal.Read<uint>(bytes[16..]));
                break;
            case Notification.Shutdown when MemoryMarshal.Read<uint>(bytes[8..]) == _association:
                _events.Enqueue(new SctpEvent { Kind = SctpEventKind.ShutdownReceived });
                break;
            case Notification.PartialDelivery:
                _partialLength = 0;
                break;
            case Notification.SendFailed when MemoryMarshal.Read<uint>(bytes[28..]) == _association:
                uint context = MemoryMarshal.Read<uint>(bytes[20..]);
                if (_failed.Add(context))
                {
                    PayloadBuffer none = Pool.RentPayload();
                    _events.Enqueue(new SctpEvent { Kind = SctpEventKind.SendFailed, Context = context, Message = new SctpMessage(none, default) });
                }

                break;
            default:
                break;
        }
    }

    private void OnAssociationChange(ushort state, ushort error, ushort outbound, ushort inbound, uint association)
    {
        _hasStatus = false;
        if (state == Notification.Up)
        {
            if (!_isRefused && (!_isTaken || _association == 0))
            {
                _isTaken = true;
                _association = association;
            }

            if (association != _association)
            {
                HasDiscarded = true;
                End(SendInfo.Eof, association);
                return;
            }

            _isUp = true;
            if (_shutsDownWhenUp)
            {
                _shutsDownWhenUp = false;
                End(SendInfo.Eof, association);
            }

            _hasAborted = false;
            _wasAborted = false;
            _outboundStreams = outbound;
            _events.Enqueue(new SctpEvent { Kind = SctpEventKind.CommunicationUp, OutboundStreams = outbound, InboundStreams = inbound });
            return;
        }

        if (association != _association)
        {
            return;
        }

        _partialLength = 0;
        switch (state)
        {
            case Notification.Restart:
                _outboundStreams = outbound;
                _events.Enqueue(new SctpEvent { Kind = SctpEventKind.Restarted, OutboundStreams = outbound, InboundStreams = inbound });
                break;
            case Notification.ShutdownComplete:
                _isUp = false;
                _events.Enqueue(new SctpEvent { Kind = SctpEventKind.ShutdownComplete });
                break;
            case Notification.Lost:
            case Notification.CannotStart:
                LossReason reason = _hasAborted ? LossReason.LocalAbort
                    : _wasAborted ? LossReason.PeerAborted
                    : _isTimer ? _isUp ? LossReason.PeerUnreachable : LossReason.SetupTimeout
                    : LossReason.ProtocolViolation;
                _isUp = false;
                _events.Enqueue(new SctpEvent { Kind = SctpEventKind.CommunicationLost, LossReason = reason, Cause = (ErrorCauseCode)error });
                break;
            default:
                break;
        }
    }

    private void Apply(SctpOptions options)
    {
        InitOption init = new()
        {
            OutboundStreams = (ushort)options.OutboundStreams,
            MaxInboundStreams = (ushort)options.MaxInboundStreams,
            MaxAttempts = (ushort)options.MaxInitRetransmits,
            MaxTimeout = (ushort)(options.MaxInitTimeout ?? options.RtoMax).TotalMilliseconds,
        };
        Set(Option.Init, init);
        Set(Option.Rto, new RtoOption
        {
            Initial = (uint)options.RtoInitial.TotalMilliseconds,
            Max = (uint)options.RtoMax.TotalMilliseconds,
            Min = (uint)options.RtoMin.TotalMilliseconds,
        });
        Set(Option.Association, new AssociationOption { CookieLife = (uint)options.ValidCookieLife.TotalMilliseconds, MaxRetrans = (ushort)options.AssociationMaxRetrans });
        Set(Option.Path, new PathOption
        {
            HeartbeatInterval = (uint)options.HeartbeatInterval.TotalMilliseconds,
            PathMtu = (uint)(options.PathMtu ?? 1_480),
            Flags = PathOption.HeartbeatEnabled | PathOption.PathMtuFixed,
            MaxRetrans = (ushort)options.PathMaxRetrans,
        });
        bool isAtOnce = options.SackDelay == Duration.Zero;
        Set(Option.Sack, new SackOption { Delay = (uint)options.SackDelay.TotalMilliseconds, Frequency = isAtOnce ? 1 : (uint)options.SackFrequency });
        Set(Option.NoDelay, options.Nagle ? 0 : 1);
        Set(Option.MaxBurst, new ValueOption { Value = (uint)options.MaxBurst });
        Set(Option.ReceiveInfo, 1);
        int send = options.SendBufferSize;
        Check(Native.SetOption(_socket, Native.SolSocket, Native.SendBuffer, &send, sizeof(int)), "send buffer");
        int receive = options.ReceiveBufferSize;
        Check(Native.SetOption(_socket, Native.SolSocket, Native.ReceiveBuffer, &receive, sizeof(int)), "receive buffer");
        foreach (ushort type in (ReadOnlySpan<ushort>)[Notification.AssociationChange, Notification.Shutdown, Notification.PartialDelivery, Notification.SendFailed])
        {
            Set(Option.Event, new EventOption { Type = type, IsOn = 1 });
        }
    }

    private void Offer(bool extends)
    {
        if (extends)
        {
            return;
        }

        // Authentication goes last: address changes need it.
        foreach (int option in (ReadOnlySpan<int>)[Option.Ecn, Option.PartialReliability, Option.AddressChange, Option.Authentication, Option.Reconfiguration, Option.NonRenegableSack, Option.PacketDrop])
        {
            Set(option, new ValueOption());
        }
    }

    private void Set<T>(int option, T value)
        where T : unmanaged =>
        Check(Native.SetOption(_socket, Native.ProtocolSctp, option, &value, (uint)sizeof(T)), "option " + option);
}
