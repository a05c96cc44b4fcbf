namespace Sctp.Sim.Associations.Oracles;

internal sealed class UdpPort : Oracle
{
    private const int MostPaths = 16;

    private readonly ushort[][] _ports = [new ushort[MostPaths], new ushort[MostPaths]];
    private readonly int[] _count = new int[2];
    private readonly bool[] _mayChange = new bool[2];
    private readonly bool[] _hasPacket = new bool[2];

    public override string Id => "O-X3";

    public override string Name => "udp-encap";

    public override string Statement => "The UDP port of a peer's address changes by packets under the right Verification Tag only.";

    public override string RfcSection => "RFC 6951 5.4";

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.AfterEvent;

    public override Conditions Excludes => Conditions.SealedDamage | Conditions.OnPathAttacker;

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        SetupOfSide setup = Set.Setup[side];
        byte first = packet.ChunkCount > 0 ? packet.Chunks[0].Type : byte.MaxValue;
        bool isReflectable = first is WireChunk.Abort or WireChunk.ShutdownComplete;
        _hasPacket[side.Index] = true;
        _mayChange[side.Index] = Set.Input[side].HasValidChecksum
            && (packet.VerificationTag == setup.LocalTag
                || (isReflectable && packet.VerificationTag == setup.PeerTag)
                || (first == WireChunk.CookieEcho && setup.Encounter != CookieEncounter.Foreign));
        if (_mayChange[side.Index])
        {
            return;
        }

        int count = System.Math.Min(side.Stack.PathCount, MostPaths);
        _count[side.Index] = count;
        for (int i = 0; i < count; i++)
        {
            _ports[side.Index][i] = side.Stack.AddressOf(i).UdpPort;
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        bool isJudged = _hasPacket[side.Index] && !_mayChange[side.Index];
        _hasPacket[side.Index] = false;
        for (int i = 0; isJudged && i < _count[side.Index] && i < side.Stack.PathCount; i++)
        {
            ushort port = side.Stack.AddressOf(i).UdpPort;
            if (port != _ports[side.Index][i])
            {
                Violate(side, $"a packet that proves nothing changed the UDP port of path {i} from {_ports[side.Index][i]} to {port}");
            }
        }
    }
}
