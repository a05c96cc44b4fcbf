using System;
using System.Buffers.Binary;
using System.Text;

namespace Sctp.Wire.Forms;

/// <summary>A chunk in printable form (RFC 9260 section 3.2).</summary>
public abstract record SctpChunk
{
    private protected SctpChunk()
    {
    }

    /// <summary>The Chunk Type; may be a value that <see cref="ChunkType"/> does not name.</summary>
    public abstract ChunkType Type { get; }

    /// <summary>The Chunk Flags, all eight bits as they stand in the chunk.</summary>
    public byte Flags { get; init; }

    /// <summary>The padding bytes behind the chunk where they are not as they should be; null for zeros up to a multiple of 4.</summary>
    public ByteString? Padding { get; init; }

    /// <summary>The name used in the text form.</summary>
    internal abstract string Name { get; }

    /// <summary>The flag bits with a meaning, lowest first.</summary>
    internal virtual string FlagLetters => "";

    /// <summary>
    /// The chunk that <paramref name="bytes"/> start with, its padding being what follows up to a multiple of 4; null when they hold no whole chunk.
    /// </summary>
    public static SctpChunk? TryParse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < ChunkView.HeaderLength)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (length < ChunkView.HeaderLength || length > bytes.Length)
        {
            return null;
        }

        int occupied = Wire.Padding.Padded(length);
        return Parse(new ChunkView(bytes[..length]), bytes[length..Math.Min(occupied, bytes.Length)]);
    }

    /// <summary>The bytes of the chunk with its padding.</summary>
    /// <exception cref="InvalidOperationException">The chunk, or a parameter or cause of it, would have more than 65535 bytes.</exception>
    public byte[] ToArray()
    {
        FormWriter writer = new();
        Write(writer);
        return writer.Written.ToArray();
    }

    /// <summary>One line of stable text in the manner of packetdrill.</summary>
    public sealed override string ToString()
    {
        StringBuilder text = new();
        Print(text);
        return text.ToString();
    }

    internal static SctpChunk Parse(ChunkView chunk, ReadOnlySpan<byte> padding)
    {
        int expectedPadding = Wire.Padding.Padded(chunk.Bytes.Length) - chunk.Bytes.Length;
        return Parse(chunk) with { Flags = chunk.Flags, Padding = TlvForm.Unusual(padding, expectedPadding) };
    }

    internal abstract void WriteValue(FormWriter writer);

    internal abstract void PrintFields(StringBuilder text);

    internal void Write(FormWriter writer)
    {
        int start = writer.Length;
        writer.Write((byte)Type);
        writer.Write(Flags);
        writer.Write((ushort)0);
        WriteValue(writer);
        writer.SetLength(start);
        if (Padding is ByteString padding)
        {
            writer.Write(padding.Span);
        }
        else
        {
            int length = writer.Length - start;
            writer.WriteZeros(Wire.Padding.Padded(length) - length);
        }
    }

    internal void Print(StringBuilder text)
    {
        text.Append(Name).Append("[flgs=").Flags(Flags, FlagLetters);
        PrintFields(text);
        text.Append(']');
    }

    internal static void PrintList<T>(ValueList<T> list, StringBuilder text)
        where T : TlvForm
    {
        if (list.Count != 0)
        {
            text.Append(", ");
            TlvForm.Print(list, text);
        }
    }

    private static SctpChunk Parse(ChunkView chunk)
    {
        ReadOnlySpan<byte> value = chunk.Value;
        switch (chunk.Type)
        {
            case ChunkType.Data when DataChunk.TryRead(chunk, out DataChunk data):
                return new Data(data.Tsn, data.StreamId, data.Ssn, data.PayloadProtocolId, new ByteString(data.Payload));

            case ChunkType.Init when InitChunk.TryRead(chunk, out InitChunk init):
                return new Init(
                    init.InitiateTag,
                    init.AdvertisedWindow,
                    init.OutboundStreams,
                    init.InboundStreams,
                    init.InitialTsn,
                    SctpParameter.ParseList(init.Parameters));

            case ChunkType.InitAck when InitChunk.TryRead(chunk, out InitChunk init):
                return new InitAck(
                    init.InitiateTag,
                    init.AdvertisedWindow,
                    init.OutboundStreams,
                    init.InboundStreams,
                    init.InitialTsn,
                    SctpParameter.ParseList(init.Parameters));

            case ChunkType.Sack when SackChunk.TryRead(chunk, out SackChunk sack)
                && chunk.Bytes.Length == SackChunk.LengthOf(sack.GapBlockCount, sack.DuplicateCount):
                return Sack.From(sack);

            case ChunkType.Heartbeat:
                return new Heartbeat(SctpParameter.ParseList(value));

            case ChunkType.HeartbeatAck:
                return new HeartbeatAck(SctpParameter.ParseList(value));

            case ChunkType.Abort:
                return new Abort(SctpErrorCause.ParseList(value));

            case ChunkType.Shutdown when value.Length == sizeof(uint):
                return new Shutdown(new Tsn(BinaryPrimitives.ReadUInt32BigEndian(value)));

            case ChunkType.ShutdownAck when value.IsEmpty:
                return new ShutdownAck();

            case ChunkType.Error:
                return new Error(SctpErrorCause.ParseList(value));

            case ChunkType.CookieEcho:
                return new CookieEcho(new ByteString(value));

            case ChunkType.CookieAck when value.IsEmpty:
                return new CookieAck();

            case ChunkType.ShutdownComplete when value.IsEmpty:
                return new ShutdownComplete();

            default:
                return new Unknown(chunk.Type, new ByteString(value));
        }
    }
}
