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
    void OnDelivered(Link link, in Arrival arrival, ReadOnlySpan<byte> packet);

    /// <summary>A forged packet was put on its way.</summary>
    void OnInjected(Link link, ReadOnlySpan<byte> packet)
    {
    }

    /// <summary>A packet that is on its way was marked by a queue.</summary>
    void OnMarked(Link link, in PacketFate fate, ReadOnlySpan<byte> packet)
    {
    }
}
