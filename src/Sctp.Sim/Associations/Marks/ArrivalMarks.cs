namespace Sctp.Sim.Associations.Marks;

/// <summary>What arrives: damage, forgery, duplicates, gaps, and what the acknowledgements of the peer say.</summary>
internal sealed class ArrivalMarks(MarkSet marks) : Observer
{
    private const int Many = 20;

    private readonly Instant[] _lastData = [Instant.MaxValue, Instant.MaxValue];
    private readonly int[] _lastPath = [-1, -1];
    private readonly bool[] _hadGaps = new bool[2];

    public override Hooks Hooks => Hooks.PacketReceived;

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        marks.ReachIf(!packet.HasValidChecksum, Mark.DamagedPacketArrives);
        marks.ReachIf(packet.Origin == PacketOrigin.Damaged && packet.HasValidChecksum, Mark.SealedDamageArrives);
        marks.ReachIf(packet.Origin == PacketOrigin.Forged, Mark.ForgedPacketArrives);
        marks.ReachIf(side.Application.IsEnded, Mark.PacketAfterTheEnd);
        marks.ReachIf(packet.IsMalformed, Mark.MalformedPacketArrives);
        uint tag = Set.Shadow.Tag(side.Index);
        marks.ReachIf(tag != 0 && packet.Length >= 12 && packet.VerificationTag != tag && packet.VerificationTag != 0, Mark.WrongTagArrives);
        if (Set.Shadow.IsAccepted)
        {
            ObserveData(side, packet);
            ObserveSack(Set.Shadow.Sender(side.Index).LastSack);
        }
    }

    private void ObserveData(AssociationSide side, WirePacket packet)
    {
        ShadowReceiver receiver = Set.Shadow.Receiver(side.Index);
        ref readonly ArrivedData data = ref receiver.LastData;
        int index = side.Index;
        if (packet.DataCount == 0 || !data.HasData)
        {
            return;
        }

        marks.ReachIf(data.DuplicateCount > 0, Mark.DuplicateDataArrives);
        marks.ReachIf(data.NewCount == 0, Mark.OnlyDuplicatesArrive);
        marks.ReachIf(receiver.HasGaps && data.NewCount > 0, Mark.OutOfOrderDataArrives);
        marks.ReachIf(_hadGaps[index] && !receiver.HasGaps, Mark.GapCloses);
        marks.ReachIf(data.IsImmediate, Mark.ImmediateDataArrives);
        bool isElsewhere = _lastPath[index] >= 0 && _lastPath[index] != packet.To.Index;
        marks.ReachIf(isElsewhere, Mark.DataOnAnotherPath);
        marks.ReachIf(isElsewhere && _lastData[index] == packet.Time, Mark.BothPathsAtOneInstant);
        _hadGaps[index] = receiver.HasGaps;
        _lastPath[index] = packet.To.Index;
        _lastData[index] = packet.Time;
    }

    private void ObserveSack(in ArrivedSack sack)
    {
        marks.ReachIf(sack.Effect == SackEffect.Stale, Mark.OldSackArrives);
        if (!sack.IsProcessed || sack.IsShutdown)
        {
            return;
        }

        marks.ReachIf(sack.RevokedCount > 0, Mark.GapAckRevoked);
        marks.ReachIf(sack.NewlyAckedCount >= Many, Mark.SackOfManyArrives);
        marks.ReachIf(sack.NewlyAckedCount == 0, Mark.SackWithoutNewsArrives);
        marks.ReachIf(sack.DuplicateCount > 0, Mark.DuplicatesAreReported);
        marks.ReachIf(sack.AdvertisedWindow == 0, Mark.ZeroWindowArrives);
        marks.ReachIf(sack.CumulativeTsn < sack.CumulativeBefore && sack.AdvancedCumulative, Mark.CumulativeTsnWraps);
    }
}
