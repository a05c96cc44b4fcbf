using System.Collections.Generic;

namespace Sctp.Scripts.Language;

/// <summary>How the time of a statement is told.</summary>
internal enum EventTimeKind
{
    /// <summary>Since the script began.</summary>
    Absolute,

    /// <summary>Since the statement before.</summary>
    Relative,

    /// <summary>At any time.</summary>
    Any,
}

/// <summary>When a statement happens.</summary>
/// <param name="Kind">What it is counted from.</param>
/// <param name="Offset">The time, or the earliest of a range.</param>
/// <param name="Latest">The latest time of a range.</param>
internal sealed record EventTime(EventTimeKind Kind, Duration Offset, Duration? Latest);

/// <summary>Something that happens or is expected at a time.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Time">When.</param>
internal abstract record ScriptStatement(TextPosition Position, EventTime Time);

/// <summary>A system call and what it returns.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Time">When it begins.</param>
/// <param name="Name">The function.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Result">What it returns.</param>
/// <param name="Error">The name of the error, or null.</param>
/// <param name="End">When a call that blocks returns, counted as the time is; null for a call that does not.</param>
internal sealed record CallStatement(
    TextPosition Position,
    EventTime Time,
    string Name,
    IReadOnlyList<ScriptExpression> Arguments,
    ScriptExpression Result,
    string? Error,
    Duration? End) : ScriptStatement(Position, Time);

/// <summary>An SCTP packet: <c>&lt;</c> arrives, <c>&gt;</c> is expected.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Time">When.</param>
/// <param name="IsInbound">Whether the stack receives it.</param>
/// <param name="Packet">What it holds.</param>
internal sealed record PacketStatement(TextPosition Position, EventTime Time, bool IsInbound, PacketPattern Packet) : ScriptStatement(Position, Time);

/// <summary>An ICMP message.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Time">When.</param>
/// <param name="IsInbound">Whether the stack receives it.</param>
/// <param name="Tag">The Verification Tag of the packet it quotes.</param>
/// <param name="Type">The name of the type.</param>
/// <param name="Code">The name of the code.</param>
/// <param name="Mtu">The MTU it tells.</param>
/// <param name="Destination">Where the quoted packet went, as the notation of addresses tells; null for the remote address.</param>
internal sealed record IcmpStatement(
    TextPosition Position,
    EventTime Time,
    bool IsInbound,
    long? Tag,
    string Type,
    string? Code,
    long? Mtu,
    string? Destination) : ScriptStatement(Position, Time);

/// <summary>A shell command.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Time">When.</param>
/// <param name="Command">The command.</param>
internal sealed record ShellStatement(TextPosition Position, EventTime Time, string Command) : ScriptStatement(Position, Time);

/// <summary>A block of code in another language.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Time">When.</param>
internal sealed record CodeStatement(TextPosition Position, EventTime Time) : ScriptStatement(Position, Time);

/// <summary>A packet of another protocol.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Time">When.</param>
/// <param name="Text">Its text.</param>
internal sealed record ForeignPacketStatement(TextPosition Position, EventTime Time, string Text) : ScriptStatement(Position, Time);

/// <summary>What is said of an SCTP packet.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Source">The source address, or null for the usual one.</param>
/// <param name="Destination">The destination address, or null for the usual one.</param>
/// <param name="Ecn">The ECN field: <c>noecn</c>, <c>ect0</c>, <c>ect1</c>, <c>ect01</c>, <c>ce</c>; null where nothing is said.</param>
/// <param name="IsChecksumBad">Whether the checksum is wrong.</param>
/// <param name="IsChecksumZero">Whether the checksum is 0.</param>
/// <param name="Tag">The Verification Tag, or null for the right one.</param>
/// <param name="SourceUdpPort">The source port of UDP encapsulation, or 0.</param>
/// <param name="DestinationUdpPort">The destination port of UDP encapsulation, or 0.</param>
/// <param name="Chunks">The chunks; null where <see cref="Bytes"/> is given.</param>
/// <param name="Bytes">What follows the common header, byte by byte.</param>
internal sealed record PacketPattern(
    TextPosition Position,
    string? Source,
    string? Destination,
    string? Ecn,
    bool IsChecksumBad,
    bool IsChecksumZero,
    long? Tag,
    long SourceUdpPort,
    long DestinationUdpPort,
    IReadOnlyList<ElementExpression>? Chunks,
    ListExpression? Bytes);
