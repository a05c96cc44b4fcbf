using System;

namespace Sctp.Scripts.Layouts;

/// <summary>
/// What the notation has names for: RFC 9260, and of extensions what published scripts write (RFC 3758, 4820, 5061, 6525, 7053, 8260 and NR-SACK).
/// Everything else is written CHUNK, PARAMETER and CAUSE.
/// </summary>
internal static class ElementLayouts
{
    private const string DataFlags = "EBUI";
    private const string TagFlag = "T";

    private static readonly FieldLayout[] InitFields =
    [
        new("tag", FieldKind.UInt32, FieldOwner.SenderTag),
        new("a_rwnd", FieldKind.UInt32),
        new("os", FieldKind.UInt16),
        new("is", FieldKind.UInt16),
        new("tsn", FieldKind.UInt32, FieldOwner.SenderTsn),
        new("", FieldKind.Parameters),
    ];

    private static readonly ElementLayout[] All =
    [
        Chunk(0, "DATA", DataFlags, new("tsn", FieldKind.UInt32, FieldOwner.SenderTsn), new("sid", FieldKind.UInt16), new("ssn", FieldKind.UInt16), new("ppid", FieldKind.UInt32), new("", FieldKind.Payload)),
        Chunk(1, "INIT", "", InitFields),
        Chunk(2, "INIT_ACK", "", InitFields),
        Chunk(3, "SACK", "", new("cum_tsn", FieldKind.UInt32, FieldOwner.ReceiverTsn), new("a_rwnd", FieldKind.UInt32), new("gaps", FieldKind.SackBlocks, FieldOwner.ReceiverTsn, "dups")),
        Chunk(4, "HEARTBEAT", "", new FieldLayout("", FieldKind.Parameters)),
        Chunk(5, "HEARTBEAT_ACK", "", new FieldLayout("", FieldKind.Parameters)),
        Chunk(6, "ABORT", TagFlag, new FieldLayout("", FieldKind.Causes)),
        Chunk(7, "SHUTDOWN", "", new FieldLayout("cum_tsn", FieldKind.UInt32, FieldOwner.ReceiverTsn)),
        Chunk(8, "SHUTDOWN_ACK", ""),
        Chunk(9, "ERROR", "", new FieldLayout("", FieldKind.Causes)),
        Chunk(10, "COOKIE_ECHO", "", new FieldLayout("val", FieldKind.Bytes)),
        Chunk(11, "COOKIE_ACK", ""),
        Chunk(12, "ECNE", "", new FieldLayout("tsn", FieldKind.UInt32, FieldOwner.ReceiverTsn)),
        Chunk(13, "CWR", "", new FieldLayout("tsn", FieldKind.UInt32, FieldOwner.SenderTsn)),
        Chunk(14, "SHUTDOWN_COMPLETE", TagFlag),
        Chunk(15, "AUTH", "", new("shk_id", FieldKind.UInt16), new("hmac_id", FieldKind.UInt16), new("hmac", FieldKind.Bytes)),
        Chunk(16, "NR_SACK", "", new("cum_tsn", FieldKind.UInt32, FieldOwner.ReceiverTsn), new("a_rwnd", FieldKind.UInt32), new("gaps", FieldKind.NrSackBlocks, FieldOwner.ReceiverTsn, "nr_gaps")),
        Chunk(64, "I_DATA", DataFlags, new("tsn", FieldKind.UInt32, FieldOwner.SenderTsn), new("sid", FieldKind.UInt16), new("", FieldKind.Reserved16), new("mid", FieldKind.UInt32), new("ppid", FieldKind.UInt32, FieldOwner.Nobody, "fsn"), new("", FieldKind.Payload)),
        Chunk(128, "ASCONF_ACK", "", new("sn", FieldKind.UInt32, FieldOwner.ReceiverTsn, "serial"), new("", FieldKind.Parameters)),
        Chunk(130, "RECONFIG", "", new FieldLayout("", FieldKind.Parameters)),
        Chunk(132, "PAD", "", new FieldLayout("val", FieldKind.Bytes)),
        Chunk(192, "FORWARD_TSN", "", new("cum_tsn", FieldKind.UInt32, FieldOwner.SenderTsn), new("ids", FieldKind.StreamPairs)),
        Chunk(193, "ASCONF", "", new("sn", FieldKind.UInt32, FieldOwner.SenderTsn, "serial"), new("", FieldKind.Parameters)),
        Chunk(194, "I_FORWARD_TSN", "", new("cum_tsn", FieldKind.UInt32, FieldOwner.SenderTsn), new("ids", FieldKind.StreamTriples)),

        Parameter(1, "HEARTBEAT_INFORMATION", new FieldLayout("val", FieldKind.Bytes)),
        Parameter(5, "IPV4_ADDRESS", new FieldLayout("addr", FieldKind.Address4)),
        Parameter(6, "IPV6_ADDRESS", new FieldLayout("addr", FieldKind.Address6)),
        Parameter(7, "STATE_COOKIE", new FieldLayout("val", FieldKind.Bytes)),
        Parameter(8, "UNRECOGNIZED_PARAMETER", new FieldLayout("params", FieldKind.NamedParameters)),
        Parameter(9, "COOKIE_PRESERVATIVE", new FieldLayout("incr", FieldKind.UInt32)),
        Parameter(11, "HOSTNAME_ADDRESS", new FieldLayout("addr", FieldKind.HostName)),
        Parameter(12, "SUPPORTED_ADDRESS_TYPES", new FieldLayout("types", FieldKind.UInt16List)),
        Parameter(13, "OUTGOING_SSN_RESET", new("req_sn", FieldKind.UInt32, FieldOwner.SenderTsn), new("resp_sn", FieldKind.UInt32, FieldOwner.ReceiverTsn), new("last_tsn", FieldKind.UInt32, FieldOwner.SenderTsn), new("sids", FieldKind.UInt16List)),
        Parameter(14, "INCOMING_SSN_RESET", new("req_sn", FieldKind.UInt32, FieldOwner.SenderTsn), new("sids", FieldKind.UInt16List)),
        Parameter(15, "SSN_TSN_RESET", new FieldLayout("req_sn", FieldKind.UInt32, FieldOwner.SenderTsn)),
        Parameter(16, "RECONFIG_RESPONSE", new("resp_sn", FieldKind.UInt32, FieldOwner.ReceiverTsn), new("result", FieldKind.UInt32), new("sender_next_tsn", FieldKind.UInt32, FieldOwner.SenderTsn), new("receiver_next_tsn", FieldKind.UInt32, FieldOwner.ReceiverTsn)),
        Parameter(17, "ADD_OUTGOING_STREAMS", new("req_sn", FieldKind.UInt32, FieldOwner.SenderTsn), new("number_of_new_streams", FieldKind.UInt16), new("", FieldKind.Reserved16)),
        Parameter(18, "ADD_INCOMING_STREAMS", new("req_sn", FieldKind.UInt32, FieldOwner.SenderTsn), new("number_of_new_streams", FieldKind.UInt16), new("", FieldKind.Reserved16)),
        Parameter(0x8000, "ECN_CAPABLE"),
        Parameter(0x8001, "ZERO_CHECKSUM_ACCEPTABLE", new FieldLayout("edmid", FieldKind.UInt32)),
        Parameter(0x8002, "RANDOM", new FieldLayout("val", FieldKind.Bytes)),
        Parameter(0x8003, "CHUNKS", new FieldLayout("types", FieldKind.ByteList)),
        Parameter(0x8004, "HMAC_ALGO", new FieldLayout("ids", FieldKind.UInt16List)),
        Parameter(0x8005, "PAD", new FieldLayout("val", FieldKind.Bytes)),
        Parameter(0x8008, "SUPPORTED_EXTENSIONS", new FieldLayout("types", FieldKind.ByteList)),
        Parameter(0xC000, "FORWARD_TSN_SUPPORTED"),
        Parameter(0xC006, "ADAPTATION_INDICATION", new FieldLayout("adaptation_code_point", FieldKind.UInt32)),

        Cause(1, "INVALID_STREAM_IDENTIFIER", new("sid", FieldKind.UInt16), new("", FieldKind.Reserved16)),
        Cause(2, "MISSING_MANDATORY_PARAMETER", new FieldLayout("types", FieldKind.CountedUInt16List)),
        Cause(3, "STALE_COOKIE_ERROR", new FieldLayout("staleness", FieldKind.UInt32)),
        Cause(4, "OUT_OF_RESOURCE"),
        Cause(5, "UNRESOLVABLE_ADDRESS", new FieldLayout("param", FieldKind.NamedParameter)),
        Cause(6, "UNRECOGNIZED_CHUNK_TYPE", new FieldLayout("chk", FieldKind.NamedChunk)),
        Cause(7, "INVALID_MANDATORY_PARAMETER"),
        Cause(8, "UNRECOGNIZED_PARAMETERS", new FieldLayout("params", FieldKind.NamedParameters)),
        Cause(9, "NO_USER_DATA", new FieldLayout("tsn", FieldKind.UInt32, FieldOwner.ReceiverTsn)),
        Cause(10, "COOKIE_RECEIVED_WHILE_SHUTDOWN"),
        Cause(11, "RESTART_WITH_NEW_ADDRESSES", new FieldLayout("params", FieldKind.NamedParameters)),
        Cause(12, "USER_INITIATED_ABORT", new FieldLayout("info", FieldKind.Text)),
        Cause(13, "PROTOCOL_VIOLATION", new FieldLayout("info", FieldKind.Text)),
    ];

    /// <summary>The name of an element that is written out: CHUNK, PARAMETER or CAUSE.</summary>
    public static string GenericName(ElementGroup group) => group switch
    {
        ElementGroup.Chunk => "CHUNK",
        ElementGroup.Parameter => "PARAMETER",
        _ => "CAUSE",
    };

    /// <summary>The name of the field that holds the type of an element that is written out.</summary>
    public static string CodeField(ElementGroup group) => group == ElementGroup.Cause ? "code" : "type";

    /// <summary>The name of the field that holds the bytes of an element that is written out.</summary>
    public static string BytesField(ElementGroup group) => group == ElementGroup.Cause ? "info" : "val";

    public static ElementLayout? Find(ElementGroup group, string name) =>
        Array.Find(All, layout => layout.Group == group && layout.Name == name);

    public static ElementLayout? Find(ElementGroup group, int code) =>
        Array.Find(All, layout => layout.Group == group && layout.Code == code);

    private static ElementLayout Chunk(int code, string name, string flags, params FieldLayout[] fields) => new(ElementGroup.Chunk, code, name, flags, fields);

    private static ElementLayout Parameter(int code, string name, params FieldLayout[] fields) => new(ElementGroup.Parameter, code, name, "", fields);

    private static ElementLayout Cause(int code, string name, params FieldLayout[] fields) => new(ElementGroup.Cause, code, name, "", fields);
}
