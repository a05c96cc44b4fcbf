using System;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class HeartbeatReflection : Oracle
{
    private const int MostOwed = 256;

    private readonly Ring[] _owed = [new(), new()];
    private readonly bool[] _isAnswerDue = new bool[2];
    private readonly NetworkAddress[] _askedFrom = new NetworkAddress[2];
    private readonly int[] _length = new int[2];

    public override string Id => "O-X9";

    public override string Name => "hb-reflect";

    public override string Statement => "Each HEARTBEAT is answered once, by a HEARTBEAT ACK with the same content to where it came from, and one packet by one.";

    public override string RfcSection => "3.3.6, 8.3, 12.4";

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.PacketSent | Hooks.AfterEvent;

    public override ulong SentTypes => 1UL << WireChunk.HeartbeatAck;

    public override Conditions Excludes => Conditions.SealedDamage;

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        Ring owed = _owed[side.Index];
        owed.AnswersOfInput = 0;
        if (side.Stack.State is not (AssociationState.CookieWait or AssociationState.CookieEchoed) && Set.Input[side].PacketsReceived == 1)
        {
            owed.Clear(); // An answer is sent at once, or not at all; only before COOKIE ACK, or with packets that come at the same time, it waits.
        }

        _isAnswerDue[side.Index] = MustBeAnswered(side, packet);
        _askedFrom[side.Index] = packet.From;
        _length[side.Index] = packet.Length;
        if (!packet.Has(WireChunk.Heartbeat))
        {
            return;
        }

        owed.BeginInput();
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (chunk.Type == WireChunk.Heartbeat)
            {
                owed.Add(XxHash64.Compute(packet.ValueOf(chunk)));
            }
        }
    }

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (_isAnswerDue[side.Index])
        {
            _isAnswerDue[side.Index] = false;
            if (packet.To != _askedFrom[side.Index])
            {
                Violate(side, $"a HEARTBEAT from {_askedFrom[side.Index]} is answered to {packet.To}");
            }
        }

        Ring owed = _owed[side.Index];
        owed.AnswersOfInput++;
        if (owed.AnswersOfInput > 1 && owed.IsOfOneInput)
        {
            Violate(side, $"{owed.AnswersOfInput} packets with HEARTBEAT ACK answer one packet");
            return;
        }

        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (chunk.Type == WireChunk.HeartbeatAck && !owed.HasForgotten && !owed.TryTake(XxHash64.Compute(packet.ValueOf(chunk))))
            {
                Violate(side, $"a HEARTBEAT ACK of {chunk.Length} bytes answers no HEARTBEAT");
                return;
            }
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        if (!_isAnswerDue[side.Index])
        {
            return;
        }

        _isAnswerDue[side.Index] = false;
        if (Set.Input[side].PacketsReceived == 1 && MayAnswer(side.Stack.State) && _length[side.Index] <= side.Node.SmallestBuffer)
        {
            Violate(side, $"a HEARTBEAT from {_askedFrom[side.Index]} is not answered");
        }
    }

    private static bool MayAnswer(AssociationState state) =>
        state is AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownReceived;

    // Alone in its packet, so that nothing else takes the room for the answer; what is larger than the path MTU is left unanswered.
    private bool MustBeAnswered(AssociationSide side, WirePacket packet) =>
        packet.ChunkCount == 1
        && packet.Chunks[0].Type == WireChunk.Heartbeat
        && !packet.IsMalformed
        && MayAnswer(side.Stack.State)
        && Set.Input[side].HasValidChecksum
        && packet.VerificationTag == Set.Setup[side].LocalTag
        && side.IsFromPeer(packet)
        && packet.Length <= side.SmallestPathMtu;

    private sealed class Ring
    {
        private readonly ulong[] _digests = new ulong[MostOwed];
        private int _count;
        private int _inputs;

        public int AnswersOfInput { get; set; }

        public bool IsOfOneInput => _inputs <= 1;

        /// <summary>Whether more wait for their answer than can be remembered.</summary>
        public bool HasForgotten => _count > MostOwed;

        public void Clear()
        {
            _count = 0;
            _inputs = 0;
        }

        public void BeginInput() => _inputs++;

        public void Add(ulong digest) => _digests[_count++ % MostOwed] = digest;

        public bool TryTake(ulong digest)
        {
            int known = Math.Min(_count, MostOwed);
            int found = Array.IndexOf(_digests, digest, 0, known);
            if (found < 0)
            {
                return false;
            }

            _digests[found] = _digests[known - 1];
            _count = known - 1;
            return true;
        }
    }
}
