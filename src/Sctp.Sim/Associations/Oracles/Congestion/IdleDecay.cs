using System;

namespace Sctp.Sim.Associations.Oracles;

/// <summary>
/// The formula is read as one that never raises cwnd: the initial window and the one after a timeout may be below 4 PMDCS.
/// </summary>
internal sealed class IdleDecay : StepOracle
{
    public override string Id => "O-C14";

    public override string Name => "idle-decay";

    public override string Statement => "After each RTO without DATA to a path its cwnd is max(cwnd / 2, 4 PMDCS) when new DATA goes there.";

    public override string RfcSection => "7.2.1";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Hooks Hooks => Hooks.PathStep;

    private readonly PathWatch<Idle> _idle = new();

    public override void AfterPathStep(AssociationSide side, SideStep step, PathStep path)
    {
        ref Idle idle = ref _idle[side, path.Index];
        if (path.IsReinitialized)
        {
            // cwnd is what it is "before data transmission" (section 7.2.1) again, and nothing has been sent since that could be long ago.
            idle = new Idle { IsFresh = !path.HasSentSinceReset, Window = path.After.CongestionWindow, LongestRto = path.After.RetransmissionTimeout };
            return;
        }

        idle.LongestRto = Duration.Max(idle.LongestRto, Duration.Max(path.Before.RetransmissionTimeout, path.After.RetransmissionTimeout));
        int window = Math.Max(path.Before.CongestionWindow, path.After.CongestionWindow);
        if (idle.Window == 0)
        {
            idle.Window = window;
        }
        else if (path.HasT3Expired || step.Acknowledgement.HasLossOn(path.Index))
        {
            // For the time that has gone by it may have decayed already.
            Instant sent = path.DataPackets == 0 ? path.LastDataSent : path.FormerDataSent;
            long elapsed = (step.Now - sent).Nanoseconds / idle.LongestRto.Nanoseconds;
            idle.Window = Math.Max(window, (int)Math.Min(idle.Window, (long)window << (int)Math.Clamp(elapsed, 0, 31)));
        }

        // The window may grow by what is acknowledged and decay in the same step.
        int change = path.After.CongestionWindow - path.Before.CongestionWindow;
        idle.Growth += change < 0 ? (int)Math.Min(step.Acknowledgement.BytesOn(path.Index), (long)side.Options.Endpoint.SlowStartLimit * path.Pmdcs) : change;
        if (path.DataPackets == 0)
        {
            return;
        }

        if (path.HadSentData && !idle.IsFresh && path.NewDataBytes != 0 && path.ResentChunks == 0)
        {
            long rtos = (step.Now - path.FormerDataSent).Nanoseconds / idle.LongestRto.Nanoseconds;
            int most = Math.Max(idle.Window >> (int)Math.Min(rtos, 31), 4 * path.Pmdcs) + idle.Growth;
            if (rtos > 0 && path.After.CongestionWindow > most)
            {
                Violate(side, $"new DATA to {path.After.Address} after {step.Now - path.FormerDataSent} without any, cwnd is {path.After.CongestionWindow} and was {idle.Window}, RTO {path.After.RetransmissionTimeout}");
            }
        }

        idle = new Idle { Window = path.After.CongestionWindow, LongestRto = path.After.RetransmissionTimeout };
    }

    private struct Idle
    {
        public bool IsFresh;
        public int Window;
        public int Growth;
        public Duration LongestRto;
    }
}
