namespace Sctp.Sim.Associations.Oracles;

internal sealed class NoGhost : Oracle
{
    public override string Id => "O-D6";

    public override string Name => "no-ghost";

    public override string Statement => "Nothing is delivered that was not sent.";

    public override string RfcSection => "1.5.2, 6";

    public override Conditions Excludes => Conditions.SealedDamage | Conditions.OnPathAttacker | Conditions.ForgedData;

    public override Hooks Hooks => Hooks.MessageReceived;

    public override void OnMessageReceived(AssociationSide side, in ReceivedPart part)
    {
        if (!side.Application.Inbound.IsAccepted(part.Id))
        {
            Violate(side, $"message {part.Id} was delivered but never taken for sending");
        }
    }
}
