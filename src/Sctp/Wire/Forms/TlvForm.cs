using System;
using System.Text;

namespace Sctp.Wire.Forms;

/// <summary>What parameters and error causes have in common: a 16-bit code, a length, a value and padding (RFC 9260 section 3.2.1).</summary>
public abstract record TlvForm
{
    private protected TlvForm()
    {
    }

    /// <summary>
    /// The padding bytes behind the value where they are not as they should be; null for zeros up to a multiple of 4, and for none behind the last
    /// one of a chunk.
    /// </summary>
    public ByteString? Padding { get; init; }

    /// <summary>The parameter type or the cause code.</summary>
    internal abstract ushort Code { get; }

    /// <summary>One line of stable text in the manner of packetdrill.</summary>
    public sealed override string ToString()
    {
        StringBuilder text = new();
        Print(text);
        return text.ToString();
    }

    internal abstract void WriteValue(FormWriter writer);

    internal virtual void Write(FormWriter writer)
    {
        int start = writer.Length;
        writer.Write(Code);
        writer.Write((ushort)0);
        WriteValue(writer);
        writer.SetLength(start);
    }

    internal abstract void Print(StringBuilder text);

    internal static void Write<T>(ValueList<T> list, FormWriter writer)
        where T : TlvForm
    {
        for (int i = 0; i < list.Count; i++)
        {
            int start = writer.Length;
            list[i].Write(writer);
            if (list[i].Padding is ByteString padding)
            {
                writer.Write(padding.Span);
            }
            else if (i != list.Count - 1)
            {
                int length = writer.Length - start;
                writer.WriteZeros(Wire.Padding.Padded(length) - length);
            }
        }
    }

    internal static void Print<T>(ValueList<T> list, StringBuilder text)
        where T : TlvForm
    {
        for (int i = 0; i < list.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            list[i].Print(text);
        }
    }

    /// <summary>The padding found, or null when it is as it should be.</summary>
    internal static ByteString? Unusual(ReadOnlySpan<byte> padding, int expectedLength) =>
        padding.Length == expectedLength && !padding.ContainsAnyExcept((byte)0) ? null : new ByteString(padding);
}
