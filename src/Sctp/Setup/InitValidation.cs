using System;
using Sctp.Wire;

namespace Sctp.Setup;

/// <summary>Judges INIT and INIT ACK chunks by their fields and parameters (RFC 9260 sections 3.3.2, 3.3.3, 5.1 and 5.1.2).</summary>
internal static class InitValidation
{
    /// <summary>The smallest a_rwnd that a peer may announce, in bytes.</summary>
    public const uint MinAdvertisedWindow = SctpOptions.MinReceiveBufferSize;

    /// <summary>
    /// Judges an INIT. This comes before any association is looked up: a bad INIT leaves an existing one untouched (9260-3.3.2-14, 9260-3.3.2-20,
    /// 9260-3.3.2-24).
    /// </summary>
    public static InitVerdict OfInit(in InitChunk init, InitParameters parameters)
    {
        if (init.InitiateTag == 0)
        {
            return InitVerdict.DiscardSilently; // 9260-3.3.2-10
        }

        return HasInvalidField(init)
            ? InitVerdict.AbortInvalidMandatoryParameter // 9260-3.3.2-13, 9260-3.3.2-19, 9260-3.3.2-23
            : OfParameters(parameters);
    }

    /// <summary>
    /// Judges an INIT ACK that was received in COOKIE-WAIT under the right Verification Tag; in other states it is discarded unseen (9260-5.2.3-01). Every
    /// verdict but <see cref="InitVerdict.Accept"/> ends the attempt.
    /// </summary>
    public static InitVerdict OfInitAck(in InitChunk initAck, InitParameters parameters)
    {
        if (initAck.InitiateTag == 0)
        {
            return InitVerdict.AbortWithoutTag; // 9260-3.3.3-07, 9260-3.3.3-08
        }

        if (HasInvalidField(initAck))
        {
            return InitVerdict.AbortInvalidMandatoryParameter; // 9260-3.3.3-11, 9260-3.3.3-18, 9260-3.3.3-22
        }

        InitVerdict verdict = OfParameters(parameters);
        return verdict == InitVerdict.Accept && !parameters.HasStateCookie
            ? InitVerdict.AbortMissingStateCookie // 9260-3.3.3-32
            : verdict;
    }

    /// <summary>
    /// Adds the cause that names the reason of the ABORT (9260-5.1-23). A Host Name Address that does not fit is left out, as the cause is optional
    /// (9260-3.3.2-04). An ABORT that refuses an INIT never reports unrecognized parameters (9260-3.2.2-02).
    /// </summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="parameters">What was read.</param>
    /// <param name="parameterBytes">The bytes it was read from.</param>
    /// <param name="causes">The causes of the ABORT.</param>
    public static void AddCause(InitVerdict verdict, InitParameters parameters, scoped ReadOnlySpan<byte> parameterBytes, ref TlvWriter causes)
    {
        _ = verdict switch
        {
            InitVerdict.AbortWithoutTag or InitVerdict.AbortInvalidMandatoryParameter => ErrorCauses.TryAddInvalidMandatoryParameter(ref causes),
            InitVerdict.AbortUnresolvableAddress => ErrorCauses.TryAddUnresolvableAddress(ref causes, parameters.HostName(parameterBytes)),
            InitVerdict.AbortMissingStateCookie => ErrorCauses.TryAddMissingMandatoryParameter(ref causes, ParameterType.StateCookie),
            InitVerdict.AbortProtocolViolation => ErrorCauses.TryAddProtocolViolation(ref causes, "parameter length"u8),
            _ => false,
        };
    }

    private static bool HasInvalidField(in InitChunk init) =>
        init.OutboundStreams == 0 || init.InboundStreams == 0 || init.AdvertisedWindow < MinAdvertisedWindow;

    private static InitVerdict OfParameters(InitParameters parameters)
    {
        if (parameters.HasHostName)
        {
            return InitVerdict.AbortUnresolvableAddress; // 9260-3.3.2-03, 9260-3.3.3-02, 9260-5.1.2-02
        }

        return parameters.IsMalformed ? InitVerdict.AbortProtocolViolation : InitVerdict.Accept;
    }
}
