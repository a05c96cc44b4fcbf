using System;

namespace Sctp.Sim.Hunting;

/// <summary>How much may be spent on making a failure smaller: runs, and whatever the host measures, such as time.</summary>
public sealed class ShrinkBudget
{
    private readonly Func<bool> _goesOn;

    /// <summary>A budget.</summary>
    /// <param name="runs">The most runs.</param>
    /// <param name="goesOn">Asked before each run; null for a budget of runs alone.</param>
    public ShrinkBudget(int runs, Func<bool>? goesOn = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(runs);
        Runs = runs;
        _goesOn = goesOn ?? (static () => true);
    }

    /// <summary>The most runs.</summary>
    public int Runs { get; }

    /// <summary>The runs that were made.</summary>
    public int Spent { get; private set; }

    /// <summary>Whether the budget refused a run.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Takes one run from the budget.</summary>
    /// <returns>False when there is none left.</returns>
    public bool TrySpend()
    {
        if (IsExhausted || Spent >= Runs || !_goesOn())
        {
            IsExhausted = true;
            return false;
        }

        Spent++;
        return true;
    }
}
