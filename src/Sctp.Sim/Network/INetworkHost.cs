using System;

namespace Sctp.Sim.Network;

/// <summary>A host of the simulated network. Spans are valid during the call only.</summary>
public interface INetworkHost
{
    /// <summary>A packet arrived.</summary>
    /// <param name="local">The own address it was sent to.</param>
    /// <param name="remote">The address it was sent from.</param>
    /// <param name="packet">Its bytes.</param>
    /// <param name="arrival">How it came: for observers only, a host that acts by it cheats.</param>
    void OnPacket(NetworkAddress local, NetworkAddress remote, ReadOnlySpan<byte> packet, in Arrival arrival);

    /// <summary>A packet of this host was too big for a link that says so.</summary>
    /// <param name="local">The own address it was sent from.</param>
    /// <param name="remote">The address it was sent to.</param>
    /// <param name="mtu">The largest packet that the link takes, in bytes.</param>
    /// <param name="packet">The packet.</param>
    void OnPacketTooBig(NetworkAddress local, NetworkAddress remote, int mtu, ReadOnlySpan<byte> packet);
}
