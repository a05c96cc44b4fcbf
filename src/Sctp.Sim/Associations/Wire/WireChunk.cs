using System.Globalization;

namespace Sctp.Sim.Associations;

/// <summary>Where one chunk lies in a packet, found by the oracles' own few lines: what judges the core must not share its parser.</summary>
/// <param name="Type">The chunk type.</param>
/// <param name="Flags">The chunk flags.</param>
/// <param name="Offset">Where the chunk header begins in the packet.</param>
/// <param name="Length">The chunk length: header and value without padding.</param>
internal readonly record struct WireChunk(byte Type, byte Flags, int Offset, int Length)
{
    public const byte Data = 0;
    public const byte Init = 1;
    public const byte InitAck = 2;
    public const byte Sack = 3;
    public const byte Heartbeat = 4;
    public const byte HeartbeatAck = 5;
    public const byte Abort = 6;
    public const byte Shutdown = 7;
    public const byte ShutdownAck = 8;
    public const byte Error = 9;
    public const byte CookieEcho = 10;
    public const byte CookieAck = 11;
    public const byte ShutdownComplete = 14;

    /// <summary>The name of a chunk type; its number where it has none.</summary>
    public static string NameOf(byte type) => type switch
    {
        Data => "DATA",
        Init => "INIT",
        InitAck => "INIT ACK",
        Sack => "SACK",
        Heartbeat => "HEARTBEAT",
        HeartbeatAck => "HEARTBEAT ACK",
        Abort => "ABORT",
        Shutdown => "SHUTDOWN",
        ShutdownAck => "SHUTDOWN ACK",
        Error => "ERROR",
        CookieEcho => "COOKIE ECHO",
        CookieAck => "COOKIE ACK",
        ShutdownComplete => "SHUTDOWN COMPLETE",
        _ => type.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Whether a receiver that keeps to RFC 9260 knows the type.</summary>
    public bool IsKnown => Type is <= CookieAck or ShutdownComplete;

    /// <summary>
    /// Whether nothing behind it is looked at: an unknown type whose highest bit is 0 (section 3.2), a chunk that is never bundled (section 3), or ABORT (section 3.3.7).
    /// </summary>
    public bool EndsPacket => IsKnown ? Type is Init or InitAck or Abort or ShutdownComplete : (Type & 0x80) == 0;

    /// <summary>The length with padding.</summary>
    public int PaddedLength => (Length + 3) & ~3;
}
