using System;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class ExactOutstanding : Oracle
{
    // How many entries are added up for each event. Where there are more, a difference is seen as many events later at the latest as it takes to pay for all of them, or
    // when the state changes or a timer expires: to add up thousands after each event would take a run most of its time.
    private const int Share = 256;

    private readonly int[] _owed = new int[2];

    public override string Id => "O-C20";

    public override string Name => "outstanding-exact";

    public override string Statement => "What the association counts - bytes outstanding, buffered for sending and held for reading - equals what its chunks add up to.";

    public override string RfcSection => "6.2.1, 7.2";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Conditions Excludes => Conditions.None;

    public override Hooks Hooks => Hooks.AfterEvent | Hooks.AtEnd | Hooks.AtDeadline;

    public override void AfterEvent(AssociationSide side)
    {
        ref int owed = ref _owed[side.Index];
        int entries = side.Stack.Core?.HeldEntries ?? 0;
        owed = Math.Min(owed, entries) - Share;
        SideStep step = Set.StepOf(side);
        if (owed <= 0 || step.IsTimer || step.StateBefore != step.State)
        {
            owed = entries;
            Judge(side);
        }
    }

    public override void AtDeadline(AssociationSide side, Duration bound) => Judge(side);

    public override void AtEnd(AssociationSide side) => Judge(side);

    private void Judge(AssociationSide side)
    {
        if (!side.Stack.TryCheckInvariants(out string violation))
        {
            Violate(side, violation);
        }
    }
}
