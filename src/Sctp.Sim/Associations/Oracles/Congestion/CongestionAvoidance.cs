namespace Sctp.Sim.Associations.Oracles;

/// <summary>
/// Bytes of duplicates that the peer reports are not counted: being slower is allowed, and the peer could make them up.
/// </summary>
internal sealed class CongestionAvoidance : StepOracle
{
    public override string Id => "O-C8";

    public override string Name => "ca-grow";

    public override string Statement => "In congestion avoidance cwnd grows by one PMDCS for each cwnd of bytes acknowledged, if it was fully used; partial_bytes_acked counts these bytes and nothing else.";

    public override string RfcSection => "7.2.2";

    public override Conditions Excludes => Conditions.Crashes | Conditions.SealedDamage | Conditions.OnPathAttacker | Conditions.ChangedOptions | Conditions.ForeignStack | Conditions.AddressChange;

    public override Hooks Hooks => Hooks.PathStep;

    public override void AfterPathStep(AssociationSide side, SideStep step, PathStep path)
    {
        if (path.IsReinitialized)
        {
            return; // O-C6 knows what they are then.
        }

        bool isAvoiding = path.Before.CongestionWindow > path.Before.SlowStartThreshold;
        bool isCut = path.HasT3Expired || (step.Acknowledgement.HasEnteredFastRecovery && step.Acknowledgement.HasLossOn(path.Index));
        int growth = path.After.CongestionWindow - path.Before.CongestionWindow;
        int limit = side.Options.Endpoint.SlowStartLimit;
        AllowedWindow allowed = path.WindowAfterCredits(limit, growsWhenHeldBack: true);
        if (isAvoiding && !isCut && path.After.CongestionWindow > allowed.CongestionWindow)
        {
            Violate(side, $"cwnd of {path.After.Address} grew from {path.Before.CongestionWindow} by {growth} with partial_bytes_acked {path.Before.PartialBytesAcked}, {path.AckedBytes} bytes acknowledged, {path.Before.FlightSize} in flight before");
        }

        bool isReset = path.After.PartialBytesAcked == 0 && (isCut || path.WasDrained);
        bool isOwed = step.Acknowledgement.IsProcessed && step.Sender.Count == 0 && step.DataPackets == 0; // all data acknowledged
        bool isCounted = path.After.PartialBytesAcked == allowed.PartialBytesAcked
            || path.After.PartialBytesAcked == path.WindowAfterCredits(limit, growsWhenHeldBack: false).PartialBytesAcked;
        bool isRight = isOwed || (isCut && path.IsT3Loss) ? path.After.PartialBytesAcked == 0 : isReset || isCounted;
        if (!isRight)
        {
            Violate(side, $"partial_bytes_acked of {path.After.Address} went from {path.Before.PartialBytesAcked} to {path.After.PartialBytesAcked} with {path.AckedBytes} bytes acknowledged, cwnd {path.Before.CongestionWindow}, {path.Before.FlightSize} in flight before");
        }
    }
}
