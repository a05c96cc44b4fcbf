using System;
using System.Buffers.Binary;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Network;

/// <summary>Damages packets: where and how is a function of the packet, of some random bits and, for a splice, of the packet before.</summary>
internal sealed class PacketDamage
{
    private const int LongestExtension = 64;
    private const int LongestOverwrite = 4;

    private readonly PacketPool _packets;
    private readonly byte[] _original = new byte[SimulatedNetwork.MaxPacketLength];
    private int _originalLength;

    public PacketDamage(PacketPool packets) => _packets = packets;

    /// <summary>What the packet was before its damage.</summary>
    public ReadOnlySpan<byte> Original => _original.AsSpan(0, _originalLength);

    /// <summary>Damages a packet.</summary>
    /// <returns>False when it is the same as before: the damage hit nothing but a checksum that was then repaired.</returns>
    public bool TryDamage(int handle, in PacketFate fate, ReadOnlySpan<byte> previous, IPacketSealer? sealer)
    {
        ReadOnlySpan<byte> packet = _packets.Bytes(handle);
        packet.CopyTo(_original);
        _originalLength = packet.Length;
        if (packet.IsEmpty)
        {
            return false;
        }

        ulong bits = fate.CorruptionBits;
        switch (fate.Corruption)
        {
            case CorruptionKind.Truncation:
                _packets.Resize(handle, (int)Distribution.Below(bits, (ulong)packet.Length));
                break;
            case CorruptionKind.Overwrite:
                Overwrite(_packets.Bytes(handle), bits);
                break;
            case CorruptionKind.Extension:
                Extend(handle, bits);
                break;
            case CorruptionKind.Splice:
                if (TrySplice(handle, bits, previous, fate.Treatment, sealer))
                {
                    return true;
                }

                FlipBits(_packets.Bytes(handle), bits);
                break;
            default:
                FlipBits(_packets.Bytes(handle), bits);
                break;
        }

        Seal(handle, fate.Treatment, sealer);
        return !_packets.Bytes(handle).SequenceEqual(Original);
    }

    private static void FlipBits(Span<byte> bytes, ulong bits)
    {
        // Up to three different places: two steps of at most a quarter of the packet never come back to a bit that was flipped.
        int count = 1 + (int)(bits % 3);
        ulong bitCount = (ulong)bytes.Length * 8;
        ulong longestStep = bitCount / 4;
        ulong position = Distribution.Below(bits, bitCount);
        for (int i = 0; i < count; i++)
        {
            bytes[(int)(position / 8)] ^= (byte)(1 << (int)(position % 8));
            position = (position + 1 + ((bits >> (8 + (i * 16))) % longestStep)) % bitCount;
        }
    }

    private static void Overwrite(Span<byte> bytes, ulong bits)
    {
        int start = (int)Distribution.Below(bits, (ulong)bytes.Length);
        int end = Math.Min(start + 1 + (int)(bits % LongestOverwrite), bytes.Length);
        ulong garbage = Philox.Block(bits, 0, 0, out _);
        for (int i = start; i < end; i++)
        {
            bytes[i] ^= (byte)(1 + (garbage % 255)); // never the byte that was there
            garbage >>= 8;
        }
    }

    private void Extend(int handle, ulong bits)
    {
        int longest = Math.Min(LongestExtension, SimulatedNetwork.MaxPacketLength - _originalLength);
        int added = longest == 0 ? 0 : 1 + (int)Distribution.Below(bits, (ulong)longest);
        _packets.Resize(handle, _originalLength + added);
        Span<byte> garbage = _packets.Bytes(handle)[_originalLength..];
        Span<byte> block = stackalloc byte[16];
        for (ulong i = 0; !garbage.IsEmpty; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(block, Philox.Block(bits, i, 0, out ulong more));
            BinaryPrimitives.WriteUInt64LittleEndian(block[8..], more);
            int length = Math.Min(block.Length, garbage.Length);
            block[..length].CopyTo(garbage);
            garbage = garbage[length..];
        }
    }

    // What comes out must be neither the one packet nor the other, or it would be a genuine packet that is called damaged.
    private bool TrySplice(int handle, ulong bits, ReadOnlySpan<byte> previous, ChecksumTreatment treatment, IPacketSealer? sealer)
    {
        if (previous.IsEmpty)
        {
            return false;
        }

        int cut = (int)Distribution.Below(bits, (ulong)Math.Min(_originalLength, previous.Length));
        _packets.Resize(handle, previous.Length);
        previous[cut..].CopyTo(_packets.Bytes(handle)[cut..]);
        Seal(handle, treatment, sealer);
        ReadOnlySpan<byte> spliced = _packets.Bytes(handle);
        if (!spliced.SequenceEqual(previous) && !spliced.SequenceEqual(Original))
        {
            return true;
        }

        _packets.Resize(handle, _originalLength);
        Original.CopyTo(_packets.Bytes(handle));
        return false;
    }

    private void Seal(int handle, ChecksumTreatment treatment, IPacketSealer? sealer)
    {
        if (treatment != ChecksumTreatment.Wrong)
        {
            sealer?.Seal(_packets.Bytes(handle), treatment);
        }
    }
}
