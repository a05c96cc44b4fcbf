using Sctp.Paths;
using Sctp.Timers;
using Sctp.Wire;

namespace Sctp.Associations;

/// <summary>
/// Takes the expired timers of one association in the order of their deadlines and hands each to the one part it belongs to; decides what becomes of the association
/// when an expiry raised its error counters (RFC 9260 sections 8.1 and 8.2).
/// </summary>
internal static class TimerDispatcher
{
    /// <summary>Runs all timers that are due.</summary>
    public static void Run(SctpAssociation association, Instant now)
    {
        while (association.Context.Timers.TryTakeExpired(now, out TimerKind kind, out int pathIndex))
        {
            association.Sender.BeginOpportunity();
            RunTimer(association, kind, pathIndex, now);
            if (association.HasEnded)
            {
                return;
            }
        }

        association.Teardown.Advance(now);
    }

    private static void RunTimer(SctpAssociation association, TimerKind kind, int pathIndex, Instant now)
    {
        PathTable paths = association.Context.Paths;
        switch (kind)
        {
            case TimerKind.T1Init:
            case TimerKind.T1Cookie:
                association.Handshake.OnTimer(now);
                break;
            case TimerKind.T2Shutdown:
                if (!association.Teardown.OnT2Expired(now))
                {
                    GiveUp(association, now); // 9260-9.2-08, 9260-9.2-09
                }

                break;
            case TimerKind.T5ShutdownGuard:
                association.AbortAndEnd(
                    ErrorCauseCode.ProtocolViolation, "T5-shutdown-guard expired"u8, LossReason.ShutdownGuardExpired, now); // 9260-9.2-19
                break;
            case TimerKind.SackDelay:
                association.Receiver.OnSackDelayExpired();
                break;
            case TimerKind.WindowProbe:
                association.Sender.OnWindowProbeTimer(now);
                break;
            case TimerKind.MessageLifetime:
                association.Sender.OnLifetimeTimer(now);
                break;
            case TimerKind.T3Rtx:
                OnT3Expired(association, paths[pathIndex], now);
                break;
            case TimerKind.Heartbeat:
                association.Sender.ReleaseIdleMemory(); // Nothing is queued or held at the end of a heartbeat period: large rings are not needed now.
                association.Receiver.ReleaseIdleMemory();
                association.Heartbeats.OnTimer(paths[pathIndex], now);
                break;
            case TimerKind.HeartbeatTimeout:
                Path probed = paths[pathIndex];
                bool wasUsable = probed.IsUsable;
                association.Heartbeats.OnTimeout(probed, isUsedForData: probed == paths.ChooseForNewData(), now);
                AfterErrors(association, probed, wasUsable, now);
                break;
        }
    }

    private static void OnT3Expired(SctpAssociation association, Path path, Instant now)
    {
        association.Context.Statistics.T3Expiries++;
        if (!association.Sender.IsWindowProbeAnswered)
        {
            bool wasUsable = path.IsUsable;
            association.Failure.OnUnanswered(path, countsForAssociation: true); // 9260-8.1-01, 9260-8.2-02
            if (!AfterErrors(association, path, wasUsable, now))
            {
                return;
            }
        }

        association.Sender.OnT3Expired(path, now);
    }

    /// <summary>Acts on error counters that rose. Returns false when the association was given up.</summary>
    private static bool AfterErrors(SctpAssociation association, Path path, bool wasUsable, Instant now)
    {
        if (association.Failure.IsPeerUnreachable)
        {
            GiveUp(association, now); // 9260-8.1-04, 9260-8.1-05
            return false;
        }

        if (wasUsable != path.IsUsable)
        {
            association.Sender.OnPathsChanged(now);
        }

        return true;
    }

    private static void GiveUp(SctpAssociation association, Instant now) => association.AbortAndEnd(0, default, LossReason.PeerUnreachable, now);
}
