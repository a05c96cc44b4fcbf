using System;

namespace Sctp.Sim.Associations.Marks;

/// <summary>What the stacks show of themselves from one event to the next: congestion control, timers, windows, paths.</summary>
internal sealed class StateMarks(MarkSet marks) : Observer
{
    private const int MostPaths = 16;

    private readonly PathStatus[][] _paths = [new PathStatus[MostPaths], new PathStatus[MostPaths]];
    private readonly int[] _pathCount = new int[2];
    private readonly AssociationStatistics[] _statistics = new AssociationStatistics[2];
    private readonly bool[] _hasRetransmittedByTimeout = new bool[2];

    public override Hooks Hooks => Hooks.AfterEvent;

    public override void AfterEvent(AssociationSide side)
    {
        ObserveStatistics(side);
        ObservePaths(side);
        marks.ReachIf(side.Stack.HasDiscardedData, Mark.OldCookieRevives);
        marks.ReachIf(side.Application.HasEndingBegun && side.Stack.State == AssociationState.ShutdownPending, Mark.ShutdownWithDataQueued);
    }

    private void ObserveStatistics(AssociationSide side)
    {
        ref readonly AssociationStatistics now = ref side.Stack.Statistics;
        ref AssociationStatistics before = ref _statistics[side.Index];
        ref bool hadTimeout = ref _hasRetransmittedByTimeout[side.Index];
        marks.ReachIf(now.TimeoutRetransmissions > before.TimeoutRetransmissions, Mark.RetransmissionAfterTimeout);
        marks.ReachIf(now.FastRetransmissions > before.FastRetransmissions, Mark.RetransmissionAfterMisses);
        marks.ReachIf(now.FastRecoveries > before.FastRecoveries, Mark.FastRecoveryEntered);
        marks.ReachIf(now.FastRecoveries > before.FastRecoveries && hadTimeout, Mark.FastRecoveryAfterTimeout);
        marks.ReachIf(now.T3Expiries > before.T3Expiries, Mark.T3Expires);
        marks.ReachIf(now.WindowProbes > before.WindowProbes, now.WindowProbes > 1 ? Mark.WindowProbeRepeated : Mark.WindowProbe);
        marks.ReachIf(now.GapAckRevocations > before.GapAckRevocations, Mark.GapAckRevoked);
        marks.ReachIf(now.Reneged > before.Reneged, Mark.Reneged);
        marks.ReachIf(now.Discards.Of(DiscardReason.Window) > before.Discards.Of(DiscardReason.Window), Mark.DataDroppedForWindow);
        marks.ReachIf(now.Discards.Of(DiscardReason.OutOfRange) > before.Discards.Of(DiscardReason.OutOfRange), Mark.DataDroppedOutOfRange);
        hadTimeout |= now.T3Expiries > before.T3Expiries;
        before = now;
    }

    private void ObservePaths(AssociationSide side)
    {
        int index = side.Index;
        SideStep step = Set.StepOf(side);
        int count = Math.Min(step.PathCount, MostPaths);
        PathStatus[] before = _paths[index];
        int inactive = 0;
        bool isPrimaryInactive = false;
        int flight = 0;
        bool isWindowOfCwndOpen = false;
        for (int i = 0; i < count; i++)
        {
            ref readonly PathStatus path = ref step[i].After;
            bool isInactive = path.State == PathState.Inactive;
            inactive += isInactive ? 1 : 0;
            isPrimaryInactive |= isInactive && path.IsPrimary;
            flight += path.FlightSize;
            isWindowOfCwndOpen |= path.IsPrimary && path.FlightSize + path.PathMtu < path.CongestionWindow;
            if (i < _pathCount[index])
            {
                ObservePath(side, before[i], path);
            }

            before[i] = path;
        }

        _pathCount[index] = count;
        marks.ReachIf(count > 0 && inactive == count, Mark.AllPathsInactive);
        marks.ReachIf(isPrimaryInactive && inactive < count, Mark.PrimaryInactive);
        marks.ReachIf(
            isWindowOfCwndOpen && flight > 0 && side.Stack.State == AssociationState.Established && step.Status.PeerReceiverWindow == 0,
            Mark.WindowHoldsSenderBack);
    }

    private void ObservePath(AssociationSide side, in PathStatus before, in PathStatus now)
    {
        SctpOptions options = side.Options.Endpoint;
        bool isSlowStart = before.CongestionWindow <= before.SlowStartThreshold;
        marks.ReachIf(now.CongestionWindow > before.CongestionWindow, isSlowStart ? Mark.SlowStart : Mark.CongestionAvoidance);
        marks.ReachIf(now.CongestionWindow < before.CongestionWindow && now.CongestionWindow <= now.PathMtu, Mark.CwndIsOneMtu);
        marks.ReachIf(
            now.CongestionWindow < before.CongestionWindow && now.FlightSize == 0 && now.SlowStartThreshold == before.SlowStartThreshold && now.PathMtu == before.PathMtu,
            Mark.CwndDecays);
        marks.ReachIf(now.SlowStartThreshold < before.SlowStartThreshold && now.SlowStartThreshold <= 4 * now.PathMtu, Mark.SsthreshAtFloor);
        marks.ReachIf(now.FlightSize > now.CongestionWindow, Mark.FlightAboveCwnd);
        marks.ReachIf(now.PartialBytesAcked > before.PartialBytesAcked, Mark.PartialBytesAcked);
        marks.ReachIf(now.FlightSize >= now.CongestionWindow, Mark.CwndIsFull);
        bool hasBackedOff = now.RetransmissionTimeout > before.RetransmissionTimeout && now.SmoothedRoundTripTime == before.SmoothedRoundTripTime;
        marks.ReachIf(hasBackedOff && now.RetransmissionTimeout == options.RtoMax, Mark.RtoAtMaximum);
        marks.ReachIf(now.RetransmissionTimeout == options.RtoMin, Mark.RtoAtMinimum);
        marks.ReachIf(before.SmoothedRoundTripTime == Duration.Zero && now.SmoothedRoundTripTime > Duration.Zero, Mark.FirstRoundTripTime);
        marks.ReachIf(now.ErrorCount == 0 && before.ErrorCount > 0, Mark.ErrorCounterCleared);
        marks.ReachIf(now.PathMtu < before.PathMtu, Mark.PathMtuLowered);
        marks.ReachIf(now.PathMtu == SctpOptions.MinPathMtu, Mark.PathMtuAtMinimum);
        marks.ReachIf(now.ErrorCount > before.ErrorCount && now.FlightSize == 0 && now.HeartbeatsSent > now.HeartbeatAcksReceived, Mark.HeartbeatUnanswered);
        bool hasExpired = now.ErrorCount > before.ErrorCount && hasBackedOff && before.FlightSize > 0;
        marks.ReachIf(hasExpired && before.ErrorCount > 0, Mark.T3ExpiresTwice);
        marks.ReachIf(hasExpired && !before.IsPrimary, Mark.T3OnAlternatePath);
    }
}
