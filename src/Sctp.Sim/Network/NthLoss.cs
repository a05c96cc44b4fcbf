using System;
using System.Collections.Generic;

namespace Sctp.Sim.Network;

/// <summary>Exactly these packets of the link are lost.</summary>
public sealed record NthLoss : LossModel
{
    /// <summary>Their numbers on the link, from 0 on, ascending.</summary>
    public IReadOnlyList<long> Ordinals { get; init; } = [];

    /// <summary>Whether a number is one of them.</summary>
    public bool Contains(long ordinal)
    {
        int least = 0;
        int most = Ordinals.Count - 1;
        while (least <= most)
        {
            int middle = (least + most) / 2;
            if (Ordinals[middle] == ordinal)
            {
                return true;
            }

            if (Ordinals[middle] < ordinal)
            {
                least = middle + 1;
            }
            else
            {
                most = middle - 1;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        for (int i = 0; i < Ordinals.Count; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(Ordinals[i], nameof(Ordinals));
            if (i > 0)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Ordinals[i], Ordinals[i - 1], nameof(Ordinals));
            }
        }
    }
}
