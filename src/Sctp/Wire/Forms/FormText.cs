using System;
using System.Globalization;
using System.Text;

namespace Sctp.Wire.Forms;

/// <summary>The pieces of the printed forms, alike in every chunk, parameter and cause; the names follow packetdrill.</summary>
internal static class FormText
{
    private const int BytesShown = 16;

    public static StringBuilder Number(this StringBuilder text, uint value) => text.Append(CultureInfo.InvariantCulture, $"{value}");

    /// <summary>Length of the value and its first bytes.</summary>
    public static StringBuilder Value(this StringBuilder text, ReadOnlySpan<byte> value) =>
        text.Append("len=").Number((uint)value.Length).Append(", val=").Hex(value);

    public static StringBuilder Hex(this StringBuilder text, ReadOnlySpan<byte> value) => value.Length <= BytesShown
        ? text.Append(Convert.ToHexStringLower(value))
        : text.Append(Convert.ToHexStringLower(value[..BytesShown])).Append("...");

    /// <summary>Chunk flags: a letter for each bit with a meaning, highest first, then the other bits in hexadecimal; 0 for none.</summary>
    public static StringBuilder Flags(this StringBuilder text, byte flags, string letters)
    {
        int shown = 0;
        for (int bit = letters.Length - 1; bit >= 0; bit--)
        {
            if ((flags & (1 << bit)) != 0)
            {
                text.Append(letters[bit]);
                shown |= 1 << bit;
            }
        }

        int rest = flags & ~shown;
        if (rest == 0)
        {
            return shown == 0 ? text.Append('0') : text;
        }

        return text.Append(shown == 0 ? "" : "|").Append(CultureInfo.InvariantCulture, $"0x{rest:x2}");
    }

    /// <summary>Characters of US-ASCII as they are, every other byte as <c>\xhh</c>, in quotes.</summary>
    public static StringBuilder Quoted(this StringBuilder text, ReadOnlySpan<byte> value)
    {
        text.Append('"');
        foreach (byte b in value[..Math.Min(value.Length, 4 * BytesShown)])
        {
            if (b is >= 0x20 and < 0x7F and not (byte)'"' and not (byte)'\\')
            {
                text.Append((char)b);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
            }
        }

        return text.Append(value.Length > 4 * BytesShown ? "...\"" : "\"");
    }

    public static StringBuilder Numbers(this StringBuilder text, ValueList<ushort> values)
    {
        text.Append('[');
        for (int i = 0; i < values.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ").Number(values[i]);
        }

        return text.Append(']');
    }
}
