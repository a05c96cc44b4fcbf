namespace Sctp.Sim.Network.Protocols;

/// <summary>A packet that a protocol wants to send.</summary>
/// <param name="Length">How many bytes of the buffer it has.</param>
/// <param name="To">Where it goes; null for the host's peer (<see cref="ProtocolHost.Peer"/>).</param>
/// <param name="FromIndex">Which of the host's addresses it comes from.</param>
/// <param name="MayFragment">Whether links with a smaller MTU may carry it in fragments.</param>
/// <param name="Ecn">Its codepoint of explicit congestion notification.</param>
public readonly record struct OutgoingPacket(
    int Length, NetworkAddress? To = null, int FromIndex = 0, bool MayFragment = false, EcnCodepoint Ecn = EcnCodepoint.NotEct);
