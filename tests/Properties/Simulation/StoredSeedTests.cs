using Sctp.Sim;

namespace Sctp.Properties.Simulation;

/// <summary>Seeds that once showed a defect, of the core or of an oracle. Each says what it was.</summary>
public class StoredSeedTests
{
    [Theory]
    [InlineData(34, "whole unordered messages come between the parts of a partly delivered one")]
    [InlineData(42, "the cumulative acknowledgement of a SHUTDOWN gave no window back")]
    [InlineData(147, "late DATA to a side that has closed draws an ABORT after everything was delivered")]
    [InlineData(476, "SHUTDOWN alone, which has no a_rwnd, answered DATA while the window was closed")]
    [InlineData(502, "a lost window update left the sender probing an open window")]
    [InlineData(3618, "an old COOKIE ECHO sets an association up again after its end")]
    [InlineData(6397, "a lost window update left the sender probing an open window")]
    [InlineData(9136, "answers to DATA in SHUTDOWN-SENT stayed on the alternate path")]
    [InlineData(300_479, "an association set up again after a local abort acknowledges what nobody reads")]
    public void What_once_failed_holds(ulong seed, string defect)
    {
        SimulationReport report = SimulationRun.Run(Scenario.Generate(seed, "lite"), new SimulationOptions());
        Assert.True(report.Outcome == SimulationOutcome.Clean, $"again: {defect}\n{OracleTests.Describe(report)}");
    }
}
