using System;
using System.Collections.Generic;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Network.Protocols;

/// <summary>
/// A simulation of any sans-IO protocol: hosts, faulty links between them, virtual time. Everything follows from the seed, so what failed once fails again.
/// </summary>
public sealed class ProtocolSimulation
{
    private readonly List<ProtocolHost> _hosts = [];
    private bool _hasStarted;

    /// <summary>An empty simulation.</summary>
    /// <param name="seed">What all chance follows from.</param>
    public ProtocolSimulation(ulong seed) => Network = new SimulatedNetwork(Loop, new Randomness(seed));

    /// <summary>The virtual time.</summary>
    public EventLoop Loop { get; } = new();

    /// <summary>The network; links can be changed over time and packets forged through it.</summary>
    public SimulatedNetwork Network { get; }

    /// <summary>Called after every event: the place for what must hold always.</summary>
    public Action? AfterEvent { get; set; }

    /// <summary>The hash of all that happened: equal for equal runs.</summary>
    public string TraceHash => Loop.Hash.ToString();

    /// <summary>Adds a host that lives by a protocol.</summary>
    public ProtocolHost Add(ISansIoProtocol protocol, int addressCount = 1)
    {
        var host = new ProtocolHost(Loop, Network, protocol, addressCount);
        _hosts.Add(host);
        return host;
    }

    /// <summary>Connects the first addresses of two hosts in both directions and makes each the other's peer, if it has none.</summary>
    /// <param name="a">One host.</param>
    /// <param name="b">The other host.</param>
    /// <param name="toB">What the link from <paramref name="a"/> to <paramref name="b"/> does to packets.</param>
    /// <param name="toA">The other direction; null for the same.</param>
    public void Connect(ProtocolHost a, ProtocolHost b, LinkOptions toB, LinkOptions? toA = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Network.Connect(a.Address, b.Address, toB);
        Network.Connect(b.Address, a.Address, toA ?? toB);
        a.Peer ??= b.Address;
        b.Peer ??= a.Address;
    }

    /// <summary>Runs until something is reached, but no longer than a time.</summary>
    /// <param name="limit">The virtual time that may pass from the start of the simulation.</param>
    /// <param name="isDone">What is to be reached; null for nothing but the time.</param>
    /// <returns>Whether it was reached; without <paramref name="isDone"/> whether nothing is left to happen.</returns>
    public bool Run(Duration limit, Func<bool>? isDone = null)
    {
        if (!_hasStarted)
        {
            _hasStarted = true;
            foreach (ProtocolHost host in _hosts)
            {
                host.Settle();
            }
        }

        Instant end = Instant.Epoch + limit;
        while (isDone?.Invoke() != true)
        {
            if (!Loop.TryStep(end, out _))
            {
                return isDone is null && Loop.PendingCount == 0;
            }

            AfterEvent?.Invoke();
        }

        return true;
    }
}
