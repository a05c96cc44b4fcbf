using System;
using System.Globalization;
using Sctp.Sim.Hunting;

namespace Sctp.Cli.Simulation;

/// <summary>What became of a failure that was made smaller, in a line.</summary>
internal static class ShrinkText
{
    public static string Describe(ShrinkResult result, TimeSpan elapsed, Confirmation confirmation)
    {
        string spent = result.IsBudgetSpent ? ", budget spent" : "";
        string confirmed = confirmation.IsSame ? "confirmed in a fresh process" : "NOT CONFIRMED in a fresh process: " + confirmation.Difference;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{result.OriginalFaultCount:N0} faults + {result.OriginalOperationCount:N0} messages -> {result.FaultCount:N0} + {result.OperationCount:N0} in {elapsed.TotalSeconds:F1} s, {result.Runs:N0} runs{spent}; {confirmed}");
    }
}
