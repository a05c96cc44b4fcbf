using System;
using System.Collections.Generic;

namespace Sctp.Sim.Statistics;

/// <summary>What the runs of a cell came to, in bits a second.</summary>
/// <param name="Runs">How many there were.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation.</param>
internal readonly record struct GoodputSample(int Runs, double Mean, double Deviation)
{
    /// <summary>The sample of some reports.</summary>
    public static GoodputSample Of(IReadOnlyList<SimulationReport> reports)
    {
        double sum = 0;
        for (int i = 0; i < reports.Count; i++)
        {
            sum += StatisticalOracle.GoodputOf(reports[i].Associations[0]);
        }

        double mean = sum / reports.Count;
        double squares = 0;
        for (int i = 0; i < reports.Count; i++)
        {
            double off = StatisticalOracle.GoodputOf(reports[i].Associations[0]) - mean;
            squares += off * off;
        }

        return new GoodputSample(reports.Count, mean, Math.Sqrt(squares / Math.Max(1, reports.Count - 1)));
    }

    /// <summary>The square of the standard error of the mean.</summary>
    public double SquaredError => Deviation * Deviation / Runs;
}
