using System;
using System.Buffers.Binary;

namespace Sctp.Wire.Forms;

/// <summary>Collects the bytes of a form; lengths are filled in when their end is known.</summary>
internal sealed class FormWriter
{
    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Write(byte value) => Extend(1)[0] = value;

    public void Write(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Extend(sizeof(ushort)), value);

    public void Write(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Extend(sizeof(uint)), value);

    public void WriteLittleEndian(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Extend(sizeof(uint)), value);

    public void Write(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Extend(bytes.Length));

    public void WriteZeros(int count) => Extend(count).Clear();

    /// <summary>Fills in the length field of the chunk, parameter or cause that starts at <paramref name="start"/>.</summary>
    public void SetLength(int start)
    {
        int length = Length - start;
        if (length > ushort.MaxValue)
        {
            throw new InvalidOperationException("A chunk, a parameter or an error cause has at most 65535 bytes.");
        }

        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(start + 2), (ushort)length);
    }

    private Span<byte> Extend(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        Span<byte> space = _bytes.AsSpan(Length, count);
        Length += count;
        return space;
    }
}
