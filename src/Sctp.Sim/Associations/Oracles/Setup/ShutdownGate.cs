namespace Sctp.Sim.Associations.Oracles;

internal sealed class ShutdownGate : Oracle
{
    private readonly int[] _beginning = new int[2];
    private readonly long[] _sentBytes = new long[2];
    private readonly uint[] _nextTsn = new uint[2];

    public override string Id => "O-S14";

    public override string Name => "shutdown-gate";

    public override string Statement =>
        "SHUTDOWN and SHUTDOWN ACK are sent only when all that the user handed over was sent and acknowledged cumulatively.";

    public override string RfcSection => "9.2";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => (1UL << WireChunk.Data) | (1UL << WireChunk.Shutdown) | (1UL << WireChunk.ShutdownAck);

    public override Conditions Excludes => Conditions.Crashes | Conditions.MisbehavingPeer | Conditions.OnPathAttacker | Conditions.SealedDamage;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (side.Application.IsEnded)
        {
            return;
        }

        int beginning = Set.Setup[side].Beginning;
        if (_beginning[side.Index] != beginning)
        {
            _beginning[side.Index] = beginning;
            _sentBytes[side.Index] = 0;
            _nextTsn[side.Index] = Set.Setup[side].LocalInitialTsn;
        }

        ShadowSender sender = Set.Shadow.Sender(side.Index);
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            switch (chunk.Type)
            {
                case WireChunk.Data when chunk.Length > WireData.HeaderLength && !WirePacket.IsBefore(packet.FirstWord(chunk), _nextTsn[side.Index]):
                    _sentBytes[side.Index] += chunk.Length - WireData.HeaderLength;
                    _nextTsn[side.Index] = packet.FirstWord(chunk) + 1;
                    break;
                case WireChunk.Shutdown or WireChunk.ShutdownAck:
                    Judge(side, sender, chunk.Type);
                    break;
            }
        }
    }

    private void Judge(AssociationSide side, ShadowSender sender, byte type)
    {
        MessageLedger ledger = side.Application.Outbound;
        if (sender.HasSent && sender.CumulativeAck != sender.HighestTsn)
        {
            Violate(side, $"chunk type {type} although TSNs up to {sender.HighestTsn} were sent and only those up to {sender.CumulativeAck} acknowledged");
        }
        else if (ledger.FailedCount == 0 && Set.Setup[side].Epoch == 0 && _sentBytes[side.Index] != ledger.AcceptedBytes)
        {
            Violate(side, $"chunk type {type} although {ledger.AcceptedBytes} bytes were handed over and {_sentBytes[side.Index]} sent");
        }
    }
}
