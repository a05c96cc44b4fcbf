using System;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class FailureReport : Oracle
{
    public override string Id => "O-D10";

    public override string Name => "send-fail";

    public override string Statement => "Each message that was taken and not delivered is handed back, once, whole, with word whether any of it was sent, and only after the association ended or began anew.";

    public override string RfcSection => "11.2";

    public override Conditions Excludes => Conditions.MisbehavingPeer | Conditions.SealedDamage | Conditions.OnPathAttacker | Conditions.AddressChange | Conditions.ForeignStack;

    public override Hooks Hooks => Hooks.PacketSent | Hooks.AssociationEvent;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    private readonly bool[][] _isSent = [[], []];

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        ref bool[] isSent = ref _isSent[side.Index];
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (chunk.Type == WireChunk.Data && chunk.Length >= WireData.HeaderLength
                && packet.Data(chunk).PayloadProtocolId - MessagePlan.FirstIdentifier is uint id && id < (uint)side.Application.Outbound.Plan.IdLimit)
            {
                if (isSent.Length == 0)
                {
                    isSent = new bool[side.Application.Outbound.Plan.IdLimit];
                }

                isSent[id] = true;
            }
        }
    }

    public override void OnAssociationEvent(AssociationSide side, in SctpEvent e)
    {
        if (e.Kind != SctpEventKind.SendFailed)
        {
            return;
        }

        MessageLedger ledger = side.Application.Outbound;
        if (e.Context > uint.MaxValue || !ledger.IsAccepted((uint)e.Context))
        {
            Violate(side, $"message {e.Context} was handed back but never taken");
            return;
        }

        uint id = (uint)e.Context;
        if (ledger.FailuresOf(id) > 0)
        {
            Violate(side, $"message {id} was handed back again");
        }
        else if (side.Stack.State != AssociationState.Closed && !IsOfRestart(e))
        {
            Violate(side, $"message {id} was handed back ({e.SendFailureReason}) in state {side.Stack.State}");
        }
        else if (e.WasSent != (id < (uint)_isSent[side.Index].Length && _isSent[side.Index][id]))
        {
            Violate(side, $"message {id} was handed back as {(e.WasSent ? "sent" : "unsent")}");
        }
        else if (!IsWhole(ledger.Plan, ledger.Plan[id], e.Message))
        {
            Violate(side, $"message {id} was handed back with {e.Message.Length} bytes that are not what was taken ({ledger.Plan[id]})");
        }
    }

    private bool IsOfRestart(in SctpEvent e) => e.SendFailureReason == SendFailureReason.PeerRestarted && (Set.Conditions & Conditions.Crashes) != 0;

    private static bool IsWhole(MessagePlan plan, in PlannedMessage planned, in SctpMessage message)
    {
        int offset = 0;
        for (int i = 0; i < message.SegmentCount; i++)
        {
            ReadOnlySpan<byte> bytes = message.GetSegment(i).Span;
            if (!plan.Matches(planned, offset, bytes))
            {
                return false;
            }

            offset += bytes.Length;
        }

        return offset == planned.Length && message.StreamId == planned.StreamId && message.IsUnordered == planned.IsUnordered;
    }
}
