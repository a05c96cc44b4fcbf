namespace Sctp.Sim.Associations.Oracles;

internal sealed class ExactOutstanding : Oracle
{
    public override string Id => "O-C20";

    public override string Name => "outstanding-exact";

    public override string Statement => "What the association counts - bytes outstanding, buffered for sending and held for reading - equals what its chunks add up to.";

    public override string RfcSection => "6.2.1, 7.2";

    public override Conditions Excludes => Conditions.None;

    public override Hooks Hooks => Hooks.AfterEvent | Hooks.AtEnd;

    // How many chunks and messages are added up for each event. Where there are more, a difference is seen that many times as many events later at the latest: to add
    // up thousands after each event would take a run most of its time.
    private const int Share = 256;
    private const int TypicalMessage = 512;

    private readonly long[] _owed = new long[2];

    public override void AfterEvent(AssociationSide side)
    {
        ref long owed = ref _owed[side.Index];
        owed -= Share;
        if (owed <= 0)
        {
            AssociationStatus status = Set.StepOf(side).Status;
            owed = status.UnacknowledgedChunks + (status.BufferedBytes / TypicalMessage);
            Judge(side);
        }
    }

    public override void AtEnd(AssociationSide side) => Judge(side);

    private void Judge(AssociationSide side)
    {
        if (!side.Stack.TryCheckInvariants(out string violation))
        {
            Violate(side, violation);
        }
    }
}
