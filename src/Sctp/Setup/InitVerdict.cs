namespace Sctp.Setup;

/// <summary>What is to become of an INIT or INIT ACK chunk.</summary>
internal enum InitVerdict
{
    /// <summary>It is processed.</summary>
    Accept,

    /// <summary>The packet is silently discarded.</summary>
    DiscardSilently,

    /// <summary>ABORT that reflects the Verification Tag of the packet with T=1, since the chunk has no usable tag; cause Invalid Mandatory Parameter.</summary>
    AbortWithoutTag,

    /// <summary>ABORT under the chunk's Initiate Tag with the cause Invalid Mandatory Parameter.</summary>
    AbortInvalidMandatoryParameter,

    /// <summary>ABORT under the chunk's Initiate Tag with the cause Unresolvable Address.</summary>
    AbortUnresolvableAddress,

    /// <summary>ABORT under the chunk's Initiate Tag with the cause Missing Mandatory Parameter.</summary>
    AbortMissingStateCookie,

    /// <summary>ABORT under the chunk's Initiate Tag with the cause Protocol Violation.</summary>
    AbortProtocolViolation,
}
