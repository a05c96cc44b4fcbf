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

    [Theory]
    [InlineData(117, "O-C7 did not know the bytes that a SACK acknowledged behind an unknown chunk that ends the packet")]
    [InlineData(849, "O-C7 forgot what the chunks in front of an ABORT acknowledged that does not count")]
    [InlineData(3_608, "O-C7 believed a SHUTDOWN behind a COOKIE ECHO that was discarded")]
    [InlineData(7_355, "partial_bytes_acked was cleared although the SACK took acknowledgements back")]
    [InlineData(22_831, "O-C8 did not see the flight that a SACK left to the SHUTDOWN behind it")]
    public void What_once_failed_beside_a_side_that_misbehaves_holds(ulong seed, string defect)
    {
        SimulationReport report = SimulationRun.Run(AdversaryTests.Misbehaving(seed), new SimulationOptions());
        Assert.True(report.Outcome == SimulationOutcome.Clean, $"again: {defect}\n{OracleTests.Describe(report)}");
    }

    [Theory]
    [InlineData(4510, "O-C7 took the initial cwnd after a change of the DSCP for growth")]
    [InlineData(13_721, "O-C17 took the initial cwnd after a change of the DSCP for growth")]
    [InlineData(17_226, "O-C9 did not see that the host had no buffer for the packet of a Fast Retransmit, O-C12 not that it is sent later")]
    [InlineData(27_822, "O-C8 took partial_bytes_acked after a change of the DSCP for lost")]
    [InlineData(34_621, "O-C4 believed the a_rwnd of a forged INIT")]
    [InlineData(35_367, "O-C13 held a path to one packet after a change of the DSCP")]
    [InlineData(46_264, "a call of Advance without a timer came at the very time at which T3-rtx was due, and O-C12 and O-C13 knew of no expiry")]
    public void What_an_oracle_once_got_wrong_holds(ulong seed, string defect)
    {
        SimulationReport report = SimulationRun.Run(Scenario.Generate(seed), new SimulationOptions());
        Assert.True(report.Outcome == SimulationOutcome.Clean, $"again: {defect}\n{OracleTests.Describe(report)}");
    }
}
