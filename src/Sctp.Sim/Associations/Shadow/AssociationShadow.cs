namespace Sctp.Sim.Associations;

/// <summary>
/// A reference receiver and a reference sender for each side of an association, built from the packets: what was sent, what arrived, and what the
/// acknowledgements that arrived said. It shares no code with the core, so that it can judge any stack, but asks the stack for its state, for what it counted as
/// dropped, and for the bytes that wait to be sent. It follows the tags: a restart, or an old COOKIE ECHO that sets up an association anew, begins new ones.
/// </summary>
internal sealed class AssociationShadow
{
    private const byte ReflectedTag = 1;
    private const ushort StaleCookie = 3;

    private readonly ShadowSide[] _sides;
    private readonly WirePacket _echo = new();
    private readonly bool[] _hasEcho = new bool[2];
    private readonly AssociationState[] _stateAtEcho = new AssociationState[2];
    private readonly bool[] _isAcknowledging = new bool[2];
    private readonly bool[] _isAcknowledgingBySack = new bool[2];

    public AssociationShadow()
    {
        ShadowSender client = new();
        ShadowSender server = new();
        _sides = [new ShadowSide(client, server), new ShadowSide(server, client)];
    }

    /// <summary>Packets seen so far, sent and received.</summary>
    public long PacketCount { get; private set; }

    /// <summary>Whether the packet that is being received counts at its receiver: right checksum, right tag, an association that takes it.</summary>
    public bool IsAccepted { get; private set; }

    /// <summary>The packet with a COOKIE ECHO that the packet being sent answers with COOKIE ACK: what is behind the COOKIE ECHO counts from now on. Null for none.</summary>
    public WirePacket? AcceptedEcho { get; private set; }

    public ShadowSide this[int sideIndex] => _sides[sideIndex];

    public ShadowSide this[AssociationSide side] => _sides[side.Index];

    /// <summary>What a side sent.</summary>
    public ShadowSender Sender(int sideIndex) => _sides[sideIndex].Sender;

    /// <summary>What a side received.</summary>
    public ShadowReceiver Receiver(int sideIndex) => _sides[sideIndex].Receiver;

    /// <summary>The tag that a side expects, from its INIT or INIT ACK; 0 before there is an association.</summary>
    public uint Tag(int sideIndex) => _sides[sideIndex].Tag;

    /// <summary>Before the oracles see the packet.</summary>
    public void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        PacketCount++;
        AcceptedEcho = null;
        ShadowSide shadow = _sides[side.Index];
        shadow.Resolve(side);
        if (packet.ChunkCount == 0)
        {
            return;
        }

        shadow.Sender.OnPacketSent();
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            OnChunkSent(side, shadow, packet, chunk);
        }
    }

    /// <summary>After the oracles saw the packet.</summary>
    public void AfterPacketSent(AssociationSide side)
    {
        if (_isAcknowledging[side.Index])
        {
            _sides[side.Index].Receiver.OnAcknowledged(_isAcknowledgingBySack[side.Index]);
            _isAcknowledging[side.Index] = false;
            _isAcknowledgingBySack[side.Index] = false;
        }
    }

    /// <summary>Before the oracles judge what an input caused.</summary>
    public void BeforeJudgement(AssociationSide side)
    {
        _sides[side.Index].Resolve(side);
        _hasEcho[side.Index] = false;
    }

    /// <summary>Before the oracles see the packet, and before the stack gets it.</summary>
    public void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        PacketCount++;
        ShadowSide shadow = _sides[side.Index];
        shadow.Resolve(side);
        shadow.Receiver.OnPacketReceived();
        shadow.Sender.OnPacketReceived();
        IsAccepted = false;

        // A genuine packet has the checksum it was sent with, which is judged there.
        if (packet.ChunkCount == 0 || (packet.Origin != PacketOrigin.Genuine && !packet.HasValidChecksum) || !side.HasPortsOf(packet))
        {
            return;
        }

        WireChunk first = packet.Chunks[0];
        switch (first.Type)
        {
            case WireChunk.Init or WireChunk.InitAck:
                if (first.Length >= WireInit.FixedLength)
                {
                    shadow.OnOfferReceived(OfferOf(packet, first));
                }

                IsAccepted = true;
                return;
            case WireChunk.CookieEcho:
                // It counts once COOKIE ACK answers it, and so does what comes behind it.
                _echo.CopyFrom(packet);
                _hasEcho[side.Index] = true;
                _stateAtEcho[side.Index] = side.Stack.State;
                return;
            case WireChunk.Abort or WireChunk.ShutdownComplete:
                IsAccepted = packet.VerificationTag == ((first.Flags & ReflectedTag) != 0 ? shadow.PeerTag : shadow.Tag);
                if (IsAccepted && (first.Type == WireChunk.Abort || side.Stack.State is AssociationState.ShutdownAckSent))
                {
                    shadow.IsAlive = false;
                }

                return;
            case WireChunk.ShutdownAck when side.Stack.State is AssociationState.CookieWait or AssociationState.CookieEchoed:
                return; // Taken for one out of the blue (8.5.1).
            default:
                IsAccepted = shadow.IsAlive && packet.VerificationTag == shadow.Tag;
                break;
        }

        if (IsAccepted)
        {
            TakeChunks(side, shadow, packet, side.Application.IsEnded ? AssociationState.Established : side.Stack.State);
        }
    }

    /// <summary>The application of a side read a message or a part of one.</summary>
    public void OnMessageReceived(AssociationSide side, in ReceivedPart part) => _sides[side.Index].Receiver.OnRead(part.Message.Length);

    private static SetupOffer OfferOf(WirePacket packet, in WireChunk chunk)
    {
        WireInit init = packet.Init(chunk);
        return new SetupOffer(init.InitiateTag, init.InitialTsn, init.AdvertisedWindow, init.OutboundStreams, init.InboundStreams, chunk.Type == WireChunk.InitAck);
    }

    private void OnChunkSent(AssociationSide side, ShadowSide shadow, WirePacket packet, in WireChunk chunk)
    {
        switch (chunk.Type)
        {
            case WireChunk.Data when chunk.Length >= WireData.HeaderLength:
                if (packet.VerificationTag == shadow.PeerTag)
                {
                    shadow.Sender.OnDataSent(packet.Data(chunk), packet.To.Index, packet.Time, PacketCount);
                }

                break;
            case WireChunk.Sack when chunk.Length >= WireSack.FixedLength:
                if (packet.VerificationTag == shadow.PeerTag)
                {
                    shadow.Receiver.OnSackSent(packet.Sack(chunk));
                    _isAcknowledging[side.Index] = true;
                    _isAcknowledgingBySack[side.Index] = true;
                }

                break;
            case WireChunk.Shutdown:
                _isAcknowledging[side.Index] |= packet.VerificationTag == shadow.PeerTag;
                break;
            case WireChunk.Init or WireChunk.InitAck when chunk.Length >= WireInit.FixedLength:
                shadow.OnOfferSent(OfferOf(packet, chunk));
                shadow.CompareWith(_sides[side.Peer.Index]);
                break;
            case WireChunk.CookieEcho:
                shadow.Begin(shadow.InitTag, packet.VerificationTag, hasEnded: false, isOpen: false, packet.Time);
                _sides[side.Peer.Index].CompareWith(shadow);
                break;
            case WireChunk.CookieAck:
                OnCookieAckSent(side, shadow, packet);
                _sides[side.Peer.Index].CompareWith(shadow);
                break;
            case WireChunk.Abort or WireChunk.ShutdownComplete:
                if ((chunk.Flags & ReflectedTag) == 0 && packet.VerificationTag == shadow.PeerTag)
                {
                    shadow.IsAlive = false;
                }

                break;
            default:
                break;
        }
    }

    private void OnCookieAckSent(AssociationSide side, ShadowSide shadow, WirePacket packet)
    {
        if (!_hasEcho[side.Index])
        {
            return;
        }

        _hasEcho[side.Index] = false;
        AcceptedEcho = _echo;
        int incarnation = shadow.Incarnation;
        bool isSameTag = shadow.IsAlive && shadow.Tag == _echo.VerificationTag;
        shadow.Begin(_echo.VerificationTag, packet.VerificationTag, side.Application.IsEnded, _stateAtEcho[side.Index] >= AssociationState.Established, packet.Time);
        if (isSameTag && shadow.Incarnation != incarnation && (side.Observers.Conditions & Conditions.Crashes) != 0)
        {
            // By action B the late COOKIE ECHO of a host that crashed takes the place of the one that came after: what that sent has the right tag still, and new TSNs to fill.
            side.Application.Inbound.AllowAgain(mayBeUnread: true);
        }

        if (shadow.Tag == _echo.VerificationTag && shadow.PeerTag == packet.VerificationTag)
        {
            // One that is there already goes on in its state, also where the peer has another tag now (action B); else the echo leads to ESTABLISHED.
            AssociationState state = _stateAtEcho[side.Index];
            bool goesOn = isSameTag && state > AssociationState.Established;
            TakeChunks(side, shadow, _echo, goesOn ? state : AssociationState.Established);
        }
    }

    // As 6 and 9.2 say which state takes what.
    private static void TakeChunks(AssociationSide side, ShadowSide shadow, WirePacket packet, AssociationState state)
    {
        long acknowledged = shadow.Sender.CumulativelyAckedBytes;
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            switch (chunk.Type)
            {
                case WireChunk.Data when chunk.Length > WireData.HeaderLength:
                    if (state is AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownSent)
                    {
                        shadow.Receiver.OnDataArrived(side, packet.Data(chunk), packet.From.Index, packet.Time);
                    }

                    break;
                case WireChunk.Error when state == AssociationState.CookieEchoed && SetupShadow.TryFindParameter(packet.ValueOf(chunk), StaleCookie, out _):
                    return; // The set-up begins again (5.2.6).
                case WireChunk.CookieAck when state == AssociationState.CookieEchoed:
                    state = AssociationState.Established;
                    break;
                case WireChunk.Sack when chunk.Length >= WireSack.FixedLength:
                    if (state == AssociationState.CookieEchoed && shadow.Sender.OutstandingCount > 0)
                    {
                        state = AssociationState.Established; // Only the COOKIE ACK went missing.
                    }

                    if (state is AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownReceived)
                    {
                        shadow.Sender.OnSackArrived(packet.Sack(chunk), packet.Time);
                    }

                    break;
                case WireChunk.Shutdown when chunk.Length >= 8:
                    if (state is AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownReceived)
                    {
                        shadow.Sender.OnShutdownArrived(packet.FirstWord(chunk));
                        state = HasNothingLeft(side, shadow.Sender.CumulativelyAckedBytes - acknowledged, shadow.Sender) ? AssociationState.ShutdownAckSent : AssociationState.ShutdownReceived;
                    }

                    break;
                default:
                    break;
            }

            if (chunk.EndsPacket)
            {
                return;
            }
        }
    }

    // Then SHUTDOWN ACK leaves, and nothing that follows is an acknowledgement (9.2).
    private static bool HasNothingLeft(AssociationSide side, long acknowledged, ShadowSender sender) =>
        sender.OutstandingCount == 0 && side.Stack.Status.BufferedBytes <= acknowledged;
}
