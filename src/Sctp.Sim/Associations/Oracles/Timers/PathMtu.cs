namespace Sctp.Sim.Associations.Oracles;

/// <summary>
/// Black holes are not detected by this stack: RFC 8899 is not part of it.
/// </summary>
internal sealed class PathMtu : StepOracle
{
    public override string Id => "O-T16";

    public override string Name => "pmtu";

    public override string Statement => "PMTU changes only by a message of the network that quotes the right tag, to what that says but not below the least, and never rises.";

    public override string RfcSection => "7.3, 10";

    public override Conditions Excludes => Conditions.Crashes | Conditions.SealedDamage | Conditions.OnPathAttacker | Conditions.ChangedOptions | Conditions.ForeignStack | Conditions.AddressChange;

    public override Hooks Hooks => Hooks.IcmpReceived | Hooks.AfterEvent;

    private readonly IcmpReading[] _readings = new IcmpReading[2];

    public override void OnIcmpReceived(AssociationSide side, in IcmpMessage message) => _readings[side.Index] = IcmpReading.Of(side, message);

    public override void AfterEvent(AssociationSide side)
    {
        SideStep step = Set.StepOf(side);
        IcmpReading reading = _readings[side.Index];
        for (int i = 0; i < step.PathCount; i++)
        {
            PathStep path = step[i];
            int before = path.Before.PathMtu;
            int after = path.After.PathMtu;
            if (after < SctpOptions.MinPathMtu)
            {
                Violate(side, $"PMTU of {path.After.Address} is {after}");
            }

            if (before == after || !path.IsKnown)
            {
                continue;
            }

            int told = System.Math.Max(reading.Mtu, SctpOptions.MinPathMtu) & ~3;
            bool isRight = step.IsIcmp && reading.Kind == IcmpKind.PacketTooBig && reading.IsGenuine && path.After.Address.IsSameHost(reading.Remote) && after == told && after < before;
            if (!isRight)
            {
                Violate(side, $"PMTU of {path.After.Address} went from {before} to {after}{(step.IsIcmp ? $" by a message that tells {reading.Mtu} of {reading.Remote}{(reading.IsGenuine ? "" : " with another tag")}" : "")}");
            }
        }
    }
}
