using System;
using System.Buffers.Binary;

namespace Sctp.Wire;

/// <summary>
/// Writes the error causes of RFC 9260 section 3.3.10, for ERROR and ABORT chunks alike (9260-3.3.10-01, 9260-3.3.10-02). Each method adds one cause,
/// or adds nothing and returns false when it does not fit.
/// </summary>
internal static class ErrorCauses
{
    /// <summary>Section 3.3.10.1 (9260-3.3.10.1-01).</summary>
    public static bool TryAddInvalidStreamIdentifier(ref TlvWriter causes, ushort streamId) =>
        TryAddUInt32(ref causes, ErrorCauseCode.InvalidStreamIdentifier, (uint)streamId << 16);

    /// <summary>Section 3.3.10.2 with one missing parameter (9260-3.3.10.2-01).</summary>
    public static bool TryAddMissingMandatoryParameter(ref TlvWriter causes, ParameterType missing)
    {
        if (!causes.TryReserve((ushort)ErrorCauseCode.MissingMandatoryParameter, sizeof(uint) + sizeof(ushort), out Span<byte> value))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32BigEndian(value, 1);
        BinaryPrimitives.WriteUInt16BigEndian(value[4..], (ushort)missing);
        return true;
    }

    /// <summary>Section 3.3.10.3: the measure of staleness is in microseconds (9260-3.3.10.3-01) and no more than 32 bits hold.</summary>
    public static bool TryAddStaleCookie(ref TlvWriter causes, Duration staleness) =>
        TryAddUInt32(ref causes, ErrorCauseCode.StaleCookie, (uint)Math.Clamp(staleness.TotalMicroseconds, 0, uint.MaxValue));

    /// <summary>Section 3.3.10.4 (9260-3.3.10.4-01).</summary>
    public static bool TryAddOutOfResource(ref TlvWriter causes) => causes.TryAdd(ErrorCauseCode.OutOfResource, default);

    /// <summary>Section 3.3.10.5 with the whole address parameter (9260-3.3.10.5-01).</summary>
    public static bool TryAddUnresolvableAddress(ref TlvWriter causes, scoped ReadOnlySpan<byte> addressParameter) =>
        causes.TryAdd(ErrorCauseCode.UnresolvableAddress, addressParameter);

    /// <summary>Section 3.3.10.6 with the chunk from its header on, cut off where it does not fit (9260-3.3.10.6-01).</summary>
    public static bool TryAddUnrecognizedChunkType(ref TlvWriter causes, scoped ReadOnlySpan<byte> chunk) =>
        TryAddTruncated(ref causes, ErrorCauseCode.UnrecognizedChunkType, chunk, least: ChunkView.HeaderLength);

    /// <summary>Section 3.3.10.7 (9260-3.3.10.7-01).</summary>
    public static bool TryAddInvalidMandatoryParameter(ref TlvWriter causes) => causes.TryAdd(ErrorCauseCode.InvalidMandatoryParameter, default);

    /// <summary>Section 3.3.10.8 with whole parameters, each but the last padded (9260-3.3.10.8-01).</summary>
    public static bool TryAddUnrecognizedParameters(ref TlvWriter causes, scoped ReadOnlySpan<byte> parameters) =>
        causes.TryAdd(ErrorCauseCode.UnrecognizedParameters, parameters);

    /// <summary>Section 3.3.10.9 (9260-3.3.10.9-01).</summary>
    public static bool TryAddNoUserData(ref TlvWriter causes, Tsn tsn) => TryAddUInt32(ref causes, ErrorCauseCode.NoUserData, tsn.Value);

    /// <summary>Section 3.3.10.10 (9260-3.3.10.10-01).</summary>
    public static bool TryAddCookieReceivedWhileShuttingDown(ref TlvWriter causes) =>
        causes.TryAdd(ErrorCauseCode.CookieReceivedWhileShuttingDown, default);

    /// <summary>Section 3.3.10.11 with the new address parameters (9260-3.3.10.11-01).</summary>
    public static bool TryAddRestartWithNewAddresses(ref TlvWriter causes, scoped ReadOnlySpan<byte> addressParameters) =>
        causes.TryAdd(ErrorCauseCode.RestartWithNewAddresses, addressParameters);

    /// <summary>Section 3.3.10.12 with the user's reason, cut off where it does not fit (9260-3.3.10.12-01).</summary>
    public static bool TryAddUserInitiatedAbort(ref TlvWriter causes, scoped ReadOnlySpan<byte> reason) =>
        TryAddTruncated(ref causes, ErrorCauseCode.UserInitiatedAbort, reason, least: 0);

    /// <summary>Section 3.3.10.13 with a text for people, cut off where it does not fit (9260-3.3.10.13-01, 9260-3.3.10.13-02).</summary>
    public static bool TryAddProtocolViolation(ref TlvWriter causes, scoped ReadOnlySpan<byte> text) =>
        TryAddTruncated(ref causes, ErrorCauseCode.ProtocolViolation, text, least: 0);

    private static bool TryAddUInt32(ref TlvWriter causes, ErrorCauseCode code, uint value)
    {
        if (!causes.TryReserve((ushort)code, sizeof(uint), out Span<byte> destination))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32BigEndian(destination, value);
        return true;
    }

    private static bool TryAddTruncated(ref TlvWriter causes, ErrorCauseCode code, scoped ReadOnlySpan<byte> value, int least)
    {
        int room = causes.Remaining;
        return room >= Math.Min(least, value.Length) && causes.TryAdd(code, value.Length <= room ? value : value[..room]);
    }
}
