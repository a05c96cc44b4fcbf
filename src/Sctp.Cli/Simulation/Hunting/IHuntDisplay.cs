using System;
using Sctp.Sim.Hunting;

namespace Sctp.Cli.Simulation;

/// <summary>How a hunt is shown: live on a terminal, as plain lines, or as JSON.</summary>
internal interface IHuntDisplay
{
    /// <summary>Shows a hunt while it runs.</summary>
    HuntSummary Watch(Func<HuntSummary> hunt);

    void OnStart(HuntOptions options, string profile, int jobs);

    /// <summary>A failure as there was none before.</summary>
    void OnNewGroup(FailureGroup group, SeedResult result);

    void OnTick(HuntStatus status);

    /// <summary>What became of a group after the hunt: shrunk, or not.</summary>
    void OnFinding(HuntFinding finding);

    /// <summary>The end; the last call.</summary>
    void OnEnd(HuntStatus status, bool isInterrupted);
}
