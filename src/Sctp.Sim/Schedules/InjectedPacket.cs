using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>A packet that an attacker sent.</summary>
/// <param name="Occasion">Which of the attacker's occasions it was, from 0 on; several packets may belong to one.</param>
/// <param name="From">The address it pretends to come from.</param>
/// <param name="To">Where it goes.</param>
/// <param name="Delay">How long it is on its way.</param>
/// <param name="Bytes">The packet in hexadecimal digits.</param>
public sealed record InjectedPacket(long Occasion, NetworkAddress From, NetworkAddress To, Duration Delay, string Bytes);
