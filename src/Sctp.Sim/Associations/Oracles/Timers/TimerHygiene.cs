using Sctp.Timers;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class TimerHygiene : StepOracle
{
    public override string Id => "O-T14";

    public override string Name => "timer-hygiene";

    public override string Statement => "A timer runs only in the states that it belongs to, and none after the end; none that is due is passed over, and the host is told of the one that comes first.";

    public override string RfcSection => "5.1, 6.3, 9.2";

    public override Conditions Excludes => Conditions.Crashes | Conditions.SealedDamage | Conditions.OnPathAttacker | Conditions.ChangedOptions | Conditions.ForeignStack;

    public override Hooks Hooks => Hooks.AfterEvent;

    public override void AfterEvent(AssociationSide side)
    {
        SideStep step = Set.StepOf(side);
        if (step.State is AssociationState.Closed or AssociationState.CookieWait or AssociationState.CookieEchoed or AssociationState.ShutdownSent or AssociationState.ShutdownAckSent)
        {
            for (int i = 0; i < step.PathCount; i++)
            {
                if (step[i].After.T3Deadline is { } deadline)
                {
                    Violate(side, $"T3-rtx of {step[i].After.Address} runs until {deadline} in {step.State}");
                }
            }
        }

        if (side.Endpoint.AssociationCount == 0 && side.Endpoint.NextTimeout is { } next)
        {
            Violate(side, $"a timer runs until {next} and there is no association");
        }

        if (step.IsTimer && side.Endpoint.NextTimeout < step.Now)
        {
            Violate(side, $"a timer was to expire at {side.Endpoint.NextTimeout} and did not");
        }

        if (side.Stack.Core is { } core)
        {
            JudgeOwners(side, step.State, core);
            if (!core.HasEnded && core.Context.Timers.Next is { IsNever: false } first && !(side.Endpoint.NextTimeout <= first))
            {
                Violate(side, $"a timer expires at {first}, and the host is to come at {side.Endpoint.NextTimeout}");
            }
        }
    }

    private void JudgeOwners(AssociationSide side, AssociationState state, SctpAssociation core)
    {
        for (var kind = TimerKind.T1Init; kind <= TimerKind.HeartbeatTimeout; kind++)
        {
            int count = kind >= TimerKind.T3Rtx ? core.PathCount : 1;
            for (int i = 0; i < count; i++)
            {
                if (core.Context.Timers.IsRunning(kind, i) && !IsOwned(kind, state) && !IsProbe(kind, state, core, i))
                {
                    Violate(side, $"{kind} runs in {state}");
                }
            }
        }
    }

    // COOKIE ECHO, and COOKIE ACK for a late copy of it, are bundled with a HEARTBEAT where the address is unconfirmed (5.4), and that may go unanswered.
    private static bool IsProbe(TimerKind kind, AssociationState state, SctpAssociation core, int path) =>
        kind == TimerKind.HeartbeatTimeout
        && state is AssociationState.CookieEchoed or AssociationState.ShutdownSent or AssociationState.ShutdownAckSent
        && !core.Context.Paths[path].IsConfirmed;

    private static bool IsOwned(TimerKind kind, AssociationState state) => kind switch
    {
        TimerKind.T1Init => state == AssociationState.CookieWait,
        TimerKind.T1Cookie => state == AssociationState.CookieEchoed,
        TimerKind.T2Shutdown => state is AssociationState.ShutdownSent or AssociationState.ShutdownAckSent,
        TimerKind.T5ShutdownGuard => state is AssociationState.ShutdownSent or AssociationState.ShutdownAckSent,
        TimerKind.MessageLifetime => state != AssociationState.Closed,
        TimerKind.SackDelay => state is AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownSent or AssociationState.ShutdownReceived,
        _ => state is AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownReceived,
    };
}
