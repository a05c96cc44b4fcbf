using System;
using Sctp.Sim.Network;

namespace Sctp.Sim.Associations;

/// <summary>One side of an association: what an application uses and what oracles look at. A node that listens has one for each of its peers.</summary>
internal sealed class AssociationSide
{
    private readonly SideOptions _initialOptions;

    public AssociationSide(string name, int index, int association, SctpNode node, int peerHost, SideOptions options)
    {
        Name = name;
        Index = index;
        Association = association;
        Node = node;
        PeerHost = peerHost;
        Options = options;
        _initialOptions = options;
        IsHonest = options.Behavior is null;
        Stack = node.Stack.GetAssociation(peerHost);
    }

    public string Name { get; }

    /// <summary>0 for the side that connects (client), 1 for the one that listens (server).</summary>
    public int Index { get; }

    /// <summary>The number of the association among all of the simulation.</summary>
    public int Association { get; }

    public SctpNode Node { get; }

    /// <summary>The number of the peer's host.</summary>
    public int PeerHost { get; }

    /// <summary>The options that hold now.</summary>
    public SideOptions Options { get; set; }

    public AssociationSide Peer { get; set; } = null!;

    /// <summary>The association as its stack shows it: another object after a crash of the host.</summary>
    public IAssociationStack Stack { get; private set; }

    /// <summary>How often the host has crashed.</summary>
    public int Incarnation { get; private set; }

    /// <summary>The stack that the association shares with others of the same node.</summary>
    public ISctpStack Endpoint => Node.Stack;

    public Application Application { get; set; } = null!;

    /// <summary>Everyone who watches this association.</summary>
    public ObserverSet Observers { get; set; } = null!;

    public Instant Now => Node.Now;

    /// <summary>Whether this side has opened the association by itself.</summary>
    public bool HasConnected { get; set; }

    /// <summary>What this side was given last; a call of the application unless something else is said.</summary>
    public SideInput Input { get; set; }

    /// <summary>The paths, by the bits of their indices, to which the user has asked for a HEARTBEAT since the last input.</summary>
    public ulong DemandedHeartbeats { get; set; }

    /// <summary>Whether the stack was called since this was last cleared.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Whether the user set another DSCP since this was last cleared.</summary>
    public bool HasChangedDscp { get; set; }

    /// <summary>Whether this side keeps to the protocol; what another one does is no violation.</summary>
    public bool IsHonest { get; init; }

    /// <summary>Whether this side is another SCTP implementation, of which only what is seen from outside is known.</summary>
    public bool IsForeign { get; init; }

    /// <summary>The chunk types of the last packet that this side sent, first in the lowest byte, at most eight; 0xFF is none.</summary>
    public ulong LastChunks { get; private set; } = ulong.MaxValue;

    /// <summary>
    /// Whether both sides are in the same association, and know it: each expects the tag that the other sends, and where one crashed, whose old SACKs may have the right
    /// tag still, takes for acknowledged only what the other has.
    /// </summary>
    public bool IsJoined => Stack.Core is { } own && Peer.Stack.Core is { } other
        && own.State >= AssociationState.Established && other.State >= AssociationState.Established
        && own.LocalTag == other.PeerTag && own.PeerTag == other.LocalTag
        && ((Incarnation == 0 && Peer.Incarnation == 0)
            || (own.Sender.CumulativeAckPoint <= other.Receiver.CumulativeTsn && other.Sender.CumulativeAckPoint <= own.Receiver.CumulativeTsn));

    /// <summary>
    /// Whether everything is owed once the faults stopped. Where an association may end by itself, one side may not know that it did: then nothing is owed
    /// before its user loses patience. The same holds for a set-up whose cookies nobody can read any more, and for one whose other side an old COOKIE ECHO has set up
    /// once more after its end: that one goes by the same tags and lacks what was acknowledged before.
    /// </summary>
    public bool IsBoundToProgress =>
        ((Observers.Conditions & (Conditions.Crashes | Conditions.Mortal | Conditions.RotatedKeys)) == 0 && !Stack.HasDiscarded && !Peer.Stack.HasDiscarded)
        || IsJoined || Application.HasTimedOut || Peer.Application.HasTimedOut;

    /// <summary>What was changed on the way holds no longer: another association begins.</summary>
    public void RestoreOptions() => Options = _initialOptions;

    /// <summary>The host has another stack now.</summary>
    public void OnNewStack()
    {
        Incarnation++;
        HasConnected = false;
        RestoreOptions();
        Stack = Node.Stack.GetAssociation(PeerHost);
    }

    /// <summary>The user sets the DSCP.</summary>
    public void NoteDscp(byte dscp)
    {
        HasChangedDscp |= dscp != Options.Endpoint.Dscp;
        Options = Options with { Endpoint = Options.Endpoint with { Dscp = dscp } };
    }

    public void OnSent(WirePacket packet)
    {
        ulong types = ulong.MaxValue;
        for (int i = Math.Min(packet.ChunkCount, 8) - 1; i >= 0; i--)
        {
            types = (types << 8) | packet.Chunks[i].Type;
        }

        LastChunks = types;
    }

    /// <summary>Whether a packet that arrived here is one between the two ports of the association.</summary>
    public bool HasPortsOf(WirePacket packet) => packet.DestinationPort == HostNumbers.PortOf(Node.Host) && packet.SourcePort == HostNumbers.PortOf(PeerHost);

    /// <summary>Whether a packet that arrived here came from an address and a port of the peer: else it is out of the blue, whatever its tag.</summary>
    public bool IsFromPeer(WirePacket packet) => HasPortsOf(packet) && PathTo(packet.From) >= 0;

    /// <summary>The smallest path MTU of the paths to the peer, in bytes; the largest there is where there is no path.</summary>
    public int SmallestPathMtu
    {
        get
        {
            int smallest = ushort.MaxValue;
            for (int i = 0; i < Stack.PathCount; i++)
            {
                smallest = Math.Min(smallest, Stack.GetPath(i).PathMtu);
            }

            return smallest;
        }
    }

    /// <summary>How long a packet to an address of the peer may be, in bytes: the path MTU, or the smallest buffer that the host gave since the last input; 0 for an unknown one.</summary>
    public int RoomTo(NetworkAddress to) => TryGetPathTo(to, out PathStatus path) ? Math.Min(path.PathMtu, Node.SmallestBuffer) : 0;

    /// <summary>What the stack shows of the path to an address of the peer.</summary>
    public bool TryGetPathTo(NetworkAddress to, out PathStatus path)
    {
        int index = PathTo(to);
        path = index >= 0 ? Stack.GetPath(index) : default;
        return index >= 0;
    }

    private int PathTo(NetworkAddress to)
    {
        SctpAddress address = Node.AddressOf(to);
        int count = Stack.PathCount;
        for (int i = 0; i < count; i++)
        {
            if (Stack.AddressOf(i).IsSameHost(address))
            {
                return i;
            }
        }

        return -1;
    }
}
