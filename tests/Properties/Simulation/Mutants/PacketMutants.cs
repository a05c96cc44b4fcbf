using System;
using System.Buffers.Binary;
using Sctp.Sim.Associations;
using Sctp.Wire;

namespace Sctp.Properties.Simulation.Mutants;

/// <summary>Stacks whose packets are not what they should be.</summary>
internal static class PacketMutants
{
    /// <summary>The offset of the first chunk of a type; -1 for none.</summary>
    public static int Find(ReadOnlySpan<byte> packet, ChunkType type)
    {
        for (int offset = 12; offset + 4 <= packet.Length; offset += Math.Max(4, (LengthAt(packet, offset) + 3) & ~3))
        {
            if (packet[offset] == (byte)type)
            {
                return offset;
            }
        }

        return -1;
    }

    public static int LengthAt(ReadOnlySpan<byte> packet, int offset) => BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..]);

    /// <summary>The packet with one more chunk of no value at its end.</summary>
    public static byte[] Append(byte[] packet, ChunkType type) => [.. packet, (byte)type, 0, 0, 4];

    /// <summary>Replaces packets before they leave: by others that are sealed, or by none.</summary>
    internal class Rewrites(ISctpStack inner, Func<byte[], byte[]?> rewrite) : StackShim(inner)
    {
        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            while (Inner.TryTransmit(buffer, now, out transmit))
            {
                if (rewrite(buffer[..transmit.Length].ToArray()) is not { } packet)
                {
                    continue;
                }

                CommonHeader.Seal(packet);
                packet.CopyTo(buffer);
                transmit = new Transmit(packet.Length, transmit.Remote, transmit.Local, transmit.Ecn, transmit.Dscp, transmit.DontFragment);
                return true;
            }

            return false;
        }
    }

    /// <summary>Changes the first so many packets that hold a chunk of a type.</summary>
    internal sealed class RewritesChunk(ISctpStack inner, ChunkType type, Func<byte[], int, byte[]?> rewrite)
        : Rewrites(inner, packet => Find(packet, type) is int offset and >= 0 ? rewrite(packet, offset) : packet);

    /// <summary>Takes packets with a wrong checksum.</summary>
    internal sealed class IgnoresChecksums(ISctpStack inner) : StackShim(inner)
    {
        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
        {
            byte[] repaired = packet.ToArray();
            if (repaired.Length >= CommonHeader.Length)
            {
                CommonHeader.Seal(repaired);
            }

            Inner.Receive(repaired, path, now);
        }
    }
}
