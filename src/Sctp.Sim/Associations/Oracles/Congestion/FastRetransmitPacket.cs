namespace Sctp.Sim.Associations.Oracles;

internal sealed class FastRetransmitPacket : StepOracle
{
    public override string Id => "O-C12";

    public override string Name => "fast-one-packet";

    public override string Statement => "Chunks that are sent again fit cwnd, but for one packet on entering Fast Recovery.";

    public override string RfcSection => "6.1 rule C, 7.2.4 step 3";

    public override Hooks Hooks => Hooks.PacketSent | Hooks.AfterEvent;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    private readonly int[] _packets = new int[2];

    // The path that the packet is still owed to; null for none.
    private readonly int?[] _owedTo = new int?[2];

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!TryJudge(side, out SideStep step) || !step.Sender.IsCertain || packet.Has(WireChunk.CookieEcho))
        {
            return;
        }

        int index = step.PathOf(packet.To);
        if (index < 0)
        {
            return;
        }

        foreach (ref readonly DataInPacket data in step.Sender.Packet)
        {
            if (data.IsNew || data.PathFlight == 0)
            {
                continue;
            }

            int window = side.Stack.GetPath(index).CongestionWindow;
            if (data.PathFlight + data.Size > window && (!IsDue(side, step, index) || ++_packets[side.Index] > 1))
            {
                Violate(side, $"TSN {data.Tsn} of {data.Size} bytes was sent again with {data.PathFlight} bytes in flight, cwnd is {window}");
            }

            if (data.PathFlight + data.Size > window)
            {
                return; // The rest of the packet may go along.
            }
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        ref int? owed = ref _owedTo[side.Index];
        _packets[side.Index] = 0;
        if (!TryJudge(side, out SideStep step) || !step.Sender.IsInFastRecovery)
        {
            owed = null;
            return;
        }

        if (IsFastRetransmitPostponed(side, step))
        {
            owed = step.Acknowledgement.LostPath;
        }

        if (owed is { } path && (path >= step.PathCount || step[path].ResentChunks != 0))
        {
            owed = null;
        }
    }

    private bool IsDue(AssociationSide side, SideStep step, int path) =>
        step.Acknowledgement.HasEnteredFastRecovery || _owedTo[side.Index] == path;
}
