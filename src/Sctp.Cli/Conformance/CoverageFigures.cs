using System;
using System.Collections.Generic;

namespace Sctp.Cli.Conformance;

/// <summary>How many rows stand how.</summary>
internal readonly record struct CoverageFigures(int Shown, int NotDone, int NotApplicable, int Open, int NotBuilt)
{
    public int Rows => Shown + NotDone + NotApplicable + Open + NotBuilt;

    /// <summary>The rows that could be shown.</summary>
    public int Applicable => Rows - NotApplicable;

    /// <summary>Shown rows of those that could be, in tenths of a percent, rounded down so that only all is 100 %.</summary>
    public int ShownPerMille => Applicable == 0 ? 1000 : (int)(1000L * Shown / Applicable);

    public static CoverageFigures Of(IEnumerable<RowCoverage> rows, Predicate<RowCoverage>? which = null)
    {
        Span<int> counts = stackalloc int[5];
        foreach (RowCoverage row in rows)
        {
            if (which is null || which(row))
            {
                counts[(int)row.Status]++;
            }
        }

        return new CoverageFigures(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }
}
