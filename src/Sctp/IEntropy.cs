using System;

namespace Sctp;

/// <summary>What random bytes are wanted for. A simulated source can keep one stream for each, so that a draw in one place does not shift the others.</summary>
public enum EntropyUse
{
    /// <summary>Initiate Tags (RFC 9260 section 5.3.1).</summary>
    VerificationTag,

    /// <summary>Initial TSNs (RFC 9260 section 3.3.2).</summary>
    InitialTsn,

    /// <summary>Keys of the State Cookie's MAC (RFC 9260 section 5.1.3).</summary>
    CookieKey,

    /// <summary>Tie-Tags (RFC 9260 section 5.2.2).</summary>
    TieTag,

    /// <summary>Nonces of HEARTBEAT chunks (RFC 9260 section 3.3.5).</summary>
    HeartbeatNonce,

    /// <summary>Jitter of the heartbeat period (RFC 9260 section 8.3).</summary>
    HeartbeatJitter,

    /// <summary>The key under which the addresses of peers are hashed.</summary>
    RoutingKey,

    /// <summary>Ephemeral SCTP ports.</summary>
    Port,
}

/// <summary>
/// The source of random bytes of an endpoint. The core holds no random source of its own (RFC 9260 sections 3.3.2, 5.3.1 and 14.1 ask for
/// cryptographic quality): a host passes one backed by its system's generator, a simulation a seeded one.
/// </summary>
public interface IEntropy
{
    /// <summary>Fills <paramref name="destination"/> with random bytes.</summary>
    /// <param name="use">What the bytes are for.</param>
    /// <param name="destination">The bytes to fill.</param>
    void Fill(EntropyUse use, Span<byte> destination);
}
