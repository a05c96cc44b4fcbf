namespace Sctp.Sim.Reporting;

/// <summary>What a stack told its application.</summary>
/// <param name="Time">The virtual time.</param>
/// <param name="Association">The number of the association.</param>
/// <param name="Side">The side.</param>
/// <param name="Kind">The kind of event.</param>
/// <param name="Text">The event in words.</param>
public sealed record RecordedEvent(Instant Time, int Association, Side Side, SctpEventKind Kind, string Text);
