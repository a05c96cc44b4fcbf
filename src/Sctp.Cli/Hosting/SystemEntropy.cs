using System;
using System.Security.Cryptography;

namespace Sctp.Cli.Hosting;

/// <summary>The operating system's random generator.</summary>
internal sealed class SystemEntropy : IEntropy
{
    public void Fill(EntropyUse use, Span<byte> destination) => RandomNumberGenerator.Fill(destination);
}
