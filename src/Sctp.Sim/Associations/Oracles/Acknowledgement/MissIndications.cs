namespace Sctp.Sim.Associations.Oracles;

/// <summary>
/// The counts of the stack are not seen, only what follows from them. The shadow counts at least as much as a sender may: it does not know when Fast Recovery,
/// in which all that is missing counts, is left.
/// </summary>
internal sealed class MissIndications : ShadowOracle
{
    public override string Id => "O-A21";

    public override string Name => "miss-count";

    public override string Statement => "Only a chunk that three SACKs reported missing is fast retransmitted; a SACK counts once, and only for what is below the highest TSN it newly acknowledges.";

    public override string RfcSection => "7.2.4";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    private readonly long[] _fastRetransmissions = new long[2];

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!TryJudge(side, packet, out ShadowSide shadow))
        {
            return;
        }

        int resent = 0;
        int missed = 0;
        ShadowSender sender = shadow.Sender;
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (chunk.Type == WireChunk.Data && packet.FirstWord(chunk) is uint tsn && !WirePacket.IsBefore(sender.HighestTsnBefore, tsn))
            {
                resent++;
                missed += sender.Contains(tsn) && sender[tsn].MissCount >= MissLimit ? 1 : 0;
            }
        }

        if (resent == 0)
        {
            return;
        }

        long count = side.Stack.Statistics.FastRetransmissions;
        if (count - _fastRetransmissions[side.Index] > missed)
        {
            Violate(side, $"{count - _fastRetransmissions[side.Index]} of {resent} DATA chunks are fast retransmissions, {missed} of them were reported missing {MissLimit} times");
        }

        _fastRetransmissions[side.Index] = count;
    }

    private const int MissLimit = 3;
}
