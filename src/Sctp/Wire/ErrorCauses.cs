using System;
using System.Buffers.Binary;

namespace Sctp.Wire;

/// <summary>
/// Writes those error causes of RFC 9260 section 3.3.10 that answer INIT, INIT ACK and COOKIE ECHO, where there is no association yet or several causes
/// (9260-3.3.10-01, 9260-3.3.10-02). Each method adds one cause, or adds nothing and returns false when it does not fit.
/// </summary>
internal static class ErrorCauses
{
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
    public static bool TryAddStaleCookie(ref TlvWriter causes, Duration staleness)
    {
        if (!causes.TryReserve((ushort)ErrorCauseCode.StaleCookie, sizeof(uint), out Span<byte> value))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32BigEndian(value, (uint)Math.Clamp(staleness.TotalMicroseconds, 0, uint.MaxValue));
        return true;
    }

    /// <summary>Section 3.3.10.4 (9260-3.3.10.4-01).</summary>
    public static bool TryAddOutOfResource(ref TlvWriter causes) => causes.TryAdd(ErrorCauseCode.OutOfResource, default);

    /// <summary>Section 3.3.10.5 with the whole address parameter (9260-3.3.10.5-01).</summary>
    public static bool TryAddUnresolvableAddress(ref TlvWriter causes, scoped ReadOnlySpan<byte> addressParameter) =>
        causes.TryAdd(ErrorCauseCode.UnresolvableAddress, addressParameter);

    /// <summary>Section 3.3.10.7 (9260-3.3.10.7-01).</summary>
    public static bool TryAddInvalidMandatoryParameter(ref TlvWriter causes) => causes.TryAdd(ErrorCauseCode.InvalidMandatoryParameter, default);

    /// <summary>Section 3.3.10.11 with the new address parameters (9260-3.3.10.11-01).</summary>
    public static bool TryAddRestartWithNewAddresses(ref TlvWriter causes, scoped ReadOnlySpan<byte> addressParameters) =>
        causes.TryAdd(ErrorCauseCode.RestartWithNewAddresses, addressParameters);

    /// <summary>Section 3.3.10.13 with a text for people, cut off where it does not fit (9260-3.3.10.13-01, 9260-3.3.10.13-02).</summary>
    public static bool TryAddProtocolViolation(ref TlvWriter causes, scoped ReadOnlySpan<byte> text)
    {
        int room = causes.Remaining;
        return room >= 0 && causes.TryAdd(ErrorCauseCode.ProtocolViolation, text.Length <= room ? text : text[..room]);
    }
}
