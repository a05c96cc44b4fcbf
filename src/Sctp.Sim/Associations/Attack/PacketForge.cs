using System;
using System.Buffers.Binary;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Associations.Attack;

/// <summary>
/// Writes packets that no SCTP stack would: any chunk type, any length field, any order; always with a right CRC32c, so that they get as far as they can.
/// One object is used again and again. What does not fit is left out.
/// </summary>
internal sealed class PacketForge
{
    public const int HeaderLength = 12;

    private readonly byte[] _bytes;
    private int _chunk;
    private int _parameter;

    public PacketForge(int capacity) => _bytes = new byte[capacity];

    public int Length { get; private set; }

    /// <summary>The bytes so far; the checksum is right after <see cref="Seal"/> only.</summary>
    public Span<byte> Bytes => _bytes.AsSpan(0, Length);

    public int Room => _bytes.Length - Length;

    /// <summary>Begins a packet with a common header.</summary>
    public PacketForge Begin(ushort sourcePort, ushort destinationPort, uint tag)
    {
        Length = 0;
        return U16(sourcePort).U16(destinationPort).U32(tag).U32(0);
    }

    /// <summary>Begins a packet as a copy of another.</summary>
    public PacketForge BeginCopy(ReadOnlySpan<byte> packet)
    {
        Length = 0;
        return Raw(packet);
    }

    public PacketForge BeginChunk(byte type, byte flags = 0)
    {
        _chunk = Length;
        return U8(type).U8(flags).U16(0);
    }

    /// <summary>Ends the chunk: its length field, wrong by so many bytes, and zero padding.</summary>
    public PacketForge EndChunk(int lengthError = 0)
    {
        End(_chunk, lengthError);
        return this;
    }

    /// <summary>Begins a parameter or an error cause.</summary>
    public PacketForge BeginParameter(ushort type)
    {
        _parameter = Length;
        return U16(type).U16(0);
    }

    public PacketForge EndParameter(int lengthError = 0)
    {
        End(_parameter, lengthError);
        return this;
    }

    public PacketForge U8(byte value)
    {
        if (Room >= 1)
        {
            _bytes[Length++] = value;
        }

        return this;
    }

    public PacketForge U16(ushort value) => U8((byte)(value >> 8)).U8((byte)value);

    public PacketForge U32(uint value) => U16((ushort)(value >> 16)).U16((ushort)value);

    public PacketForge Raw(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, Room)];
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
        return this;
    }

    /// <summary>So many random bytes.</summary>
    public PacketForge Noise(int count, RandomSequence draw)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        for (; count > 0; count -= word.Length)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, draw.Next());
            _ = Raw(word[..Math.Min(word.Length, count)]);
        }

        return this;
    }

    /// <summary>Writes the checksum.</summary>
    public ReadOnlySpan<byte> Seal()
    {
        WireChecksum.Seal(Bytes);
        return Bytes;
    }

    private void End(int start, int lengthError)
    {
        if (Length - start >= 4)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(start + 2), (ushort)(Length - start + lengthError));
        }

        while (Length % 4 != 0 && Room > 0)
        {
            _bytes[Length++] = 0;
        }
    }
}
