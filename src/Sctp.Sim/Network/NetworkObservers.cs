using System;
using System.Collections.Generic;

namespace Sctp.Sim.Network;

/// <summary>Several observers as one, told in their order.</summary>
public sealed class NetworkObservers : INetworkObserver
{
    private readonly INetworkObserver[] _observers;

    private NetworkObservers(INetworkObserver[] observers) => _observers = observers;

    /// <summary>One observer for some; null for none.</summary>
    public static INetworkObserver? Combine(IReadOnlyList<INetworkObserver> observers)
    {
        ArgumentNullException.ThrowIfNull(observers);
        return observers.Count switch
        {
            0 => null,
            1 => observers[0],
            _ => new NetworkObservers([.. observers]),
        };
    }

    /// <inheritdoc/>
    public void OnSent(Link link, in PacketFate fate, ReadOnlySpan<byte> packet)
    {
        foreach (INetworkObserver observer in _observers)
        {
            observer.OnSent(link, fate, packet);
        }
    }

    /// <inheritdoc/>
    public void OnDropped(Link link, in PacketFate fate, DropReason reason, ReadOnlySpan<byte> packet)
    {
        foreach (INetworkObserver observer in _observers)
        {
            observer.OnDropped(link, fate, reason, packet);
        }
    }

    /// <inheritdoc/>
    public void OnDelivered(Link link, in Arrival arrival, ReadOnlySpan<byte> packet)
    {
        foreach (INetworkObserver observer in _observers)
        {
            observer.OnDelivered(link, arrival, packet);
        }
    }

    /// <inheritdoc/>
    public void OnInjected(Link link, ReadOnlySpan<byte> packet)
    {
        foreach (INetworkObserver observer in _observers)
        {
            observer.OnInjected(link, packet);
        }
    }

    /// <inheritdoc/>
    public void OnMarked(Link link, in PacketFate fate, ReadOnlySpan<byte> packet)
    {
        foreach (INetworkObserver observer in _observers)
        {
            observer.OnMarked(link, fate, packet);
        }
    }
}
