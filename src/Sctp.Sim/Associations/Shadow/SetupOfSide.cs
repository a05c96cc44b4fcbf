using System;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Associations;

/// <summary>How far a side has come with the set-up.</summary>
internal enum SetupPhase
{
    None,
    CookieWait,
    CookieEchoed,
    Up,
}

/// <summary>The reference of one side's half of the set-up.</summary>
internal sealed class SetupOfSide
{
    private const ushort StateCookie = 7;
    private const int MostCookies = 8_192;
    private const ulong SetupTypes =
        (1UL << WireChunk.Init) | (1UL << WireChunk.InitAck) | (1UL << WireChunk.CookieEcho) | (1UL << WireChunk.CookieAck) | (1UL << WireChunk.Error);

    private IssuedCookie[] _cookies = new IssuedCookie[16];
    private int _cookieCount;
    private bool _hasReceivedInit;
    private bool _isInitOfAssociation;
    private bool _wasOpen;
    private int _incarnation;
    private WireInitFields _receivedInit;
    private WireInitFields _receivedInitAck;

    public SetupPhase Phase { get; private set; }

    /// <summary>The tag that packets to this side carry; 0 before it is known.</summary>
    public uint LocalTag { get; private set; }

    /// <summary>The tag that packets of this side carry; 0 before it is known.</summary>
    public uint PeerTag { get; private set; }

    public uint LocalInitialTsn { get; private set; }

    public uint PeerInitialTsn { get; private set; }

    /// <summary>How often the peer has restarted (action A).</summary>
    public int Epoch { get; private set; }

    /// <summary>How often the sequence numbers of this side began anew.</summary>
    public int Beginning { get; private set; }

    /// <summary>The tags of the association before the last restart; 0 for none.</summary>
    public uint FormerLocalTag { get; private set; }

    /// <summary>OS of the INIT or INIT ACK of this side that the association began with.</summary>
    public int OutboundStreams { get; private set; } = ushort.MaxValue;

    /// <summary>MIS of the INIT or INIT ACK of this side that the association began with.</summary>
    public int InboundStreams { get; private set; } = ushort.MaxValue;

    /// <summary>What the COOKIE ECHO of the current input is.</summary>
    public CookieEncounter Encounter { get; private set; }

    /// <summary>The cookie of that COOKIE ECHO.</summary>
    public IssuedCookie EchoedCookie { get; private set; }

    /// <summary>Whether more cookies were given out than are remembered.</summary>
    public bool HasForgottenCookies => _cookieCount > MostCookies;

    /// <summary>
    /// Whether the host has a second association with the same peer, because the addresses of an INIT were overwritten under a good checksum and it could not know whose it was:
    /// which of the two a packet or an event is about cannot be told from outside.
    /// </summary>
    public bool HasSecond { get; private set; }

    /// <summary>The INIT that came in last.</summary>
    public bool TryGetReceivedInit(out WireInitFields init)
    {
        init = _receivedInit;
        return _hasReceivedInit;
    }

    public void OnPacketReceived(AssociationSide side, WirePacket packet, InputOfSide input)
    {
        if (input.PacketsReceived <= 1)
        {
            Encounter = CookieEncounter.None; // Of packets that come together, the COOKIE ACK for one leaves after the last.
        }

        if ((input.ReceivedTypes & SetupTypes) == 0 || packet.ChunkCount == 0)
        {
            return;
        }

        _wasOpen = side.Stack.State >= AssociationState.Established;
        ref readonly WireChunk first = ref packet.Chunks[0];
        switch (first.Type)
        {
            case WireChunk.Init when first.Length >= WireInit.FixedLength:
                _receivedInit = WireInitFields.Of(packet, first);
                _hasReceivedInit = true;
                _isInitOfAssociation = ListedAddresses.AreOfAssociation(side, packet);
                break;
            case WireChunk.InitAck when first.Length >= WireInit.FixedLength && Phase == SetupPhase.CookieWait && packet.VerificationTag == LocalTag:
                _receivedInitAck = WireInitFields.Of(packet, first);
                break;
            case WireChunk.CookieEcho:
                OnCookieEcho(side, packet, first);
                break;
            case WireChunk.CookieAck when Phase == SetupPhase.CookieEchoed && packet.VerificationTag == LocalTag:
                Phase = SetupPhase.Up;
                break;
        }
    }

    public void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if ((packet.Types & SetupTypes) == 0)
        {
            return;
        }

        ref readonly WireChunk first = ref packet.Chunks[0];
        switch (first.Type)
        {
            case WireChunk.Init when first.Length >= WireInit.FixedLength:
                OnInitSent(packet, first);
                break;
            case WireChunk.InitAck when first.Length >= WireInit.FixedLength:
                OnInitAckSent(side, packet, first);
                break;
            case WireChunk.CookieEcho when _receivedInitAck.InitiateTag == packet.VerificationTag:
                Phase = SetupPhase.CookieEchoed;
                PeerTag = _receivedInitAck.InitiateTag;
                PeerInitialTsn = _receivedInitAck.InitialTsn;
                break;
            case WireChunk.CookieAck:
                OnCookieAckSent();
                break;
        }
    }

    private void OnInitSent(WirePacket packet, in WireChunk chunk)
    {
        WireInitFields init = WireInitFields.Of(packet, chunk);
        if (init.InitiateTag != LocalTag)
        {
            FormerLocalTag = LocalTag;
        }

        if (Phase != SetupPhase.CookieWait || init.InitiateTag != LocalTag)
        {
            Beginning++; // Also what was sent behind a COOKIE ECHO that was stale is unsent again.
        }

        Phase = SetupPhase.CookieWait;
        PeerTag = 0;
        LocalTag = init.InitiateTag;
        LocalInitialTsn = init.InitialTsn;
        _receivedInitAck = default;
        Announce(init);
    }

    private void OnInitAckSent(AssociationSide side, WirePacket packet, in WireChunk chunk)
    {
        if (!_hasReceivedInit || !SetupShadow.TryFindParameter(packet.Init(chunk).Parameters, StateCookie, out ReadOnlySpan<byte> cookie))
        {
            return;
        }

        if (_cookieCount == _cookies.Length && _cookieCount < MostCookies)
        {
            Array.Resize(ref _cookies, 2 * _cookieCount); // Somebody floods with INITs; what is forgotten cannot be told from what was never given out.
        }

        WireInitFields init = WireInitFields.Of(packet, chunk);
        bool hasAssociation = side.Stack.State is not (AssociationState.Closed or AssociationState.CookieWait);
        _cookies[_cookieCount++ % MostCookies] = new IssuedCookie(
            XxHash64.Compute(cookie),
            packet.Time,
            init.InitiateTag,
            _receivedInit.InitiateTag,
            init.InitialTsn,
            _receivedInit.InitialTsn,
            hasAssociation,
            Epoch,
            _receivedInit.HasPreservative,
            init.OutboundStreams,
            init.InboundStreams,
            packet.DestinationPort,
            side.Node.CookieKeys,
            _isInitOfAssociation);
    }

    private void Announce(in WireInitFields own)
    {
        OutboundStreams = own.OutboundStreams;
        InboundStreams = own.InboundStreams;
    }

    private void OnCookieEcho(AssociationSide side, WirePacket packet, in WireChunk chunk)
    {
        Encounter = CookieEncounter.Foreign;
        ulong digest = XxHash64.Compute(packet.ValueOf(chunk));
        bool isOwnPort = packet.DestinationPort == HostNumbers.PortOf(side.Node.Host);
        for (int i = Math.Max(0, _cookieCount - MostCookies); i < _cookieCount; i++)
        {
            ref readonly IssuedCookie cookie = ref _cookies[i % MostCookies];
            bool isHonoured = side.Node.CookieKeys - cookie.CookieKeys < 2;
            if (isHonoured && cookie.Digest == digest && cookie.LocalTag == packet.VerificationTag && cookie.PeerPort == packet.SourcePort && isOwnPort)
            {
                EchoedCookie = cookie;
                Encounter = Phase == SetupPhase.None ? CookieEncounter.Begins : cookie.IsOfAssociation ? Decide(cookie) : CookieEncounter.Elsewhere;
            }
        }
    }

    // Table 12. A peer's tag that is not known yet counts as one that differs in the row of action B, and as none in the others.
    private CookieEncounter Decide(in IssuedCookie cookie)
    {
        bool isLocal = cookie.LocalTag == LocalTag;
        bool isPeer = PeerTag != 0 && cookie.PeerTag == PeerTag;
        return (isLocal, isPeer) switch
        {
            (true, true) => CookieEncounter.Duplicate,
            (true, false) => CookieEncounter.Crossing,
            (false, true) when !cookie.HasTieTags => CookieEncounter.Late,
            (false, false) when PeerTag != 0 && cookie.HasTieTags && cookie.Epoch == Epoch => CookieEncounter.Restart,
            _ => CookieEncounter.NoRow,
        };
    }

    // COOKIE ACK says that the COOKIE ECHO was taken.
    private void OnCookieAckSent()
    {
        switch (Encounter)
        {
            case CookieEncounter.Restart:
                Epoch++;
                FormerLocalTag = LocalTag;
                Beginning++;
                Adopt();
                break;
            case CookieEncounter.Begins:
                FormerLocalTag = LocalTag == EchoedCookie.LocalTag ? FormerLocalTag : LocalTag;
                Beginning++;
                Adopt();
                break;
            case CookieEncounter.Crossing:
                Beginning += _wasOpen ? 0 : 1;
                Adopt();
                break;
            case CookieEncounter.Duplicate:
                Phase = SetupPhase.Up;
                break;
            case CookieEncounter.Elsewhere:
                HasSecond = true;
                break;
        }
    }

    private void Adopt()
    {
        Phase = SetupPhase.Up;
        LocalTag = EchoedCookie.LocalTag;
        PeerTag = EchoedCookie.PeerTag;
        LocalInitialTsn = EchoedCookie.LocalInitialTsn;
        PeerInitialTsn = EchoedCookie.PeerInitialTsn;
        OutboundStreams = EchoedCookie.OutboundStreams;
        InboundStreams = EchoedCookie.InboundStreams;
    }

    /// <summary>The association is over; after a crash the cookies of the incarnation before are worth nothing.</summary>
    public void OnBeganAnew(int incarnation)
    {
        OnEnded();
        if (incarnation != _incarnation)
        {
            _incarnation = incarnation;
            _cookieCount = 0;
            _hasReceivedInit = false;
        }
    }

    /// <summary>The association is over.</summary>
    public void OnEnded()
    {
        Phase = SetupPhase.None;
        PeerTag = 0;
    }
}

/// <summary>The fields of an INIT or INIT ACK that outlive its packet.</summary>
internal readonly record struct WireInitFields(
    uint InitiateTag, uint InitialTsn, uint AdvertisedWindow, int OutboundStreams, int InboundStreams, bool HasPreservative)
{
    private const ushort CookiePreservative = 9;

    public static WireInitFields Of(WirePacket packet, in WireChunk chunk)
    {
        WireInit init = packet.Init(chunk);
        return new WireInitFields(
            init.InitiateTag,
            init.InitialTsn,
            init.AdvertisedWindow,
            init.OutboundStreams,
            init.InboundStreams,
            SetupShadow.TryFindParameter(init.Parameters, CookiePreservative, out _));
    }
}
