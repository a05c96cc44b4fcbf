using System;
using System.Numerics;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class LegalEnd : Oracle
{
    private readonly LifeSigns[] _signs = [new(), new()];

    public override string Id => "O-L6";

    public override string Name => "legal-death";

    public override string Statement =>
        "An association ends only as its users asked, or because so many retransmissions, HEARTBEATs, INITs or SHUTDOWNs in a row went unanswered as its limits say.";

    public override string RfcSection => "8.1, 4, 9";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Conditions Excludes => Conditions.MisbehavingPeer | Conditions.SealedDamage | Conditions.OnPathAttacker;

    public override Hooks Hooks => Hooks.AssociationEvent | Hooks.PacketSent | Hooks.PacketReceived | Hooks.BeganAnew;

    public override ulong SentTypes => (1UL << WireChunk.Data) | (1UL << WireChunk.Init) | (1UL << WireChunk.CookieEcho) | (1UL << WireChunk.Shutdown) | (1UL << WireChunk.ShutdownAck) | (1UL << WireChunk.Heartbeat);

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        LifeSigns signs = _signs[side.Index];
        ShadowSender sender = Set.Shadow.Sender(side.Index);
        ref readonly ArrivedSack sack = ref sender.LastSack;
        signs.HasReceivedAbort = Set.Input[side].HasReceived(WireChunk.Abort);
        signs.HasReceivedError = Set.Input[side].HasReceived(WireChunk.Error);

        // What acknowledges data, an answer to a window probe, and a HEARTBEAT ACK while no data is outstanding (8.1, 6.1 rule A).
        bool isProbeAnswered = Set.StepOf(side).Sender.IsProbing && sack.IsProcessed && !sack.IsShutdown && sack.AdvertisedWindow < WireSack.FixedLength + side.Options.Endpoint.PathMtu.GetValueOrDefault(1500);
        bool isHeartbeatAnswered = Set.Shadow.IsAccepted && packet.Has(WireChunk.HeartbeatAck) && TakeHeartbeatAnswers(signs, packet) && sender.OutstandingCount == 0;
        if (sack.NewlyAckedCount > 0 || isProbeAnswered || isHeartbeatAnswered)
        {
            signs.Unanswered = 0;
        }

        // A HEARTBEAT that left before and is still on its way may go unanswered after it.
        if (signs.Unanswered == 0)
        {
            signs.Unanswered = BitOperations.PopCount(signs.AwaitedHeartbeats);
        }
    }

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        LifeSigns signs = _signs[side.Index];
        if (packet.TryFind(WireChunk.Heartbeat, out WireChunk heartbeat))
        {
            signs.OnHeartbeatSent(packet.To.Index, WirePacket.HashOf(packet.ValueOf(heartbeat)));
        }

        if (packet.DataCount != 0)
        {
            signs.Sent = new SentData(true, packet.VerificationTag, Set.Shadow.Sender(side.Index).HighestTsn);
        }

        if ((packet.Types & ((1UL << WireChunk.Init) | (1UL << WireChunk.CookieEcho))) != 0)
        {
            OnSetupPacket(side, packet, signs);
        }
        else if ((packet.Types & ((1UL << WireChunk.Shutdown) | (1UL << WireChunk.ShutdownAck))) != 0)
        {
            signs.FirstShutdown ??= packet.Has(WireChunk.Shutdown) ? packet.Time : null;
            signs.Unanswered += Set.Input[side].IsPacket ? 0 : 1;
        }
        else if (!Set.Input[side].IsPacket || (Set.Conditions & Conditions.BatchedInputs) != 0)
        {
            // A host that was late may find both timers expired and answer with one packet; one that takes inputs together finds a packet beside them.
            signs.Unanswered += (packet.Has(WireChunk.Heartbeat) ? 1 : 0) + (IsRetransmission(side, packet) ? 1 : 0);
        }
    }

    public override void OnAssociationEvent(AssociationSide side, in SctpEvent e)
    {
        EndingAgreement agreement = side.Application.Agreement;
        LifeSigns signs = _signs[side.Index];
        switch (e.Kind)
        {
            case SctpEventKind.CommunicationLost when signs.HasEnded:
            case SctpEventKind.ShutdownComplete when signs.HasEnded:
                Violate(side, $"{e.Kind} after the association had ended");
                break;
            case SctpEventKind.CommunicationLost:
                JudgeLoss(side, e);
                break;
            case SctpEventKind.ShutdownComplete when !agreement.IsShutdownAsked && !agreement.IsAbortAsked && !side.Peer.Stack.HasDiscarded
                && !side.Peer.Application.IsEnded:
                // A side that has ended shuts down what old packets, or the other side's INIT, set up once more.
                Violate(side, "SHUTDOWN COMPLETE although no user asked for it");
                break;
            case SctpEventKind.Restarted when (Set.Conditions & Conditions.Crashes) == 0 && !Set.Shadow[side.Peer].HasBegunAgain:
                Violate(side, "RESTART without a restart of the peer");
                break;
            case SctpEventKind.CommunicationUp when side.Application.IsUp && !signs.HasEnded:
                Violate(side, "COMMUNICATION UP twice");
                break;
            default:
                break;
        }

        if (e.Kind is SctpEventKind.CommunicationUp or SctpEventKind.Restarted or SctpEventKind.CommunicationLost or SctpEventKind.ShutdownComplete)
        {
            signs.Unanswered = 0;
            signs.AwaitedHeartbeats = e.Kind == SctpEventKind.CommunicationUp ? signs.AwaitedHeartbeats : 0; // One may have left beside COOKIE ECHO or COOKIE ACK.
            signs.HasEnded = e.Kind is SctpEventKind.CommunicationLost or SctpEventKind.ShutdownComplete;
            signs.HasEverEnded |= signs.HasEnded;

            // A SHUTDOWN asked for before leaves with the COOKIE ACK, before COMMUNICATION UP is reported.
            signs.FirstShutdown = signs.HasEnded ? null : signs.FirstShutdown;
        }
    }

    public override void OnBeganAnew(AssociationSide side)
    {
        // The application of a host that crashes after its end stays where it is.
        LifeSigns signs = _signs[side.Index];
        signs.HasEnded = side.Application.IsEnded;
        signs.FirstShutdown = null;
        signs.SentBefore = signs.Sent.IsKnown ? signs.Sent : signs.SentBefore;
        signs.Sent = default;
    }

    private void JudgeLoss(AssociationSide side, in SctpEvent e)
    {
        LifeSigns signs = _signs[side.Index];
        SctpOptions options = side.Options.Endpoint;
        bool isExact = (Set.Conditions & Conditions.InexactTime) == 0;
        bool isLegal = e.LossReason switch
        {
            LossReason.LocalAbort => side.Application.Agreement.IsAbortAsked,
            LossReason.PeerAborted => signs.HasReceivedAbort && MayPeerAbort(side),

            // Of the last time-out nothing was sent any more. With several paths what is due may have to wait for room on another one.
            LossReason.PeerUnreachable => MayAddressBeNew || signs.Unanswered + 1 > options.AssociationMaxRetrans
                || (side.Stack.PathCount > 1 && signs.Unanswered + side.Stack.Statistics.T3Expiries > options.AssociationMaxRetrans),
            LossReason.SetupTimeout => signs.SetupRetransmissions >= options.MaxInitRetransmits,
            LossReason.StaleCookie => signs.HasReceivedError,
            LossReason.ShutdownGuardExpired =>
                signs.FirstShutdown is { } first && (!isExact || side.Now - first >= (options.ShutdownGuard ?? (options.RtoMax * 5))),
            LossReason.ProtocolViolation =>
                signs.SentBefore.Covers(Set.Shadow[side].PeerTag, Set.Shadow.Sender(side.Index).LastSack.HighestTsn)
                || _signs[side.Peer.Index].SentBefore.Covers(Set.Setup[side].LocalTag, Set.Setup[side].PeerInitialTsn),
            LossReason.ProtocolUnreachable => (Set.Conditions & Conditions.ForgedIcmp) != 0,
            _ => false,
        };
        if (!isLegal)
        {
            Violate(side, $"COMMUNICATION LOST: {e.LossReason}, cause {e.Cause}; {signs.Unanswered} unanswered, {signs.SetupRetransmissions} retransmissions of INIT or COOKIE ECHO");
        }
    }

    // At another address nobody knows who it is, and what it says does not count.
    private bool MayAddressBeNew => (Set.Conditions & (Conditions.AddressChange | Conditions.Mortal)) == (Conditions.AddressChange | Conditions.Mortal);

    // A user asked for it, or the peer had ended, crashed or died before; where SHUTDOWN COMPLETE got lost, an old packet can be answered by ABORT (8.4 rule 8).
    private bool MayPeerAbort(AssociationSide side)
    {
        EndingAgreement agreement = side.Application.Agreement;
        return agreement.IsAbortAsked || agreement.IsOneSideComplete
            || side.Peer.Application.IsEnded || side.Peer.Application.HasLostOne || side.Peer.Incarnation != 0
            || MayAddressBeNew;
    }

    private void OnSetupPacket(AssociationSide side, WirePacket packet, LifeSigns signs)
    {
        byte type = packet.Chunks[0].Type;
        if (Set.Input[side].IsPacket || type != signs.SetupType)
        {
            signs.SetupType = type;
            signs.SetupRetransmissions = 0;
        }
        else
        {
            signs.SetupRetransmissions++;
        }
    }

    private static bool TakeHeartbeatAnswers(LifeSigns signs, WirePacket packet)
    {
        bool isAnswered = false;
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            isAnswered |= chunk.Type == WireChunk.HeartbeatAck && signs.TakeHeartbeatAnswer(WirePacket.HashOf(packet.ValueOf(chunk)));
        }

        return isAnswered;
    }

    private bool IsRetransmission(AssociationSide side, WirePacket packet)
    {
        return packet.TryFind(WireChunk.Data, out WireChunk data) && data.Length >= WireData.HeaderLength
            && !WirePacket.IsBefore(Set.Shadow.Sender(side.Index).HighestTsnBefore, packet.FirstWord(data));
    }

    /// <summary>
    /// DATA that a side sent before it began anew. The peer keeps its tag while it waits for COOKIE ACK, and where initial TSNs are fixed DATA of both incarnations bear the same numbers:
    /// what comes late counts. It contradicts what the new incarnation sends under these TSNs, and what acknowledges it acknowledges a TSN that the new one does not know of.
    /// </summary>
    private readonly record struct SentData(bool IsKnown, uint PeerTag, uint HighestTsn)
    {
        public bool Covers(uint peerTag, uint tsn) => IsKnown && PeerTag == peerTag && !WirePacket.IsBefore(HighestTsn, tsn);
    }

    /// <summary>What one side has sent since it last heard that its peer is alive.</summary>
    private sealed class LifeSigns
    {
        private const int MostPaths = 32;

        private readonly ulong[] _heartbeats = new ulong[MostPaths];

        public int Unanswered { get; set; }

        /// <summary>A bit for each path whose last HEARTBEAT has no answer.</summary>
        public uint AwaitedHeartbeats { get; set; }

        public int SetupRetransmissions { get; set; }

        public byte SetupType { get; set; }

        public Instant? FirstShutdown { get; set; }

        public SentData Sent { get; set; }

        /// <summary>By the last incarnation that sent any.</summary>
        public SentData SentBefore { get; set; }

        public bool HasEnded { get; set; }

        public bool HasEverEnded { get; set; }

        public bool HasReceivedAbort { get; set; }

        public bool HasReceivedError { get; set; }

        public void OnHeartbeatSent(int path, ulong hash)
        {
            _heartbeats[path % MostPaths] = hash;
            AwaitedHeartbeats |= 1U << (path % MostPaths);
        }

        /// <summary>Whether this answers the last HEARTBEAT to a path, for the first time. The answer to an earlier one, which may come after the next has left, does not count.</summary>
        public bool TakeHeartbeatAnswer(ulong hash)
        {
            int path = Array.IndexOf(_heartbeats, hash);
            if (path < 0 || (AwaitedHeartbeats & (1U << path)) == 0)
            {
                return false;
            }

            AwaitedHeartbeats &= ~(1U << path);
            return true;
        }
    }
}
