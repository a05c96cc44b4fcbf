namespace Sctp.Sim;

/// <summary>From some time on, what chance decides about packets is drawn by another seed.</summary>
/// <param name="At">The time.</param>
/// <param name="Seed">The seed.</param>
public sealed record Reseed(Instant At, ulong Seed);
