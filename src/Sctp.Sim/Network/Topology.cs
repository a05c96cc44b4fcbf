using System;
using System.Collections.Generic;

namespace Sctp.Sim.Network;

/// <summary>The hosts with their addresses, and the links between these.</summary>
internal sealed class Topology
{
    private readonly List<Host> _hosts = [];
    private readonly Func<int, Bottleneck> _bottleneckOf;
    private Link?[] _routes = [];
    private int _addressCount;

    /// <param name="bottleneckOf">The bottleneck of a group; another one each time for group 0.</param>
    public Topology(Func<int, Bottleneck> bottleneckOf) => _bottleneckOf = bottleneckOf;

    /// <summary>All links in the order in which they were made.</summary>
    public List<Link> Links { get; } = [];

    /// <summary>What carries forged packets between addresses that no link connects.</summary>
    public List<Link> StrayLinks { get; } = [];

    /// <summary>Adds a host.</summary>
    /// <returns>Its number.</returns>
    public int Add(INetworkHost host, int addressCount)
    {
        _hosts.Add(new Host(host, _addressCount, addressCount));
        _addressCount += addressCount;
        _routes = new Link?[_addressCount * _addressCount];
        foreach (Link link in Links)
        {
            _routes[RouteIndex(link.From, link.To)] = link;
        }

        return _hosts.Count - 1;
    }

    /// <summary>Makes a link.</summary>
    public Link Connect(NetworkAddress from, NetworkAddress to, LinkOptions options)
    {
        var link = new Link(Links.Count, from, to, options, _bottleneckOf(options.SharedBottleneck));
        _routes[RouteIndex(from, to)] = link;
        Links.Add(link);
        return link;
    }

    /// <summary>What receives the packets of an address.</summary>
    public INetworkHost HostOf(NetworkAddress address) => _hosts[address.Host].Receiver;

    /// <summary>The link from one address to another; null for none.</summary>
    public Link? LinkOf(NetworkAddress from, NetworkAddress to) => _routes[RouteIndex(from, to)];

    /// <summary>The link from one address to another, or a perfect one where there is none.</summary>
    public Link LinkOrStray(NetworkAddress from, NetworkAddress to)
    {
        if (LinkOf(from, to) is { } link)
        {
            return link;
        }

        foreach (Link stray in StrayLinks)
        {
            if (stray.From == from && stray.To == to)
            {
                return stray;
            }
        }

        var made = new Link(-1 - StrayLinks.Count, from, to, LinkOptions.Perfect, _bottleneckOf(0));
        StrayLinks.Add(made);
        return made;
    }

    private int RouteIndex(NetworkAddress from, NetworkAddress to) => (AddressIndex(from) * _addressCount) + AddressIndex(to);

    private int AddressIndex(NetworkAddress address)
    {
        Host host = _hosts[address.Host];
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)address.Index, (uint)host.AddressCount, nameof(address));
        return host.FirstAddress + address.Index;
    }

    private readonly record struct Host(INetworkHost Receiver, int FirstAddress, int AddressCount);
}
