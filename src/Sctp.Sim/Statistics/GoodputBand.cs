using System;
using System.Collections.Generic;
using System.Globalization;

namespace Sctp.Sim.Statistics;

/// <summary>
/// Compares the goodput of each <see cref="GoodputCell"/> with what it was when the bands were written. It speaks where a mean is more than 5 % off and chance
/// would bring that about less than once in ten thousand times; too much is as wrong as too little, since who ignores congestion is fast.
/// </summary>
/// <param name="bands">What the cells came to before.</param>
internal sealed class GoodputBand(IReadOnlyList<KeyValuePair<GoodputCell, GoodputSample>> bands) : StatisticalOracle
{
    /// <summary>How far a mean may be off.</summary>
    public const double Tolerance = 0.05;

    /// <summary>The standard errors beyond which a normal deviate lies once in ten thousand times.</summary>
    private const double Quantile = 3.719;

    public override string Id => "O-C19";

    public override string Name => "goodput-band";

    public override string Statement => "The mean goodput of each cell of rate, round-trip time and loss is within 5 % of its band, as far as chance (p < 0.0001) allows to say.";

    public override string RfcSection => "7";

    public override IReadOnlyList<Scenario> Scenarios { get; } = CreateScenarios();

    /// <summary>What each cell came to in some reports.</summary>
    public IReadOnlyList<KeyValuePair<GoodputCell, GoodputSample>> Measure(IReadOnlyList<SimulationReport> reports)
    {
        Check(reports);
        List<KeyValuePair<GoodputCell, GoodputSample>> samples = [];
        for (int i = 0; i < GoodputCell.All.Count; i++)
        {
            List<SimulationReport> ofCell = [];
            for (int run = 0; run < GoodputCell.Runs; run++)
            {
                ofCell.Add(reports[(i * GoodputCell.Runs) + run]);
            }

            samples.Add(new(GoodputCell.All[i], GoodputSample.Of(ofCell)));
        }

        return samples;
    }

    public override IReadOnlyList<string> Judge(IReadOnlyList<SimulationReport> reports)
    {
        List<string> findings = [];
        foreach ((GoodputCell cell, GoodputSample sample) in Measure(reports))
        {
            if (!TryFindBand(cell, out GoodputSample band))
            {
                findings.Add($"{cell} has no band");
            }
            else if (IsOff(sample, band))
            {
                findings.Add(string.Create(CultureInfo.InvariantCulture, $"{cell}: {sample.Mean:F0} bit/s in the mean of {sample.Runs} runs, {band.Mean:F0} before"));
            }
        }

        return findings;
    }

    private bool TryFindBand(in GoodputCell cell, out GoodputSample band)
    {
        for (int i = 0; i < bands.Count; i++)
        {
            if (bands[i].Key == cell)
            {
                band = bands[i].Value;
                return true;
            }
        }

        band = default;
        return false;
    }

    private static bool IsOff(in GoodputSample sample, in GoodputSample band)
    {
        double beyond = Math.Abs(sample.Mean - band.Mean) - (Tolerance * band.Mean);
        return beyond > Quantile * Math.Sqrt(sample.SquaredError + band.SquaredError);
    }

    private static List<Scenario> CreateScenarios()
    {
        List<Scenario> scenarios = [];
        foreach (GoodputCell cell in GoodputCell.All)
        {
            for (ulong seed = 1; seed <= GoodputCell.Runs; seed++)
            {
                scenarios.Add(cell.CreateScenario(seed));
            }
        }

        return scenarios;
    }
}
