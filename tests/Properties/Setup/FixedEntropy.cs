using System;

namespace Sctp.Properties.Setup;

/// <summary>An entropy source that yields one byte value, so that keys are known.</summary>
internal sealed class FixedEntropy(byte value) : IEntropy
{
    public void Fill(EntropyUse use, Span<byte> destination) => destination.Fill(value);
}
