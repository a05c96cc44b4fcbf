using System;
using System.Buffers.Binary;
using System.Numerics;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class Checksum : Oracle
{
    public override string Id => "O-W1";

    public override string Name => "crc";

    public override string Statement => "Every packet carries its CRC32c.";

    public override string RfcSection => "6.8";

    public override void OnPacketSent(SctpNode node, ReadOnlySpan<byte> packet, in Transmit transmit)
    {
        if (packet.Length < 16 || packet.Length % 4 != 0)
        {
            Violate(node, $"a packet of {packet.Length} bytes");
            return;
        }

        uint carried = BinaryPrimitives.ReadUInt32LittleEndian(packet[8..]);
        uint crc = Add(uint.MaxValue, packet[..8]);
        crc = BitOperations.Crc32C(crc, 0u);
        crc = ~Add(crc, packet[12..]);
        if (crc != carried)
        {
            Violate(node, $"a packet of {packet.Length} bytes carries {carried:x8}, its CRC32c is {crc:x8}");
        }
    }

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (byte b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return crc;
    }
}
