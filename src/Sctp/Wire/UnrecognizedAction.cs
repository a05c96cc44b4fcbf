namespace Sctp.Wire;

/// <summary>
/// What the two highest bits of an unrecognized chunk type (RFC 9260 section 3.2) or parameter type (section 3.2.1) ask the receiver to do:
/// 00 stop, 01 stop and report, 10 skip, 11 skip and report.
/// </summary>
internal static class UnrecognizedAction
{
    /// <summary>Whether the unrecognized chunk is skipped and processing goes on behind it; otherwise the rest of the packet is discarded.</summary>
    public static bool ContinuesProcessing(byte chunkType) => (chunkType & 0x80) != 0; // 9260-3.2-01, 9260-3.2-03

    /// <inheritdoc cref="ContinuesProcessing(byte)"/>
    public static bool ContinuesProcessing(ChunkType chunkType) => ContinuesProcessing((byte)chunkType);

    /// <summary>Whether the unrecognized parameter is skipped; otherwise this and all further parameters of the chunk are not processed.</summary>
    public static bool ContinuesProcessing(ushort parameterType) => (parameterType & 0x8000) != 0; // 9260-3.2.1-05, 9260-3.2.1-07

    /// <summary>Whether the unrecognized chunk is reported by an ERROR with the cause Unrecognized Chunk Type.</summary>
    public static bool IsReported(byte chunkType) => (chunkType & 0x40) != 0; // 9260-3.2-02, 9260-3.2-04

    /// <inheritdoc cref="IsReported(byte)"/>
    public static bool IsReported(ChunkType chunkType) => IsReported((byte)chunkType);

    /// <summary>Whether the unrecognized parameter is reported (RFC 9260 section 3.2.2).</summary>
    public static bool IsReported(ushort parameterType) => (parameterType & 0x4000) != 0; // 9260-3.2.1-06, 9260-3.2.1-08
}
