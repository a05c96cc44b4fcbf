using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Sctp.Scripts.Packets;

/// <summary>Bytes in network order, one field after the other.</summary>
internal sealed class ByteBuilder
{
    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public void Byte(byte value) => _bytes.Add(value);

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Reserve(sizeof(ushort)), value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(sizeof(uint)), value);

    public void Bytes(ReadOnlySpan<byte> value) => _bytes.AddRange(value);

    public void Zeros(int count) => Reserve(Math.Max(count, 0)).Clear();

    public void Pad() => Zeros(-Length & 3);

    public void SetUInt16(int offset, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(CollectionsMarshal.AsSpan(_bytes)[offset..], value);

    public void Truncate(int length) => CollectionsMarshal.SetCount(_bytes, Math.Min(length, Length));

    public byte[] ToArray() => [.. _bytes];

    private Span<byte> Reserve(int count)
    {
        CollectionsMarshal.SetCount(_bytes, Length + count);
        return CollectionsMarshal.AsSpan(_bytes)[^count..];
    }
}
