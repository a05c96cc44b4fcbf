using System;

namespace Sctp.Sim.Network;

/// <summary>Sees what becomes of every packet, without changing anything. Spans are valid during the call only.</summary>
public interface INetworkObserver
{
    /// <summary>A packet was handed to a link.</summary>
    void OnSent(Link link, in PacketFate fate, ReadOnlySpan<byte> packet);

    /// <summary>A packet was dropped.</summary>
    void OnDropped(Link link, in PacketFate fate, DropReason reason, ReadOnlySpan<byte> packet);

    /// <summary>A packet is about to be handed to its receiver.</summary>
    void OnDelivered(Link link, long ordinal, ReadOnlySpan<byte> packet);
}
