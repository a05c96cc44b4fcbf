namespace Sctp.Sim.Associations.Oracles;

internal sealed class LegalTransition : Oracle
{
    private readonly AssociationState[] _states = new AssociationState[2];

    public override string Id => "O-S1";

    public override string Name => "legal-transition";

    public override string Statement => "Every change of state is one that the diagram allows for what came in.";

    public override string RfcSection => "4, 5.2.4, 9";

    public override Hooks Hooks => Hooks.AfterEvent;

    public override Conditions Excludes => Conditions.Crashes | Conditions.MisbehavingPeer | Conditions.SealedDamage | Conditions.OnPathAttacker | Conditions.BatchedInputs;

    public override void AfterEvent(AssociationSide side)
    {
        AssociationState before = _states[side.Index];
        AssociationState state = side.Stack.State;
        if (state == before)
        {
            return;
        }

        _states[side.Index] = state;
        InputOfSide input = Set.Input[side];
        bool isRestart = Set.Setup[side].Encounter == CookieEncounter.Restart;
        if (!StateEdges.IsLegal(before, state, input.IsPacket, input.ReceivedTypes, isRestart))
        {
            Violate(side, $"from {before} to {state} by {(input.IsPacket ? $"a packet with chunk types {input.ReceivedTypes:x}" : "a timer or a call")}");
        }
    }
}
