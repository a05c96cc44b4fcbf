namespace Sctp.Sim.Associations.Oracles;

internal sealed class IcmpEffect : StepOracle
{
    public override string Id => "O-T17";

    public override string Name => "icmp";

    public override string Statement => "A message that a destination cannot be reached counts only with a genuine quote, as one error at most, and none but Protocol Unreachable ends an association.";

    public override string RfcSection => "10";

    public override Conditions Excludes => Conditions.Crashes | Conditions.SealedDamage | Conditions.OnPathAttacker | Conditions.ChangedOptions | Conditions.ForeignStack | Conditions.AddressChange;

    public override Hooks Hooks => Hooks.IcmpReceived | Hooks.AfterEvent;

    private readonly IcmpReading[] _readings = new IcmpReading[2];

    public override void OnIcmpReceived(AssociationSide side, in IcmpMessage message) => _readings[side.Index] = IcmpReading.Of(side, message);

    public override void AfterEvent(AssociationSide side)
    {
        SideStep step = Set.StepOf(side);
        if (!step.IsIcmp)
        {
            return;
        }

        IcmpReading reading = _readings[side.Index];
        if (step.StateBefore != step.State && !(reading.Kind == IcmpKind.ProtocolUnreachable && reading.IsGenuine && step.State == AssociationState.Closed))
        {
            Violate(side, $"went from {step.StateBefore} to {step.State} by {reading.Kind}{(reading.IsGenuine ? "" : " with another tag")}");
        }

        bool mayCount = reading.Kind == IcmpKind.DestinationUnreachable && reading.IsGenuine;
        for (int i = 0; i < step.PathCount; i++)
        {
            PathStep path = step[i];
            int more = path.After.ErrorCount - path.Before.ErrorCount;
            if (path.IsKnown && more != 0 && (more != 1 || !mayCount || !path.After.Address.IsSameHost(reading.Remote)))
            {
                Violate(side, $"error counter of {path.After.Address} went from {path.Before.ErrorCount} to {path.After.ErrorCount} by {reading.Kind} of {reading.Remote}{(reading.IsGenuine ? "" : " with another tag")}");
            }
        }
    }
}
