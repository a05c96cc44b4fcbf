using System.Text;

namespace Sctp.Wire.Forms;

/// <summary>Payload Data (RFC 9260 section 3.3.1).</summary>
/// <param name="Tsn">The TSN.</param>
/// <param name="StreamId">The Stream Identifier.</param>
/// <param name="Ssn">The Stream Sequence Number.</param>
/// <param name="PayloadProtocolId">The Payload Protocol Identifier.</param>
/// <param name="Payload">The user data.</param>
public sealed record Data(Tsn Tsn, ushort StreamId, Ssn Ssn, uint PayloadProtocolId, ByteString Payload) : SctpChunk
{
    /// <inheritdoc/>
    public override ChunkType Type => ChunkType.Data;

    internal override string Name => "DATA";

    internal override string FlagLetters => "EBUI";

    internal override void WriteValue(FormWriter writer)
    {
        writer.Write(Tsn.Value);
        writer.Write(StreamId);
        writer.Write(Ssn.Value);
        writer.Write(PayloadProtocolId);
        writer.Write(Payload.Span);
    }

    internal override void PrintFields(StringBuilder text) => text
        .Append(", len=").Number((uint)(DataChunk.HeaderLength + Payload.Length))
        .Append(", tsn=").Number(Tsn.Value)
        .Append(", sid=").Number(StreamId)
        .Append(", ssn=").Number(Ssn.Value)
        .Append(", ppid=").Number(PayloadProtocolId);
}

/// <summary>Initiation (RFC 9260 section 3.3.2).</summary>
/// <param name="InitiateTag">The Initiate Tag.</param>
/// <param name="AdvertisedWindow">The a_rwnd, bytes.</param>
/// <param name="OutboundStreams">Number of Outbound Streams.</param>
/// <param name="InboundStreams">Number of Inbound Streams.</param>
/// <param name="InitialTsn">The Initial TSN.</param>
/// <param name="Parameters">The optional and variable-length parameters.</param>
public sealed record Init(
    uint InitiateTag,
    uint AdvertisedWindow,
    ushort OutboundStreams,
    ushort InboundStreams,
    Tsn InitialTsn,
    ValueList<SctpParameter> Parameters) : SctpChunk
{
    /// <inheritdoc/>
    public override ChunkType Type => ChunkType.Init;

    internal override string Name => "INIT";

    internal override void WriteValue(FormWriter writer) =>
        WriteValue(writer, InitiateTag, AdvertisedWindow, OutboundStreams, InboundStreams, InitialTsn, Parameters);

    internal override void PrintFields(StringBuilder text) =>
        PrintFields(text, InitiateTag, AdvertisedWindow, OutboundStreams, InboundStreams, InitialTsn, Parameters);

    internal static void WriteValue(
        FormWriter writer, uint tag, uint window, ushort outbound, ushort inbound, Tsn tsn, ValueList<SctpParameter> parameters)
    {
        writer.Write(tag);
        writer.Write(window);
        writer.Write(outbound);
        writer.Write(inbound);
        writer.Write(tsn.Value);
        TlvForm.Write(parameters, writer);
    }

    internal static void PrintFields(
        StringBuilder text, uint tag, uint window, ushort outbound, ushort inbound, Tsn tsn, ValueList<SctpParameter> parameters)
    {
        text.Append(", tag=").Number(tag)
            .Append(", a_rwnd=").Number(window)
            .Append(", os=").Number(outbound)
            .Append(", is=").Number(inbound)
            .Append(", tsn=").Number(tsn.Value);
        PrintList(parameters, text);
    }
}

/// <summary>Initiation Acknowledgement (RFC 9260 section 3.3.3).</summary>
/// <param name="InitiateTag">The Initiate Tag.</param>
/// <param name="AdvertisedWindow">The a_rwnd, bytes.</param>
/// <param name="OutboundStreams">Number of Outbound Streams.</param>
/// <param name="InboundStreams">Number of Inbound Streams.</param>
/// <param name="InitialTsn">The Initial TSN.</param>
/// <param name="Parameters">The State Cookie and the optional parameters.</param>
public sealed record InitAck(
    uint InitiateTag,
    uint AdvertisedWindow,
    ushort OutboundStreams,
    ushort InboundStreams,
    Tsn InitialTsn,
    ValueList<SctpParameter> Parameters) : SctpChunk
{
    /// <inheritdoc/>
    public override ChunkType Type => ChunkType.InitAck;

    internal override string Name => "INIT_ACK";

    internal override void WriteValue(FormWriter writer) =>
        Init.WriteValue(writer, InitiateTag, AdvertisedWindow, OutboundStreams, InboundStreams, InitialTsn, Parameters);

    internal override void PrintFields(StringBuilder text) =>
        Init.PrintFields(text, InitiateTag, AdvertisedWindow, OutboundStreams, InboundStreams, InitialTsn, Parameters);
}

/// <summary>A Gap Ack Block: offsets from the Cumulative TSN Ack (RFC 9260 section 3.3.4).</summary>
/// <param name="Start">Offset of the first TSN received.</param>
/// <param name="End">Offset of the last TSN received.</param>
public readonly record struct GapAckBlock(ushort Start, ushort End)
{
    /// <summary>Start and end with a colon between.</summary>
    public override string ToString() => new StringBuilder().Number(Start).Append(':').Number(End).ToString();
}

/// <summary>Selective Acknowledgement (RFC 9260 section 3.3.4).</summary>
/// <param name="CumulativeTsn">The Cumulative TSN Ack.</param>
/// <param name="AdvertisedWindow">The a_rwnd, bytes.</param>
/// <param name="GapBlocks">The Gap Ack Blocks.</param>
/// <param name="Duplicates">The duplicate TSNs.</param>
public sealed record Sack(Tsn CumulativeTsn, uint AdvertisedWindow, ValueList<GapAckBlock> GapBlocks, ValueList<Tsn> Duplicates) : SctpChunk
{
    /// <inheritdoc/>
    public override ChunkType Type => ChunkType.Sack;

    internal override string Name => "SACK";

    internal static Sack From(SackChunk sack)
    {
        GapAckBlock[] gaps = new GapAckBlock[sack.GapBlockCount];
        for (int i = 0; i < gaps.Length; i++)
        {
            (ushort start, ushort end) = sack.GapBlock(i);
            gaps[i] = new GapAckBlock(start, end);
        }

        Tsn[] duplicates = new Tsn[sack.DuplicateCount];
        for (int i = 0; i < duplicates.Length; i++)
        {
            duplicates[i] = sack.Duplicate(i);
        }

        return new Sack(sack.CumulativeTsn, sack.AdvertisedWindow, [.. gaps], [.. duplicates]);
    }

    internal override void WriteValue(FormWriter writer)
    {
        writer.Write(CumulativeTsn.Value);
        writer.Write(AdvertisedWindow);
        writer.Write((ushort)GapBlocks.Count);
        writer.Write((ushort)Duplicates.Count);
        foreach (GapAckBlock gap in GapBlocks.Span)
        {
            writer.Write(gap.Start);
            writer.Write(gap.End);
        }

        foreach (Tsn duplicate in Duplicates.Span)
        {
            writer.Write(duplicate.Value);
        }
    }

    internal override void PrintFields(StringBuilder text)
    {
        text.Append(", cum_tsn=").Number(CumulativeTsn.Value).Append(", a_rwnd=").Number(AdvertisedWindow).Append(", gaps=[");
        for (int i = 0; i < GapBlocks.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ").Number(GapBlocks[i].Start).Append(':').Number(GapBlocks[i].End);
        }

        text.Append("], dups=[");
        for (int i = 0; i < Duplicates.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ").Number(Duplicates[i].Value);
        }

        text.Append(']');
    }
}

/// <summary>Heartbeat Request (RFC 9260 section 3.3.5).</summary>
/// <param name="Parameters">The Heartbeat Info.</param>
public sealed record Heartbeat(ValueList<SctpParameter> Parameters) : SctpChunk
{
    /// <inheritdoc/>
    public override ChunkType Type => ChunkType.Heartbeat;

    internal override string Name => "HEARTBEAT";

    internal override void WriteValue(FormWriter writer) => TlvForm.Write(Parameters, writer);

    internal override void PrintFields(StringBuilder text) => PrintList(Parameters, text);
}

/// <summary>Heartbeat Acknowledgement (RFC 9260 section 3.3.6).</summary>
/// <param name="Parameters">The Heartbeat Info of the HEARTBEAT.</param>
public sealed record HeartbeatAck(ValueList<SctpParameter> Parameters) : SctpChunk
{
    /// <inheritdoc/>
    public override ChunkType Type => ChunkType.HeartbeatAck;

    internal override string Name => "HEARTBEAT_ACK";

    internal override void WriteValue(FormWriter writer) => TlvForm.Write(Parameters, writer);

    internal override void PrintFields(StringBuilder text) => PrintList(Parameters, text);
}

/// <summary>Abort Association (RFC 9260 section 3.3.7).</summary>
/// <param name="Causes">The error causes.</param>
public sealed record Abort(ValueList<SctpErrorCause> Causes) : SctpChunk
{
    /// <summary>The T bit: the Verification Tag is reflected.</summary>
    public const byte TagReflected = 1;

    /// <inheritdoc/>
    public override ChunkType Type => ChunkType.Abort;

    internal override string Name => "ABORT";

    internal override string FlagLetters => "T";

    internal override void WriteValue(FormWriter writer) => TlvForm.Write(Causes, writer);

    internal override void PrintFields(StringBuilder text) => PrintList(Causes, text);
}

/// <summary>Shutdown Association (RFC 9260 section 3.3.8).</summary>
/// <param name="CumulativeTsn">The Cumulative TSN Ack.</param>
public sealed record Shutdown(Tsn CumulativeTsn) : SctpChunk
{
    /// <inheritdoc/>
    public override ChunkType Type => ChunkType.Shutdown;

    internal override string Name => "SHUTDOWN";

    internal override void WriteValue(FormWriter writer) => writer.Write(CumulativeTsn.Value);

    internal override void PrintFields(StringBuilder text) => text.Append(", cum_tsn=").Number(CumulativeTsn.Value);
}

/// <summary>Shutdown Acknowledgement (RFC 9260 section 3.3.9).</summary>
public sealed record ShutdownAck : SctpChunk
{
    /// <inheritdoc/>
    public override ChunkType Type => ChunkType.ShutdownAck;

    internal override string Name => "SHUTDOWN_ACK";

    internal override void WriteValue(FormWriter writer)
    {
    }

    internal override void PrintFields(StringBuilder text)
    {
    }
}

/// <summary>Operation Error (RFC 9260 section 3.3.10).</summary>
/// <param name="Causes">The error causes.</param>
public sealed record Error(ValueList<SctpErrorCause> Causes) : SctpChunk
{
    /// <inheritdoc/>
    public override ChunkType Type => ChunkType.Error;

    internal override string Name => "ERROR";

    internal override void WriteValue(FormWriter writer) => TlvForm.Write(Causes, writer);

    internal override void PrintFields(StringBuilder text) => PrintList(Causes, text);
}

/// <summary>Cookie Echo (RFC 9260 section 3.3.11).</summary>
/// <param name="Cookie">The State Cookie of the INIT ACK.</param>
public sealed record CookieEcho(ByteString Cookie) : SctpChunk
{
    /// <inheritdoc/>
    public override ChunkType Type => ChunkType.CookieEcho;

    internal override string Name => "COOKIE_ECHO";

    internal override void WriteValue(FormWriter writer) => writer.Write(Cookie.Span);

    internal override void PrintFields(StringBuilder text) => text.Append(", ").Value(Cookie.Span);
}

/// <summary>Cookie Acknowledgement (RFC 9260 section 3.3.12).</summary>
public sealed record CookieAck : SctpChunk
{
    /// <inheritdoc/>
    public override ChunkType Type => ChunkType.CookieAck;

    internal override string Name => "COOKIE_ACK";

    internal override void WriteValue(FormWriter writer)
    {
    }

    internal override void PrintFields(StringBuilder text)
    {
    }
}

/// <summary>Shutdown Complete (RFC 9260 section 3.3.13).</summary>
public sealed record ShutdownComplete : SctpChunk
{
    /// <summary>The T bit: the Verification Tag is reflected.</summary>
    public const byte TagReflected = 1;

    /// <inheritdoc/>
    public override ChunkType Type => ChunkType.ShutdownComplete;

    internal override string Name => "SHUTDOWN_COMPLETE";

    internal override string FlagLetters => "T";

    internal override void WriteValue(FormWriter writer)
    {
    }

    internal override void PrintFields(StringBuilder text)
    {
    }
}

/// <summary>A chunk of a type that is not recognized, or whose value does not have the layout of its type.</summary>
/// <param name="Type">The Chunk Type.</param>
/// <param name="Value">The Chunk Value.</param>
public sealed record Unknown(ChunkType Type, ByteString Value) : SctpChunk
{
    /// <inheritdoc/>
    public override ChunkType Type { get; } = Type;

    internal override string Name => "CHUNK";

    internal override void WriteValue(FormWriter writer) => writer.Write(Value.Span);

    internal override void PrintFields(StringBuilder text) => text.Append(", type=").Number((uint)Type).Append(", ").Value(Value.Span);
}
