using System;

namespace Sctp.Sim.Network;

/// <summary>One address of a simulated host.</summary>
/// <param name="Host">The host's number.</param>
/// <param name="Index">Which of its addresses, from 0 on.</param>
public readonly record struct NetworkAddress(int Host, int Index)
{
    /// <summary>Host and index, as in <c>1.0</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Host}.{Index}");
}
