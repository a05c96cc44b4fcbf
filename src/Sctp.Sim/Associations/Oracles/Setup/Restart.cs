using System;
using System.Buffers.Binary;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class Restart : Oracle
{
    private const ushort IPv4Address = 5;
    private const ushort IPv6Address = 6;

    private readonly bool[] _isReported = new bool[2];
    private readonly bool[] _hasNewAddress = new bool[2];

    public override string Id => "O-S9";

    public override string Name => "restart";

    public override string Statement =>
        "RESTART is reported if and only if a cookie with the association's Tie-Tags and two new tags came back; an INIT that adds addresses to an association is refused by ABORT.";

    public override string RfcSection => "5.2.2, 5.2.4 action A";

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.AssociationEvent | Hooks.AfterEvent;

    public override Conditions Excludes => Conditions.AddressChange | Conditions.OnPathAttacker;

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        _isReported[side.Index] = false;
        _hasNewAddress[side.Index] = packet.ChunkCount == 1
            && packet.Chunks[0].Type == WireChunk.Init
            && packet.Chunks[0].Length >= WireInit.FixedLength
            && Set.Input[side].HasValidChecksum
            && packet.SourcePort == HostNumbers.PortOf(side.PeerHost)
            && side.Stack.State is not (AssociationState.Closed or AssociationState.CookieWait or AssociationState.ShutdownAckSent)
            && AddsAddress(side, packet.Init(packet.Chunks[0]).Parameters, side.IsFromPeer(packet));
    }

    public override void OnAssociationEvent(AssociationSide side, in SctpEvent e)
    {
        if (e.Kind != SctpEventKind.Restarted)
        {
            return;
        }

        _isReported[side.Index] = true;
        if (Set.Setup[side].Encounter != CookieEncounter.Restart)
        {
            Violate(side, $"RESTART was reported because of {(Set.Input[side].IsPacket ? Set.Setup[side].Encounter.ToString() : "a timer or a call")}");
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        InputOfSide input = Set.Input[side];
        if (input.IsPacket && Set.Setup[side].Encounter == CookieEncounter.Restart && input.HasSent(WireChunk.CookieAck) && !_isReported[side.Index])
        {
            Violate(side, "the peer restarted, and RESTART was not reported");
        }

        if (_hasNewAddress[side.Index] && input.HasSent(WireChunk.InitAck))
        {
            Violate(side, "an INIT that adds an address to the association was answered by INIT ACK");
        }

        _isReported[side.Index] = false;
        _hasNewAddress[side.Index] = false;
    }

    // An INIT belongs to the association if its source or an address that it lists does (5.1.2).
    private static bool AddsAddress(AssociationSide side, ReadOnlySpan<byte> parameters, bool belongs)
    {
        bool hasNew = false;
        while (parameters.Length >= 4)
        {
            ushort type = BinaryPrimitives.ReadUInt16BigEndian(parameters);
            int length = BinaryPrimitives.ReadUInt16BigEndian(parameters[2..]);
            if (length < 4 || length > parameters.Length)
            {
                return false; // Malformed: it is answered by ABORT, or not at all.
            }

            bool isAddress = (type == IPv4Address && length == 8) || (type == IPv6Address && length == 20);
            if (isAddress && HasFamily(side, type) && SctpAddress.FromBytes(parameters[4..length]) is { IsUnicast: true } address)
            {
                bool isKnown = IsKnown(side, address);
                belongs |= isKnown;
                hasNew |= !isKnown;
            }

            bool isKnownType = type is 1 or (>= 5 and <= 9) or 11 or 12;
            if (!isKnownType && (type & 0x8000) == 0)
            {
                break; // What is behind it is not looked at (3.2.1).
            }

            parameters = parameters[Math.Min((length + 3) & ~3, parameters.Length)..];
        }

        return hasNew && belongs;
    }

    // An address of a family that the endpoint does not have is ignored (5.1.2), as is one of a group of hosts.
    private static bool HasFamily(AssociationSide side, ushort type)
    {
        for (int i = 0; i < side.Stack.PathCount; i++)
        {
            if (side.Stack.GetPath(i).Address.Kind == (type == IPv4Address ? SctpAddressKind.IPv4 : SctpAddressKind.IPv6))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsKnown(AssociationSide side, SctpAddress address)
    {
        for (int i = 0; i < side.Stack.PathCount; i++)
        {
            if (side.Stack.GetPath(i).Address.IsSameHost(address))
            {
                return true;
            }
        }

        return false;
    }
}
