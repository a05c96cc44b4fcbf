using System;
using Sctp.Associations;
using Sctp.Paths;
using Sctp.Setup;
using Sctp.Wire;

namespace Sctp.Endpoints;

/// <summary>
/// The responder's half of the set-up (RFC 9260 sections 5.1 and 5.2): INIT is answered from what it says and from the association it may meet, and
/// nothing is kept (9260-5.1-07); COOKIE ECHO makes the association, or meets one by table 12.
/// </summary>
internal sealed class Listener
{
    private const int MaxInitAckLength = 4096;
    private readonly SctpEndpoint _endpoint;
    private readonly CookieKeys _keys;
    private readonly InitParameters _parameters;

    public Listener(SctpEndpoint endpoint)
    {
        _endpoint = endpoint;
        _keys = new CookieKeys(endpoint.Entropy, endpoint.Options.CookieKeyLifetime);
        _parameters = new InitParameters(endpoint.Options.MaxPeerAddresses);
    }

    /// <summary>How many MACs of State Cookies were computed.</summary>
    public long CookieMacCount => _keys.MacCount;

    public void RotateKey(Instant now) => _keys.Rotate(now);

    /// <summary>A packet that holds a single INIT and Verification Tag 0.</summary>
    public void OnInit(in ChunkView chunk, ushort remotePort, in NetworkPath path, Instant now)
    {
        if (!InitChunk.TryRead(chunk, out InitChunk init))
        {
            _endpoint.Discard(DiscardReason.Malformed);
            return;
        }

        _parameters.Read(ChunkType.Init, init.Parameters, path.Remote, AddressFamily.OfEndpoint(_endpoint.Options, path.Remote));
        InitVerdict verdict = InitValidation.OfInit(init, _parameters);
        if (verdict == InitVerdict.DiscardSilently)
        {
            _endpoint.Discard(DiscardReason.Malformed);
            return;
        }

        Span<byte> causeBytes = stackalloc byte[512];
        var causes = new TlvWriter(causeBytes);
        if (verdict != InitVerdict.Accept)
        {
            InitValidation.AddCause(verdict, _parameters, init.Parameters, ref causes);
            _endpoint.Replies.SendAbort(init.InitiateTag, isReflected: false, causes.Written, remotePort, path); // 9260-5.1-24, 9260-8.4-04
            return;
        }

        if (FindAssociation(remotePort) is { } association)
        {
            OnUnexpectedInit(association, init, remotePort, path, now);
        }
        else if (!_endpoint.IsListening && _endpoint.FindPassive(remotePort) is null)
        {
            _endpoint.Replies.SendAbort(init.InitiateTag, isReflected: false, default, remotePort, path); // 9260-8.4-04
        }
        else
        {
            // Nobody yet: a fresh tag and TSN, no Tie-Tags (9260-5.1-05, 9260-5.2.2-12).
            SctpOptions options = _endpoint.FindPassive(remotePort)?.Options ?? _endpoint.Options;
            SendInitAck(
                init, options, InitiateTag.Draw(_endpoint.Entropy), InitiateTag.DrawInitialTsn(_endpoint.Entropy), default, remotePort, path, path.Remote, now);
        }
    }

    /// <summary>
    /// A packet whose first chunk is COOKIE ECHO. Returns the association that the rest of the packet belongs to, or null when the packet is done with.
    /// </summary>
    public SctpAssociation? OnCookieEcho(in ChunkView chunk, ushort remotePort, uint tag, SctpAssociation? association, in NetworkPath path, Instant now)
    {
        CookieVerdict verdict = StateCookie.TryRead(
            chunk.Value, _keys, _endpoint.LocalPort, remotePort, path.Remote, tag, now, out StateCookie cookie, out Duration staleness);
        if (verdict == CookieVerdict.Invalid)
        {
            Discard(association, DiscardReason.Cookie); // 9260-4-01, 9260-5.1.5-02, 9260-5.1.5-03, 9260-5.1.5-04
            return null;
        }

        association ??= FindByCookie(cookie, remotePort);
        CollisionAction action = association is null
            ? CollisionAction.A
            : CollisionTable.Decide(cookie, association.LocalTag, association.PeerTag, association.TieTags.Local, association.TieTags.Peer);

        // 9260-5.2.4-02, 9260-5.2.4-03, 9260-5.2.4-04: a late cookie counts only if both its tags are those of the association.
        if (verdict == CookieVerdict.Stale && action != CollisionAction.D)
        {
            SendStaleCookie(cookie, staleness, remotePort, path);
            return null;
        }

        if (association is null)
        {
            return Accept(cookie, remotePort, path, now);
        }

        return Meet(association, action, cookie, path, now) ? association : null;
    }

    private void Discard(SctpAssociation? association, DiscardReason reason)
    {
        if (association is not null)
        {
            association.Context.Statistics.Discards.Count(reason);
        }
        else
        {
            _endpoint.Discard(reason);
        }
    }

    /// <summary>The association that the source or any listed address of the INIT belongs to (9260-5.1.2-07).</summary>
    private SctpAssociation? FindAssociation(ushort remotePort)
    {
        foreach (ref readonly SctpAddress address in _parameters.PeerAddresses)
        {
            if (_endpoint.Find(address, remotePort, out _) is { } association)
            {
                return association;
            }
        }

        return null;
    }

    private SctpAssociation? FindByCookie(in StateCookie cookie, ushort remotePort)
    {
        Span<SctpAddress> addresses = stackalloc SctpAddress[Math.Min(cookie.PeerAddressCount, _endpoint.Options.MaxPeerAddresses)];
        int count = cookie.CopyPeerAddresses(addresses);
        foreach (ref readonly SctpAddress address in addresses[..count])
        {
            if (_endpoint.Find(address, remotePort, out _) is { } association)
            {
                return association;
            }
        }

        return null;
    }

    /// <summary>INIT meets an association (sections 5.2.1 and 5.2.2). Neither its state nor its timers change (9260-5.2.1-13, 9260-5.2.2-10).</summary>
    private void OnUnexpectedInit(SctpAssociation association, in InitChunk init, ushort remotePort, in NetworkPath path, Instant now)
    {
        if (association.State == AssociationState.ShutdownAckSent)
        {
            association.Teardown.RepeatShutdownAck(); // 9260-9.2-31
            _endpoint.Touch(association);
            return;
        }

        if (association.State == AssociationState.CookieWait)
        {
            // The own INIT's values again (9260-5.2.1-01), to where both the user and the peer's INIT say the peer is.
            if (TryChooseNamed(association, path, out SctpAddress destination))
            {
                SendInitAck(init, association.Options, association.LocalTag, association.LocalInitialTsn, default, remotePort, path, destination, now);
            }

            return;
        }

        if (NewAddressCheck.Any(_parameters, association.Context.Paths))
        {
            Span<byte> causeBytes = stackalloc byte[512];
            var causes = new TlvWriter(causeBytes);
            NewAddressCheck.AddCause(_parameters, association.Context.Paths, ref causes);
            _endpoint.Replies.SendAbort(init.InitiateTag, isReflected: false, causes.Written, remotePort, path); // 9260-5.2.1-09, 9260-5.2.2-03
            return;
        }

        if (!association.TieTags.AreSet)
        {
            association.TieTags = new TieTags(
                InitiateTag.DrawTieTag(_endpoint.Entropy, association.LocalTag, association.PeerTag),
                InitiateTag.DrawTieTag(_endpoint.Entropy, association.LocalTag, association.PeerTag)); // 9260-5.2.1-16, 9260-5.2.2-06
        }

        bool isCrossing = association.State == AssociationState.CookieEchoed;
        uint tag = isCrossing ? association.LocalTag : InitiateTag.Draw(_endpoint.Entropy, association.LocalTag); // 9260-5.2.1-06, 9260-5.2.2-08
        Tsn initialTsn = isCrossing ? association.LocalInitialTsn : InitiateTag.DrawInitialTsn(_endpoint.Entropy);
        SendInitAck(init, association.Options, tag, initialTsn, association.TieTags, remotePort, path, path.Remote, now);
    }

    /// <summary>9260-5.2.1-03, 9260-5.2.1-04, 9260-5.2.1-05: named by the user and reported by the INIT, the source of the packet before others.</summary>
    private bool TryChooseNamed(SctpAssociation association, in NetworkPath path, out SctpAddress destination)
    {
        foreach (ref readonly SctpAddress address in _parameters.PeerAddresses)
        {
            if (association.Handshake.IsNamed(address))
            {
                destination = address;
                return true;
            }
        }

        destination = path.Remote;
        return false;
    }

    private void SendInitAck(
        in InitChunk init,
        SctpOptions options,
        uint tag,
        Tsn initialTsn,
        TieTags tieTags,
        ushort remotePort,
        in NetworkPath path,
        in SctpAddress destination,
        Instant now)
    {
        StreamNegotiation streams = StreamNegotiation.Of(options.OutboundStreams, options.MaxInboundStreams, init.OutboundStreams, init.InboundStreams);
        var cookie = new StateCookie
        {
            CreationTime = now,
            LifeSpan = StateCookie.GrantLifeSpan(options, _parameters.CookiePreservative),
            LocalTag = tag,
            PeerTag = init.InitiateTag,
            LocalTieTag = tieTags.Local,
            PeerTieTag = tieTags.Peer,
            LocalInitialTsn = initialTsn,
            PeerInitialTsn = init.InitialTsn,
            PeerWindow = init.AdvertisedWindow,
            OutboundStreams = streams.Outbound,
            InboundStreams = streams.Inbound,
            LocalPort = _endpoint.LocalPort,
            PeerPort = remotePort,
            Destination = destination,
        };

        Span<byte> buffer = stackalloc byte[MaxInitAckLength];
        var packet = new PacketWriter(buffer, MaxInitAckLength, _endpoint.LocalPort, remotePort, init.InitiateTag); // 9260-5.2.2-07
        Span<byte> chunk = stackalloc byte[MaxInitAckLength - CommonHeader.Length];
        var writer = new InitWriter(chunk);
        if (!writer.TryAddStateCookie(cookie, _parameters.PeerAddresses, _keys))
        {
            _endpoint.Discard(DiscardReason.Malformed);
            return;
        }

        writer.AddLocalAddresses(options.LocalAddresses, _parameters.PeerFamilies);
        writer.AddUnrecognizedParameters(_parameters.Report);
        int length = writer.Finish(
            ChunkType.InitAck, tag, (uint)options.ReceiveBufferSize, streams.Outbound, (ushort)options.MaxInboundStreams, initialTsn);
        _ = packet.TryAppendRaw(chunk[..length]);
        int packetLength = packet.Seal();
        _endpoint.Replies.Send(buffer[..packetLength], destination, path.Local); // 9260-5.1-04
    }

    private void SendStaleCookie(in StateCookie cookie, Duration staleness, ushort remotePort, in NetworkPath path)
    {
        _endpoint.CountStaleCookie();
        Span<byte> causeBytes = stackalloc byte[16];
        var causes = new TlvWriter(causeBytes);
        _ = ErrorCauses.TryAddStaleCookie(ref causes, staleness);
        Span<byte> buffer = stackalloc byte[64];
        var packet = new PacketWriter(buffer, buffer.Length, _endpoint.LocalPort, remotePort, cookie.PeerTag);
        _ = packet.TryAppend(ChunkType.Error, 0, causes.Written); // 9260-4-02, 9260-5.1.5-06
        int length = packet.Seal();
        _endpoint.Replies.Send(buffer[..length], path.Remote, path.Local);
    }

    /// <summary>A valid cookie and no association: it begins, established at once (9260-5.1.5-07).</summary>
    private SctpAssociation? Accept(in StateCookie cookie, ushort remotePort, in NetworkPath path, Instant now)
    {
        SctpAssociation? association = _endpoint.FindPassive(remotePort);
        if (association is null && !_endpoint.IsListening)
        {
            _endpoint.Replies.SendAbort(cookie.PeerTag, isReflected: false, default, remotePort, path);
            return null;
        }

        if (association is null && (association = _endpoint.TryAccept(remotePort)) is null)
        {
            Span<byte> causeBytes = stackalloc byte[8];
            var causes = new TlvWriter(causeBytes);
            _ = ErrorCauses.TryAddOutOfResource(ref causes);
            _endpoint.Replies.SendAbort(cookie.PeerTag, isReflected: false, causes.Written, remotePort, path); // 9260-5.1-22, 9260-5.1-23
            return null;
        }

        _endpoint.EndWaiting(association);
        association.LocalTag = cookie.LocalTag;
        association.PeerTag = cookie.PeerTag;
        association.LocalInitialTsn = cookie.LocalInitialTsn;
        association.PeerInitialTsn = cookie.PeerInitialTsn;
        AdoptAddresses(association, cookie, path);
        association.Begin(new StreamNegotiation(cookie.OutboundStreams, cookie.InboundStreams), cookie.PeerWindow);
        Acknowledge(association, path, now);
        association.Establish(now);
        return association;
    }

    /// <summary>
    /// The peer has another set of addresses than before: those of its new INIT, no others (9260-5.1.2-05, 9260-5.1.2-06). What it no longer has is free
    /// for other associations.
    /// </summary>
    private void ReplaceAddresses(SctpAssociation association, in StateCookie cookie, in NetworkPath path)
    {
        PathTable paths = association.Context.Paths;
        ReadOnlySpan<Path> former = paths.All;
        _endpoint.Unregister(association);
        association.Replies.Clear();
        paths.Clear();
        AdoptAddresses(association, cookie, path);
        paths.TakeSettings(former);
    }

    /// <summary>The association's paths are those of the cookie and the source of the COOKIE ECHO; only where the INIT ACK went is confirmed (9260-5.4-02).</summary>
    private void AdoptAddresses(SctpAssociation association, in StateCookie cookie, in NetworkPath path)
    {
        Span<SctpAddress> addresses = stackalloc SctpAddress[Math.Min(cookie.PeerAddressCount, _endpoint.Options.MaxPeerAddresses)];
        int count = cookie.CopyPeerAddresses(addresses);
        foreach (ref readonly SctpAddress address in addresses[..count])
        {
            if (association.AddPath(address) is { } added && address.IsSameHost(cookie.Destination))
            {
                added.IsConfirmed = true;
            }
        }

        if (association.AddPath(path.Remote) is { } from)
        {
            from.Local = path.Local;
            from.Remote = path.Remote;
        }
    }

    /// <summary>COOKIE ACK, to where the COOKIE ECHO came from (9260-6.4-02), with a HEARTBEAT if that is unconfirmed (9260-5.4-12).</summary>
    private static void Acknowledge(SctpAssociation association, in NetworkPath source, Instant now)
    {
        if (association.State is AssociationState.CookieWait or AssociationState.CookieEchoed)
        {
            association.Replies.Clear(); // With an earlier reply a SACK or DATA could leave before the COOKIE ACK (9260-3.3.12-01).
        }

        association.Replies.BeginPacket();
        Path path = association.Context.Paths.Find(source.Remote) ?? association.Context.Paths.Primary;
        _ = PacketProcessor.TryReply(association, path, ChunkType.CookieAck, 0, out _);
        if (!path.IsConfirmed)
        {
            association.Heartbeats.Send(path, now);
            association.Replies.KeepRoom(HeartbeatMonitor.ChunkLength); // What else the packet asks for must not displace it.
        }
    }

    /// <summary>COOKIE ECHO meets an association (section 5.2.4). Returns whether the rest of the packet is processed.</summary>
    private bool Meet(SctpAssociation association, CollisionAction action, in StateCookie cookie, in NetworkPath path, Instant now)
    {
        switch (action)
        {
            case CollisionAction.A when association.State == AssociationState.ShutdownAckSent:
                association.Teardown.RepeatShutdownAck(); // 9260-5.2.4-10
                association.Replies.BeginPacket();
                PacketProcessor.ReplyWithError(
                    association, association.Context.Paths.Find(path.Remote) ?? association.Context.Paths.Primary, ErrorCauseCode.CookieReceivedWhileShuttingDown, default);
                _endpoint.Touch(association);
                return false;

            case CollisionAction.A:
                Restart(association, cookie, path, now);
                return true;

            case CollisionAction.B:
                OnCrossing(association, cookie, path, now);
                return true;

            case CollisionAction.D:
                Acknowledge(association, path, now);
                if (association.State == AssociationState.CookieEchoed)
                {
                    association.Handshake.Clear(); // 9260-5.2.4-19, 9260-5.2.4-20
                    association.Establish(now);
                }

                return true;

            default:
                Discard(association, DiscardReason.Cookie); // 9260-5.2.4-05, 9260-5.2.4-15
                return false;
        }
    }

    /// <summary>Action A: the peer has restarted (9260-5.2.4-06).</summary>
    private void Restart(SctpAssociation association, in StateCookie cookie, in NetworkPath path, Instant now)
    {
        AssociationContext context = association.Context;
        context.Statistics.Restarts++;
        association.Handshake.Clear();
        association.Teardown.Reset();
        association.Heartbeats.Stop();
        association.Replies.Clear();
        context.Timers.StopAll();
        association.Failure.Reset();
        association.LocalTag = cookie.LocalTag;
        association.PeerTag = cookie.PeerTag;
        association.LocalInitialTsn = cookie.LocalInitialTsn;
        association.PeerInitialTsn = cookie.PeerInitialTsn;
        association.TieTags = default;
        association.OutboundStreams = cookie.OutboundStreams;
        association.InboundStreams = cookie.InboundStreams;
        association.Sender.IsShuttingDown = association.Teardown.IsRequested; // What the peer had asked for is void.
        association.Sender.Restart(cookie.LocalInitialTsn, cookie.OutboundStreams, cookie.PeerWindow);
        association.Receiver.Initialize(cookie.PeerInitialTsn, cookie.InboundStreams);

        // A restart never adds an address (9260-5.2.2-02), so the source of the COOKIE ECHO counts only if it was known.
        bool isKnown = context.Paths.Find(path.Remote) is not null;
        ReplaceAddresses(association, cookie, isKnown ? path : new NetworkPath(cookie.Destination, path.Local)); // 9260-5.2.4-09
        Acknowledge(association, path, now);
        association.Establish(now, SctpEventKind.Restarted); // 9260-5.2.4-08
    }

    /// <summary>Action B: INITs crossed, and the peer has taken another tag meanwhile (9260-5.2.4-12, 9260-5.2.4-13).</summary>
    private void OnCrossing(SctpAssociation association, in StateCookie cookie, in NetworkPath path, Instant now)
    {
        bool wasWaiting = association.State == AssociationState.CookieWait;
        bool wasOpen = association.State is not (AssociationState.CookieWait or AssociationState.CookieEchoed);
        association.Handshake.Clear();
        association.PeerTag = cookie.PeerTag;
        association.PeerInitialTsn = cookie.PeerInitialTsn;
        if (wasWaiting)
        {
            SctpAddress chosen = association.Context.Paths.Primary.Remote;
            ReplaceAddresses(association, cookie, path);
            foreach (Path each in association.Context.Paths.All)
            {
                each.IsConfirmed |= association.Handshake.IsNamed(each.Remote); // 9260-5.4-01
            }

            if (association.Context.Paths.Find(chosen) is { IsConfirmed: true } primary)
            {
                association.Context.Paths.Primary = primary;
            }
        }

        if (!wasOpen)
        {
            // Whatever an earlier INIT ACK said is void, and so is what was sent behind a COOKIE ECHO: the peer began anew.
            association.Begin(new StreamNegotiation(cookie.OutboundStreams, cookie.InboundStreams), cookie.PeerWindow);
        }
        else
        {
            // The peer began anew: what was sent may be lost, and its TSNs are others. A shutdown under way goes on: the user was told of it, and nothing tells that it is off.
            association.Receiver.Initialize(cookie.PeerInitialTsn, cookie.InboundStreams);
            association.Sender.MarkAllForRetransmission();
        }

        Acknowledge(association, path, now);
        if (!wasOpen)
        {
            association.Establish(now);
        }
    }
}
