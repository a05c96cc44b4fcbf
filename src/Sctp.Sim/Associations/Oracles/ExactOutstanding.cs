namespace Sctp.Sim.Associations.Oracles;

internal sealed class ExactOutstanding : Oracle
{
    public override string Id => "O-C20";

    public override string Name => "outstanding-exact";

    public override string Statement => "What the association counts - bytes outstanding, buffered for sending and held for reading - equals what its chunks add up to.";

    public override string RfcSection => "6.2.1, 7.2";

    public override Conditions Excludes => Conditions.None;

    public override Hooks Hooks => Hooks.AfterEvent;

    public override void AfterEvent(AssociationSide side)
    {
        if (!side.Stack.TryCheckInvariants(out string violation))
        {
            Violate(side, violation);
        }
    }
}
