using System;
using System.Security.Cryptography;

namespace Sctp.Samples;

/// <summary>The random bytes of the operating system. The core asks its host for them, so that a simulation can hand in others.</summary>
public sealed class SystemEntropy : IEntropy
{
    /// <inheritdoc/>
    public void Fill(EntropyUse use, Span<byte> destination) => RandomNumberGenerator.Fill(destination);
}
