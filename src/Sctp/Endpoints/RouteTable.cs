using System.Collections.Generic;

#pragma warning disable RS0030 // The dictionary is looked up by key only, never enumerated: its undefined order cannot show.

namespace Sctp.Endpoints;

/// <summary>Which association a peer's transport address belongs to. At most one (9260-1.3-02).</summary>
internal sealed class RouteTable
{
    private readonly Dictionary<TransportKey, SctpAssociation> _routes;
    private readonly Dictionary<ushort, SctpAssociation> _passive = [];

    public RouteTable(IEntropy entropy) => _routes = new Dictionary<TransportKey, SctpAssociation>(new TransportKeyComparer(entropy));

    public SctpAssociation? Find(in SctpAddress remote, ushort remotePort) =>
        _routes.TryGetValue(new TransportKey(remote, remotePort), out SctpAssociation? association) ? association : null;

    /// <summary>Adds a route; false when the address belongs to another association.</summary>
    public bool TryAdd(SctpAssociation association, in SctpAddress remote)
    {
        var key = new TransportKey(remote, association.RemotePort);
        return _routes.TryAdd(key, association) || _routes[key] == association;
    }

    /// <summary>The passive association that waits for a peer with that port.</summary>
    public SctpAssociation? FindPassive(ushort remotePort) => _passive.GetValueOrDefault(remotePort);

    /// <summary>From here on the association waits for its peer.</summary>
    public void AddPassive(SctpAssociation association)
    {
        association.IsPassive = true;
        _passive.Add(association.RemotePort, association);
    }

    /// <summary>The peer has come, or the association has ended.</summary>
    public void RemovePassive(SctpAssociation association)
    {
        if (association.IsPassive)
        {
            association.IsPassive = false;
            _ = _passive.Remove(association.RemotePort);
        }
    }

    /// <summary>Removes a route if it is this association's.</summary>
    public void Remove(SctpAssociation association, in SctpAddress remote)
    {
        var key = new TransportKey(remote, association.RemotePort);
        if (_routes.TryGetValue(key, out SctpAssociation? owner) && owner == association)
        {
            _ = _routes.Remove(key);
        }
    }
}
