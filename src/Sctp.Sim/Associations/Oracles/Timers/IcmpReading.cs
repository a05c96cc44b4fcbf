using System.Buffers.Binary;

namespace Sctp.Sim.Associations.Oracles;

/// <summary>What an ICMP message says, and whether its quote is of a packet that the side sent (RFC 9260 section 10, ICMP6).</summary>
internal readonly record struct IcmpReading(IcmpKind Kind, int Mtu, SctpAddress Remote, bool IsGenuine)
{
    private const int TagOffset = 4;
    private const int InitiateTagOffset = 16;

    public static IcmpReading Of(AssociationSide side, in IcmpMessage message)
    {
        bool isGenuine = false;
        if (side.Stack.Core is { } core && message.QuotedPacket.Length >= TagOffset + 4)
        {
            uint tag = BinaryPrimitives.ReadUInt32BigEndian(message.QuotedPacket[TagOffset..]);
            isGenuine = tag != 0
                ? tag == core.PeerTag
                : message.QuotedPacket.Length >= InitiateTagOffset + 4
                    && message.QuotedPacket[12] == WireChunk.Init
                    && BinaryPrimitives.ReadUInt32BigEndian(message.QuotedPacket[InitiateTagOffset..]) == core.LocalTag;
        }

        return new IcmpReading(message.Kind, message.Mtu, message.Remote, isGenuine);
    }
}
