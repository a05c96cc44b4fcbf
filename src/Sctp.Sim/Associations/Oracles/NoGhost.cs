namespace Sctp.Sim.Associations.Oracles;

internal sealed class NoGhost : Oracle
{
    public override string Id => "O-D6";

    public override string Name => "no-ghost";

    public override string Statement => "Nothing is delivered that was not sent.";

    public override string RfcSection => "1.5.2, 6";

    public override void OnReceived(SctpNode node, in ReceivedPart part)
    {
        if (!node.Application.Inbound.IsAccepted(part.Id))
        {
            Violate(node, $"message {part.Id} was delivered but never taken for sending");
        }
    }
}
