using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Sctp.Wire.Forms;

/// <summary>
/// An SCTP packet in printable form, for traces, tests and tools (RFC 9260 section 3). Whatever was parsed is written back byte for byte.
/// </summary>
/// <param name="SourcePort">The Source Port Number.</param>
/// <param name="DestinationPort">The Destination Port Number.</param>
/// <param name="VerificationTag">The Verification Tag.</param>
/// <param name="Chunks">The chunks in their order.</param>
public sealed record SctpPacket(ushort SourcePort, ushort DestinationPort, uint VerificationTag, ValueList<SctpChunk> Chunks)
{
    /// <summary>The CRC32c that the packet carries, in the form of <see cref="Crc32c.ComputePacket"/>; right or wrong.</summary>
    public uint Checksum { get; init; }

    /// <summary>What stands behind the last whole chunk and is none: a partial chunk, or one whose Chunk Length is below 4.</summary>
    public ByteString MalformedTail { get; init; }

    /// <summary>The packet in <paramref name="bytes"/>, null when they are fewer than the 12 of a common header. The checksum is not checked.</summary>
    public static SctpPacket? TryParse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < CommonHeader.Length)
        {
            return null;
        }

        List<SctpChunk> chunks = [];
        ChunkReader reader = new(bytes);
        int position = CommonHeader.Length;
        while (reader.MoveNext())
        {
            ChunkView chunk = reader.Current;
            int end = bytes.Length - reader.Rest.Length;
            chunks.Add(SctpChunk.Parse(chunk, bytes[(position + chunk.Bytes.Length)..end]));
            position = end;
        }

        return new SctpPacket(
            CommonHeader.SourcePort(bytes), CommonHeader.DestinationPort(bytes), CommonHeader.VerificationTag(bytes), [.. chunks])
        {
            Checksum = CommonHeader.Checksum(bytes),
            MalformedTail = new ByteString(reader.Rest),
        };
    }

    /// <summary>As <see cref="TryParse(ReadOnlySpan{byte})"/>; false instead of null.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SctpPacket? packet)
    {
        packet = TryParse(bytes);
        return packet is not null;
    }

    /// <summary>The bytes of the packet, with the checksum they should have or, if not to be repaired, with <see cref="Checksum"/>.</summary>
    /// <exception cref="InvalidOperationException">A chunk, parameter or cause would have more than 65535 bytes.</exception>
    public byte[] ToArray(bool repairChecksum = true)
    {
        FormWriter writer = new();
        writer.Write(SourcePort);
        writer.Write(DestinationPort);
        writer.Write(VerificationTag);
        writer.WriteLittleEndian(Checksum);
        foreach (SctpChunk chunk in Chunks.Span)
        {
            chunk.Write(writer);
        }

        writer.Write(MalformedTail.Span);
        byte[] bytes = writer.Written.ToArray();
        if (repairChecksum)
        {
            CommonHeader.Seal(bytes);
        }

        return bytes;
    }

    /// <summary>Ports, Verification Tag and the text of the chunks, in one line.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{SourcePort} > {DestinationPort} vtag={VerificationTag}:");
        for (int i = 0; i < Chunks.Count; i++)
        {
            text.Append(i == 0 ? " " : "; ");
            Chunks[i].Print(text);
        }

        if (!MalformedTail.IsEmpty)
        {
            text.Append(Chunks.Count == 0 ? " " : "; ").Append("MALFORMED[").Value(MalformedTail.Span).Append(']');
        }

        return text.ToString();
    }
}
