namespace Sctp.Sim.Network;

/// <summary>A packet that waits for a link to be free.</summary>
/// <param name="Handle">Where its bytes are.</param>
/// <param name="Length">How many.</param>
/// <param name="EnteredAt">Since when it waits.</param>
/// <param name="Link">The link that it is to leave by.</param>
/// <param name="Fate">What is to become of it then.</param>
internal readonly record struct QueuedPacket(int Handle, int Length, Instant EnteredAt, Link Link, PacketFate Fate);
