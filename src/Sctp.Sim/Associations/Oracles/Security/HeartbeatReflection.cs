using System;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class HeartbeatReflection : Oracle
{
    private const int MostOwed = 256;

    private readonly Ring[] _owed = [new(), new()];

    public override string Id => "O-X9";

    public override string Name => "hb-reflect";

    public override string Statement => "Each HEARTBEAT is answered at most once, by a HEARTBEAT ACK with the same content, and one packet by one.";

    public override string RfcSection => "8.3, 12.4";

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.PacketSent;

    public override Conditions Excludes => Conditions.SealedDamage;

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        Ring owed = _owed[side.Index];
        owed.AnswersOfInput = 0;
        if (side.Stack.State is not (AssociationState.CookieWait or AssociationState.CookieEchoed) && Set.Input[side].PacketsReceived == 1)
        {
            owed.Clear(); // An answer is sent at once, or not at all; only before COOKIE ACK, or with packets that come at the same time, it waits.
        }

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
        if (!packet.Has(WireChunk.HeartbeatAck))
        {
            return;
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
