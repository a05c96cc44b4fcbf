using System;

namespace Sctp.Sim.Associations.Oracles;

/// <summary>
/// A timeout of a zero window probe that SACKs answered is no error (section 6.1, rule A).
/// </summary>
internal sealed class PathErrorCount : StepOracle
{
    public override string Id => "O-T10";

    public override string Name => "err-count";

    public override string Statement => "The error counter of a path rises by one for each T3-rtx expiry and each unanswered HEARTBEAT, and is cleared by an acknowledgement of data last sent there or a HEARTBEAT ACK, and by nothing else.";

    public override string RfcSection => "8.2, 8.3";

    public override Hooks Hooks => Hooks.PathStep;

    public override void AfterPathStep(AssociationSide side, SideStep step, PathStep path)
    {
        if (!path.IsKnown)
        {
            return;
        }

        int errors = path.Before.ErrorCount;
        int unanswered = (path.IsT3Error ? 1 : 0) + (path.HasHeartbeatExpired ? 1 : 0);
        int uncertain = (step.MayT2HaveExpired ? 1 : 0) + (step.IsIcmp ? 1 : 0);
        int least = errors + unanswered;
        if (path.Before.State == PathState.Inactive)
        {
            least = errors; // It stops to rise (section 8.3).
        }
        else
        {
            least = Math.Min(least, Math.Max(errors, path.After.PathMaxRetrans + 1));
        }

        int most = errors + unanswered + uncertain;
        if (path.AckedBytes > 0 || path.HasHeartbeatAck)
        {
            least = most = 0;
        }

        int after = path.After.ErrorCount;
        if (after < least || after > most)
        {
            Violate(side, $"error counter of {path.After.Address} went from {errors} to {after}{(path.HasT3Expired ? ", T3-rtx expired" : "")}{(path.HasHeartbeatExpired ? ", a HEARTBEAT was not answered" : "")}{(path.AckedBytes > 0 ? ", DATA was acknowledged" : "")}{(path.HasHeartbeatAck ? ", a HEARTBEAT was answered" : "")}");
        }
    }
}
