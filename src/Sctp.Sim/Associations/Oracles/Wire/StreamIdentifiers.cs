using System;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class StreamIdentifiers : Oracle
{
    private const ushort InvalidStreamIdentifier = 1;

    private readonly bool[] _isAnswerDue = new bool[2];

    public override string Id => "O-W16";

    public override string Name => "streams";

    public override string Statement =>
        "DATA goes only on streams below the number agreed on; DATA on another is answered by ERROR with the cause Invalid Stream Identifier.";

    public override string RfcSection => "5.1.1, 6.5";

    public override Hooks Hooks => Hooks.PacketSent | Hooks.PacketReceived | Hooks.AfterEvent;

    public override ulong SentTypes => (1UL << WireChunk.Data) | (1UL << WireChunk.Error);

    public override Conditions Excludes => Conditions.Crashes | Conditions.OnPathAttacker;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (packet.DataCount != 0 && !side.Application.IsEnded && side.Peer.IsHonest)
        {
            int streams = StreamsFrom(side, side.Peer);
            foreach (ref readonly WireChunk chunk in packet.Chunks)
            {
                if (chunk.Type == WireChunk.Data && chunk.Length >= WireData.HeaderLength && packet.Data(chunk).StreamId >= streams)
                {
                    Violate(side, $"DATA on stream {packet.Data(chunk).StreamId} of {streams}");
                }
            }
        }

        if (_isAnswerDue[side.Index] && packet.TryFind(WireChunk.Error, out WireChunk error)
            && SetupShadow.TryFindParameter(packet.ValueOf(error), InvalidStreamIdentifier, out _))
        {
            _isAnswerDue[side.Index] = false;
        }
    }

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        _isAnswerDue[side.Index] = false;

        // A packet of one chunk: of several, each could take the room for the ERROR or end the association. One that came before is only a duplicate.
        if (packet.DataCount == 0 || packet.ChunkCount != 1 || packet.Chunks[0].Length <= WireData.HeaderLength || side.Peer.IsHonest)
        {
            return;
        }

        WireData data = packet.Data(packet.Chunks[0]);
        bool isOpen = side.Stack.State is AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownSent;
        _isAnswerDue[side.Index] = isOpen
            && data.StreamId >= Set.Setup[side].InboundStreams
            && data.Tsn == side.Stack.Status.ReceivedCumulativeTsn.Value + 1
            && data.IsBeginning && data.IsEnding
            && Set.Input[side].HasValidChecksum
            && packet.VerificationTag == Set.Setup[side].LocalTag
            && side.HasPortsOf(packet);
    }

    public override void AfterEvent(AssociationSide side)
    {
        if (_isAnswerDue[side.Index])
        {
            _isAnswerDue[side.Index] = false;
            if (side.Stack.State == AssociationState.Closed)
            {
                return; // A packet that came at the same time ended the association.
            }

            Violate(side, "DATA on a stream that does not exist was not answered by ERROR with the cause Invalid Stream Identifier");
        }
    }

    private int StreamsFrom(AssociationSide from, AssociationSide to) => Math.Min(Set.Setup[from].OutboundStreams, Set.Setup[to].InboundStreams);
}
