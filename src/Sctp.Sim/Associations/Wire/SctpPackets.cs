using System;
using System.Buffers.Binary;
using Sctp.Sim.Network;

namespace Sctp.Sim.Associations;

/// <summary>What the network must know of SCTP packets: where the checksum is, and which chunk types are in a packet.</summary>
internal sealed class SctpPackets : IPacketSealer, IPacketClassifier
{
    private const int HeaderLength = 12;
    private const int ChunkHeaderLength = 4;
    private const int ChecksumOffset = 8;

    public static SctpPackets Instance { get; } = new();

    public void Seal(Span<byte> packet, ChecksumTreatment treatment)
    {
        if (packet.Length < HeaderLength)
        {
            return;
        }

        switch (treatment)
        {
            case ChecksumTreatment.Repaired:
                WireChecksum.Seal(packet);
                break;
            case ChecksumTreatment.Zero:
                packet.Slice(ChecksumOffset, sizeof(uint)).Clear();
                break;
            default:
                break;
        }
    }

    public bool Holds(ReadOnlySpan<byte> packet, byte kind)
    {
        int offset = HeaderLength;
        while (packet.Length - offset >= ChunkHeaderLength)
        {
            if (packet[offset] == kind)
            {
                return true;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..]);
            if (length < ChunkHeaderLength)
            {
                return false;
            }

            offset += (length + 3) & ~3;
        }

        return false;
    }
}
