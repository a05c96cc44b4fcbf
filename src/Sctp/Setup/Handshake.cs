using System;
using Sctp.Paths;
using Sctp.Timers;
using Sctp.Wire;

namespace Sctp.Setup;

/// <summary>
/// The initiator's half of the set-up: INIT and COOKIE ECHO with their T1 timers, INIT ACK, COOKIE ACK and the Stale Cookie error (RFC 9260
/// sections 5.1 and 5.2.6). The responder's half keeps no state and lives in the endpoint's listener.
/// </summary>
internal sealed class Handshake
{
    private readonly SctpAssociation _association;
    private readonly AssociationContext _context;
    private SctpAddress[] _named = [];
    private byte[] _cookie = [];
    private byte[] _unrecognized = [];
    private Path? _target;
    private Duration _preservative;
    private Instant _echoSentAt;
    private int _retransmissions;
    private int _staleCookies;
    private bool _isRetransmission;

    public Handshake(SctpAssociation association)
    {
        _association = association;
        _context = association.Context;
    }

    /// <summary>Whether an INIT or COOKIE ECHO must leave; which of them follows from the state.</summary>
    public bool IsDue { get; private set; }

    /// <summary>The path that the INIT or COOKIE ECHO goes to.</summary>
    public Path Target => _target!;

    /// <summary>Whether an address was named by the user when connecting (9260-5.2.1-03).</summary>
    public bool IsNamed(in SctpAddress address)
    {
        foreach (ref readonly SctpAddress named in _named.AsSpan())
        {
            if (named.IsSameHost(address))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Opens the association: INIT is due, T1-init runs, the state is COOKIE-WAIT (9260-5.1-03).</summary>
    public void Begin(ReadOnlySpan<SctpAddress> named, Instant now)
    {
        _named = named.ToArray();
        foreach (SctpAddress address in named)
        {
            if (_context.Paths.Add(address) is { } path)
            {
                path.IsConfirmed = true; // 9260-5.4-01
            }
        }

        _target = _context.Paths[0];
        _association.EnterState(AssociationState.CookieWait);
        Send(TimerKind.T1Init, now);
    }

    /// <summary>T1-init or T1-cookie expired (9260-4-03, 9260-4-06).</summary>
    public void OnTimer(Instant now)
    {
        if (_retransmissions >= _context.Options.MaxInitRetransmits)
        {
            _association.AbortAndEnd(0, default, LossReason.SetupTimeout, now); // 9260-4-05, 9260-4-08
            return;
        }

        _retransmissions++;
        _isRetransmission = true;
        Target.Rto.BackOff(); // 9260-5.1.6-01
        _target = NextTarget(); // 9260-5.1-21
        Send(_association.State == AssociationState.CookieWait ? TimerKind.T1Init : TimerKind.T1Cookie, now);
    }

    /// <summary>An acceptable INIT ACK arrived in COOKIE-WAIT (9260-5.1-11, 9260-5.1.4-01).</summary>
    /// <param name="initAck">The chunk.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="source">Where it came from, and where to.</param>
    /// <param name="now">The time.</param>
    public void OnInitAck(in InitChunk initAck, InitParameters parameters, in NetworkPath source, Instant now)
    {
        _context.Timers.Stop(TimerKind.T1Init);
        _association.PeerTag = initAck.InitiateTag; // 9260-3.3.3-05
        _association.PeerInitialTsn = initAck.InitialTsn;
        StreamNegotiation streams = StreamNegotiation.Of(
            _context.Options.OutboundStreams, _context.Options.MaxInboundStreams, initAck.OutboundStreams, initAck.InboundStreams);
        AdoptAddresses(parameters.PeerAddresses, source);
        _association.Begin(streams, initAck.AdvertisedWindow);
        _cookie = parameters.StateCookie(initAck.Parameters).ToArray(); // 9260-3.3.11-03
        _unrecognized = parameters.Report.ToArray();
        _retransmissions = 0;
        _isRetransmission = false;
        _association.EnterState(AssociationState.CookieEchoed);
        Send(TimerKind.T1Cookie, now); // 9260-5.1.4-03
    }

    /// <summary>COOKIE ACK, or what stands for it (9260-5.1-15).</summary>
    public void OnCookieAck(Instant now)
    {
        if (_unrecognized.Length != 0)
        {
            // It did not fit beside the COOKIE ECHO (9260-3.2.2-04).
            Associations.PacketProcessor.ReplyWithError(_association, Target, ErrorCauseCode.UnrecognizedParameters, _unrecognized);
        }

        Clear();
        _association.Establish(now);
    }

    /// <summary>ERROR with Stale Cookie arrived in COOKIE-ECHOED: another INIT that asks for a longer life (9260-5.2.6-03).</summary>
    public void OnStaleCookie(Instant now)
    {
        // Each round trip is an attempt of its own: a peer whose cookies are always stale must not be asked for ever.
        if (++_staleCookies > _context.Options.MaxInitRetransmits)
        {
            _association.AbortAndEnd(0, default, LossReason.StaleCookie, now);
            return;
        }

        _context.Timers.Stop(TimerKind.T1Cookie);
        _association.Heartbeats.Stop(); // One may have gone along with the COOKIE ECHO.
        _preservative = _context.Options.CookiePreservative ? InitWriter.PreservativeFor(now - _echoSentAt) : Duration.Zero;
        _association.PeerTag = 0;

        // A set-up of its own: the COOKIE ACK or another ERROR for the cookie before may still come, and must not be taken for this one's.
        _association.LocalTag = InitiateTag.Draw(_association.Endpoint.Entropy, _association.LocalTag);
        _association.TieTags = default; // A cookie that an INIT of the peer was given meanwhile speaks of the set-up before: it is no restart of this one.
        _association.Sender.TakeBack();
        _association.EnterState(AssociationState.CookieWait);
        _isRetransmission = false;
        _retransmissions = 0;
        if (!Target.IsConfirmed)
        {
            _target = _context.Paths.Primary; // 9260-5.4-08: unlike a COOKIE ECHO, an INIT never goes to an unconfirmed address.
        }

        Send(TimerKind.T1Init, now);
    }

    /// <summary>The handshake is over: nothing more is sent for it.</summary>
    public void Clear()
    {
        IsDue = false;
        _cookie = [];
        _unrecognized = [];
        _retransmissions = 0;
        _staleCookies = 0;
        _context.Timers.Stop(TimerKind.T1Init);
        _context.Timers.Stop(TimerKind.T1Cookie);
    }

    /// <summary>Builds the packet with the INIT, or with the COOKIE ECHO and what goes along.</summary>
    public int Write(Span<byte> buffer, Instant now, out bool dontFragment)
    {
        IsDue = false;
        return _association.State == AssociationState.CookieWait ? WriteInit(buffer, out dontFragment) : WriteCookieEcho(buffer, now, out dontFragment);
    }

    private int WriteInit(Span<byte> buffer, out bool dontFragment)
    {
        dontFragment = true;
        var packet = new PacketWriter(buffer, Target.Mtu, _association.Endpoint.LocalPort, _association.RemotePort, 0); // 9260-3.1-04
        Span<byte> chunk = stackalloc byte[Math.Min(packet.Remaining, MaxInitLength)];
        var init = new InitWriter(chunk);
        AddressFamilies own = AddressFamily.OfEndpoint(_context.Options, Target.Remote);
        if (_preservative > Duration.Zero)
        {
            init.AddCookiePreservative(_preservative); // 9260-3.3.2.1.3-01
        }

        init.AddSupportedAddressTypes(own);
        init.AddLocalAddresses(_context.Options.LocalAddresses, AddressFamilies.Both);
        int length = init.Finish(
            ChunkType.Init,
            _association.LocalTag, // 9260-5.1-01
            (uint)_context.Options.ReceiveBufferSize,
            (ushort)_context.Options.OutboundStreams,
            (ushort)_context.Options.MaxInboundStreams,
            _association.LocalInitialTsn);
        if (packet.TryAppendRaw(chunk[..length]))
        {
            _context.Statistics.ChunksSent.Count(ChunkType.Init);
        }

        return packet.Seal();
    }

    private int WriteCookieEcho(Span<byte> buffer, Instant now, out bool dontFragment)
    {
        // A cookie that does not fit one packet goes out all the same and is left to IP fragmentation (9260-3.3.3-26).
        int alone = CommonHeader.Length + ((ChunkView.HeaderLength + _cookie.Length + 3) & ~3);
        if (!Target.IsConfirmed && alone + HeartbeatMonitor.ChunkLength > Math.Min(buffer.Length, Target.Mtu))
        {
            _target = _context.Paths.Primary; // 9260-5.4-17: the host's buffer is small, or the path MTU fell since T1-cookie chose the address.
        }

        dontFragment = alone <= Target.Mtu;
        var packet = new PacketWriter(
            buffer, Math.Max(Target.Mtu, alone), _association.Endpoint.LocalPort, _association.RemotePort, _association.PeerTag); // 9260-8.5.1-14
        if (!packet.TryAppend(ChunkType.CookieEcho, 0, _cookie)) // 9260-3.2.2-05
        {
            IsDue = true; // it waits for a larger buffer
            return 0;
        }

        _context.Statistics.ChunksSent.Count(ChunkType.CookieEcho);
        _echoSentAt = now;
        if (!Target.IsConfirmed)
        {
            _association.Heartbeats.Write(ref packet, Target, now); // 9260-5.4-15
            return packet.Seal();
        }

        if (_unrecognized.Length != 0 && TryAppendError(ref packet))
        {
            _unrecognized = []; // 9260-3.2.2-03
        }

        if (dontFragment)
        {
            _association.Sender.WriteDataBehindCookieEcho(ref packet, Target, now, _isRetransmission); // 9260-5.1-08
        }

        return packet.Seal();
    }

    private bool TryAppendError(ref PacketWriter packet)
    {
        int length = ChunkView.HeaderLength + ParameterView.HeaderLength + _unrecognized.Length;
        if (packet.Remaining < length)
        {
            return false;
        }

        Span<byte> value = stackalloc byte[ParameterView.HeaderLength + _unrecognized.Length];
        var causes = new TlvWriter(value);
        _ = causes.TryAdd((ushort)ErrorCauseCode.UnrecognizedParameters, _unrecognized);
        bool appended = packet.TryAppend(ChunkType.Error, 0, causes.Written);
        if (appended)
        {
            _context.Statistics.ChunksSent.Count(ChunkType.Error);
        }

        return appended;
    }

    /// <summary>From here on the peer's addresses are those it reported (9260-5.1.2-05, 9260-5.1.2-06); what the user named of them stays confirmed.</summary>
    private void AdoptAddresses(ReadOnlySpan<SctpAddress> reported, in NetworkPath source)
    {
        PathTable paths = _context.Paths;
        ReadOnlySpan<Path> former = paths.All;
        SctpAddress chosen = paths.Primary.Remote;
        _association.Endpoint.Unregister(_association);
        _association.Replies.Clear();
        paths.Clear();

        // The primary path is the one the user chose or else the first the user named, if the peer reported it; else the source of the INIT ACK
        // (9260-5.1.2-15).
        foreach (SctpAddress named in _named)
        {
            foreach (ref readonly SctpAddress address in reported)
            {
                if (address.IsSameHost(named))
                {
                    _association.AddPath(address);
                }
            }
        }

        foreach (ref readonly SctpAddress address in reported)
        {
            _association.AddPath(address);
        }

        foreach (Path path in paths.All)
        {
            path.IsConfirmed = IsNamed(path.Remote);
        }

        paths.TakeSettings(former);
        if (paths.Find(chosen) is { IsConfirmed: true } primary)
        {
            paths.Primary = primary;
        }

        Path from = paths.Find(source.Remote) ?? paths[0];
        from.Local = source.Local;
        from.PacketsReceived++;

        // A peer that answers from an address that was not named, and reports none that was, is taken at its word: the INIT ACK proves the address.
        if (!paths.Primary.IsConfirmed)
        {
            from.IsConfirmed = true;
            paths.Primary = from;
        }

        _target = from.IsConfirmed ? from : paths.Primary;
    }

    /// <summary>
    /// The next address for a retransmission. An unconfirmed one is used only for a COOKIE ECHO and only if a HEARTBEAT fits beside it (9260-5.4-08,
    /// 9260-5.4-14, 9260-5.4-16, 9260-5.4-17).
    /// </summary>
    private Path NextTarget()
    {
        PathTable paths = _context.Paths;
        bool isInit = _association.State == AssociationState.CookieWait;
        for (int i = 1; i <= paths.Count; i++)
        {
            Path candidate = paths[(Target.Index + i) % paths.Count];
            int withHeartbeat = CommonHeader.Length + ((ChunkView.HeaderLength + _cookie.Length + 3) & ~3) + HeartbeatMonitor.ChunkLength;
            if (candidate.IsConfirmed || (!isInit && withHeartbeat <= candidate.Mtu))
            {
                return candidate;
            }
        }

        return Target;
    }

    private void Send(TimerKind timer, Instant now)
    {
        IsDue = true;
        Duration interval = Target.Rto.Rto;
        if (timer == TimerKind.T1Init && _context.Options.MaxInitTimeout is { } longest)
        {
            interval = Duration.Min(interval, longest);
        }

        _context.Timers.Start(timer, now + interval);
    }

    // Fixed fields, the longest list of local addresses and the small parameters.
    private const int MaxInitLength = 20 + (255 * 20) + 64;
}
