using System;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class IntactContent : Oracle
{
    public override string Id => "O-D2";

    public override string Name => "intact";

    public override string Statement => "What is delivered has the bytes, length, stream, payload protocol identifier and U bit that were sent.";

    public override string RfcSection => "6.9";

    public override Conditions Excludes => Conditions.SealedDamage | Conditions.OnPathAttacker | Conditions.ForgedData;

    public override Hooks Hooks => Hooks.MessageReceived;

    public override void OnMessageReceived(AssociationSide side, in ReceivedPart part)
    {
        MessageLedger ledger = side.Application.Inbound;
        if (!ledger.IsAccepted(part.Id))
        {
            return;
        }

        PlannedMessage planned = ledger.Plan[part.Id];
        SctpMessage message = part.Message;
        if (message.StreamId != planned.StreamId || message.IsUnordered != planned.IsUnordered)
        {
            Violate(side, $"message {part.Id} came on stream {message.StreamId} unordered={message.IsUnordered}, was sent as {planned}");
            return;
        }

        int offset = part.Offset;
        for (int i = 0; i < message.SegmentCount; i++)
        {
            ReadOnlySpan<byte> bytes = message.GetSegment(i).Span;
            if (!ledger.Plan.Matches(planned, offset, bytes))
            {
                Violate(side, $"message {part.Id}: {bytes.Length} bytes from offset {offset} on differ from what was sent ({planned})");
                return;
            }

            offset += bytes.Length;
        }

        if (part.IsEnd != (offset == planned.Length))
        {
            Violate(side, $"message {part.Id} of {planned.Length} bytes ended={part.IsEnd} after {offset} bytes");
        }
    }
}
