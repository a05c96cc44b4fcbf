using System;
using System.Collections.Generic;

namespace Sctp.Sim.Associations;

/// <summary>Another SCTP implementation in the place of one side of an association.</summary>
/// <param name="Side">Which side.</param>
/// <param name="Create">Makes its stack, with the options of the side and the number of the incarnation: 0 at the start, one more after each crash.</param>
internal sealed record ForeignPeer(Side Side, Func<SideOptions, int, ISctpStack> Create)
{
    /// <summary>What the implementation is known to do otherwise than an oracle says; it is no violation. Asked about the foreign side only.</summary>
    public Func<AssociationSide, Violation, bool> IsKnownDeviation { get; init; } = static (_, _) => false;

    /// <summary>The known deviations that this run came by, in their order.</summary>
    public List<Violation> Deviations { get; } = [];

    /// <summary>Whether a violation is a known deviation of the foreign side; it is noted down then.</summary>
    public bool Excuses(AssociationSide? side, Violation violation)
    {
        if (side is not { IsForeign: true } || !IsKnownDeviation(side, violation))
        {
            return false;
        }

        Deviations.Add(violation);
        return true;
    }
}
