using System;
using System.Buffers.Binary;

namespace Sctp.Sim.Associations;

/// <summary>
/// What an INIT lists: it belongs to an association if its source or an address that it lists does (RFC 9260 section 5.1.2).
/// </summary>
/// <param name="HasKnown">Whether it lists an address of the peer.</param>
/// <param name="HasNew">Whether it lists another one that counts.</param>
internal readonly record struct ListedAddresses(bool HasKnown, bool HasNew)
{
    private const ushort IPv4Address = 5;
    private const ushort IPv6Address = 6;

    /// <summary>
    /// Whether a packet is about the association of a side, as far as its addresses tell: one that was neither damaged nor forged is. An INIT of somebody else, or one whose
    /// addresses were overwritten, that neither comes from an address of the association nor lists one is about another (section 5.1.2).
    /// </summary>
    public static bool AreOfAssociation(AssociationSide side, WirePacket packet) =>
        packet.Origin == PacketOrigin.Genuine || side.IsFromPeer(packet)
        || (packet.ChunkCount > 0 && packet.Chunks[0].Type == WireChunk.Init && packet.Chunks[0].Length >= WireInit.FixedLength
            && Of(side, packet.Init(packet.Chunks[0]).Parameters).HasKnown);

    /// <summary>Looks through the parameters of an INIT. A malformed one, which is answered by ABORT or not at all, has neither.</summary>
    public static ListedAddresses Of(AssociationSide side, ReadOnlySpan<byte> parameters)
    {
        bool hasKnown = false;
        bool hasNew = false;
        while (parameters.Length >= 4)
        {
            ushort type = BinaryPrimitives.ReadUInt16BigEndian(parameters);
            int length = BinaryPrimitives.ReadUInt16BigEndian(parameters[2..]);
            if (length < 4 || length > parameters.Length)
            {
                return default;
            }

            bool isAddress = (type == IPv4Address && length == 8) || (type == IPv6Address && length == 20);
            if (isAddress && HasFamily(side, type) && SctpAddress.FromBytes(parameters[4..length]) is { IsUnicast: true } address)
            {
                bool isKnown = IsKnown(side, address);
                hasKnown |= isKnown;
                hasNew |= !isKnown;
            }

            bool isKnownType = type is 1 or (>= 5 and <= 9) or 11 or 12;
            if (!isKnownType && (type & 0x8000) == 0)
            {
                break; // What is behind it is not looked at (3.2.1).
            }

            parameters = parameters[Math.Min((length + 3) & ~3, parameters.Length)..];
        }

        return new ListedAddresses(hasKnown, hasNew);
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
