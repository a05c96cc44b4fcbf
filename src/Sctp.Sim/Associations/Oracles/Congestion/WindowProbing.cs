using System;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class WindowProbing : StepOracle
{
    public override string Id => "O-C2";

    public override string Name => "probe";

    public override string Statement => "While the window is closed and data waits, a probe is sent after one RTO at the earliest and after the backed-off RTO at the latest.";

    public override string RfcSection => "6.1 rule A";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Conditions Excludes => base.Excludes | Conditions.InexactTime;

    public override Hooks Hooks => Hooks.PacketSent | Hooks.AfterEvent;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    private readonly Wait[] _waits = new Wait[2];

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!TryJudge(side, out SideStep step))
        {
            return;
        }

        ref Wait wait = ref _waits[side.Index];
        if (!step.IsPeerWindowKnown)
        {
            wait = default;
            return;
        }

        foreach (ref readonly DataInPacket data in step.Sender.Packet)
        {
            if (!data.IsNew)
            {
                continue;
            }

            JudgeDelay(side, step, wait);
            if (data.Length <= data.PeerWindow)
            {
                // A chunk that fits the window only because the host's buffer was small for it opens nothing: the intervals go on to grow.
                bool isCut = side.Node.SmallestBuffer < side.SmallestPathMtu;
                wait = new Wait { Probes = isCut ? wait.Probes : 0 };
                continue;
            }

            Duration waited = wait.IsOn ? step.Now - wait.Since : Duration.Zero;
            if (waited < side.Options.Endpoint.RtoMin)
            {
                Violate(side, $"TSN {data.Tsn} probes a window of {data.PeerWindow} after {waited}");
            }

            wait.Probes++;
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        ref Wait wait = ref _waits[side.Index];
        // The wait may begin with the packet that sets the association up.
        SideStep step = Set.StepOf(side);
        if (side.Application.IsEnded || side.Stack.State < AssociationState.Established || step.State is AssociationState.ShutdownSent or AssociationState.ShutdownAckSent)
        {
            wait = default;
            return;
        }

        if (step.Sender.Count != 0)
        {
            wait.IsOn = false;
            return;
        }

        if (step.Status.BufferedBytes == 0)
        {
            wait = default;
            return;
        }

        Duration rto = LongestRto(step);
        if (!wait.IsOn)
        {
            wait.IsOn = true;
            wait.Since = step.Now;
            wait.Rto = rto;
        }

        wait.Rto = Duration.Max(wait.Rto, rto);
        JudgeDelay(side, step, wait);
    }

    // What ends the wait may be late as well.
    private void JudgeDelay(AssociationSide side, SideStep step, in Wait wait)
    {
        Duration longest = Duration.Min(wait.Rto * (1L << Math.Min(wait.Probes, 20)), side.Options.Endpoint.RtoMax);
        if (wait.IsOn && step.Now - wait.Since > longest)
        {
            Violate(side, $"data waits since {wait.Since} for a window of {step.Sender.AdvertisedWindow}, and no probe was sent within {longest}");
        }
    }

    private static Duration LongestRto(SideStep step)
    {
        Duration longest = Duration.Zero;
        for (int i = 0; i < step.PathCount; i++)
        {
            longest = Duration.Max(longest, step[i].After.RetransmissionTimeout);
        }

        return longest;
    }

    private struct Wait
    {
        public bool IsOn;
        public Instant Since;
        public Duration Rto;
        public int Probes;
    }
}
