using System;

namespace Sctp.Sim.Hunting;

/// <summary>The smallest scenario so far that fails in the way that is to be kept, and the only way to replace it: by one that was run and fails in the same way.</summary>
internal sealed class ShrinkSearch
{
    private readonly Func<Scenario, SimulationReport> _run;
    private readonly ShrinkBudget _budget;

    public ShrinkSearch(Func<Scenario, SimulationReport> run, ShrinkBudget budget, Scenario scenario, SimulationReport report, FailureKey key)
    {
        _run = run;
        _budget = budget;
        Best = scenario;
        Report = report;
        Key = key;
    }

    public Scenario Best { get; private set; }

    /// <summary>The report of <see cref="Best"/>.</summary>
    public SimulationReport Report { get; private set; }

    public FailureKey Key { get; }

    public bool IsExhausted => _budget.IsExhausted;

    /// <summary>Runs a candidate and keeps it if it fails in the same way: another failure, however interesting, is another bug.</summary>
    public bool Try(Scenario candidate)
    {
        if (!IsValid(candidate) || !_budget.TrySpend())
        {
            return false;
        }

        SimulationReport report = _run(candidate);
        if (FailureKey.Of(report) != Key)
        {
            return false;
        }

        Best = candidate;
        Report = report;
        return true;
    }

    // What is left of a scenario may not fit together any more.
    private static bool IsValid(Scenario candidate)
    {
        try
        {
            candidate.Validate();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
