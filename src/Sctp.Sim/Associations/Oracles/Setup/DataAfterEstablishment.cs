namespace Sctp.Sim.Associations.Oracles;

internal sealed class DataAfterEstablishment : Oracle
{
    public override string Id => "O-S21";

    public override string Name => "data-after-up";

    public override string Statement => "No user data is delivered before COMMUNICATION UP.";

    public override string RfcSection => "5.1, 11.2";

    public override Conditions Excludes => Conditions.None;

    public override Hooks Hooks => Hooks.MessageReceived | Hooks.AssociationEvent;

    public override void OnMessageReceived(AssociationSide side, in ReceivedPart part)
    {
        if (!side.Application.IsUp)
        {
            Violate(side, $"message {part.Id} was delivered in state {side.Stack.State}, before COMMUNICATION UP");
        }
    }

    public override void OnAssociationEvent(AssociationSide side, in SctpEvent e)
    {
        if (e.Kind == SctpEventKind.DataArrived && !side.Application.IsUp)
        {
            Violate(side, $"DATA ARRIVE in state {side.Stack.State}, before COMMUNICATION UP");
        }
    }
}
