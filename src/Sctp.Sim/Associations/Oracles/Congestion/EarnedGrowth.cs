using System;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class EarnedGrowth : StepOracle
{
    public override string Id => "O-C17";

    public override string Name => "abc-split";

    public override string Statement => "However a receiver splits, repeats or takes back acknowledgements, cwnd grows by no more than the bytes it acknowledged, and no faster than one PMDCS for each packet of its.";

    public override string RfcSection => "7.2.1, 7.2.2";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Conditions Excludes => Conditions.Crashes | Conditions.SealedDamage | Conditions.OnPathAttacker | Conditions.ChangedOptions | Conditions.ForeignStack | Conditions.AddressChange;

    public override Hooks Hooks => Hooks.PathStep;

    private readonly PathWatch<Account> _accounts = new();

    public override void AfterPathStep(AssociationSide side, SideStep step, PathStep path)
    {
        ref Account account = ref _accounts[side, path.Index];
        account.Earned += Math.Min(path.AckedBytes, (long)step.Acknowledgement.Count * side.Options.Endpoint.SlowStartLimit * path.Pmdcs);
        bool isCut = step.Acknowledgement.HasEnteredFastRecovery && step.Acknowledgement.HasLossOn(path.Index); // max(cwnd / 2, 4 PMDCS) may be more than cwnd was.
        account.Taken += path.IsKnown && !isCut && !path.IsReinitialized ? Math.Max(0, path.After.CongestionWindow - path.Before.CongestionWindow) : 0;
        if (account.Taken > account.Earned + account.Allowed)
        {
            account.Allowed = account.Taken - account.Earned;
            Violate(side, $"cwnd of {path.After.Address} grew by {account.Taken} bytes in all, {account.Earned} were earned by acknowledgements");
        }
    }

    private struct Account
    {
        public long Earned;
        public long Taken;
        public long Allowed;
    }
}
