using System;

namespace Sctp.Sim.Network;

/// <summary>Probabilities in millionths.</summary>
internal static class PerMillion
{
    public const int Certain = 1_000_000;

    public static void Check(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Certain, name);
    }
}
