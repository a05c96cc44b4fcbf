namespace Sctp.Sim.Network;

/// <summary>The ways in which a link changes the order of packets.</summary>
public enum ReorderShape
{
    /// <summary>The packet is held back by up to <see cref="LinkOptions.ReorderDelay"/>, so that later ones overtake it.</summary>
    HoldBack,

    /// <summary>The packet changes places with the next one, if that comes within <see cref="LinkOptions.ReorderDelay"/>.</summary>
    AdjacentSwap,

    /// <summary>The packet arrives before the <see cref="LinkOptions.ReorderSpan"/> packets sent before it, as far as they have not arrived yet.</summary>
    JumpAhead,

    /// <summary>The packet and those that follow it, <see cref="LinkOptions.ReorderSpan"/> in all, arrive in reverse order, as far as they come within <see cref="LinkOptions.ReorderDelay"/>.</summary>
    BurstReversal,

    /// <summary>The packet comes very late: between half of <see cref="LinkOptions.StragglerDelay"/> and all of it.</summary>
    Straggler,
}
