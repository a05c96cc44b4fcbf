using System;
using Sctp.Cli.Hosting;

namespace Sctp.Cli.Adapter;

/// <summary>A repeatable source with one stream for each use, so that a draw in one place does not shift the others.</summary>
internal sealed class SeededEntropy : IEntropy
{
    private readonly Xoshiro256[] _streams = new Xoshiro256[Enum.GetValues<EntropyUse>().Length];

    public SeededEntropy(ulong seed)
    {
        Xoshiro256 seeds = new(seed);
        for (int i = 0; i < _streams.Length; i++)
        {
            _streams[i] = new Xoshiro256(seeds.Next());
        }
    }

    public void Fill(EntropyUse use, Span<byte> destination) => _streams[(int)use].Fill(destination);
}
