using System;
using System.Buffers.Binary;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Associations;

/// <summary>The random bytes of a node, with one stream for each use, so that one more draw for one use does not shift the others.</summary>
internal sealed class SeededEntropy : IEntropy
{
    private readonly Randomness _random;
    private readonly uint _node;
    private readonly uint? _initialTsn;
    private readonly Buggify? _buggify;
    private readonly int _host;
    private uint _tagCount;
    private readonly ulong[] _ordinals = new ulong[(int)EntropyUse.Port + 1];

    /// <param name="random">What the bytes are drawn from.</param>
    /// <param name="node">The number of the host.</param>
    /// <param name="incarnation">How often the host has crashed.</param>
    /// <param name="initialTsn">The initial TSN; null draws one.</param>
    /// <param name="buggify">The sites that act; null for none.</param>
    public SeededEntropy(Randomness random, int node, int incarnation, uint? initialTsn, Buggify? buggify = null)
    {
        _host = node;
        _buggify = buggify;
        _tagCount = (uint)incarnation * 1_000;
        _random = random;
        _node = (uint)node | ((uint)incarnation << 16);
        _initialTsn = initialTsn;
    }

    public void Fill(EntropyUse use, Span<byte> destination)
    {
        if (use == EntropyUse.InitialTsn && _initialTsn is { } tsn && destination.Length == sizeof(uint))
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, tsn);
            return;
        }

        if (use == EntropyUse.VerificationTag
            && _buggify is { } buggify
            && destination.Length == sizeof(uint)
            && buggify.Fires(BuggifySite.BoundaryTag, _host, 0, 3, out long edge))
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, TagAt(edge));
            return;
        }

        _random.Fill(SimulationStreams.Entropy + (uint)use, _node, ref _ordinals[(int)use], destination);
    }

    // No tag comes twice, and none is what anybody would guess first.
    private uint TagAt(long edge)
    {
        uint distance = 3 + _tagCount++;
        return edge switch
        {
            0 => distance,
            1 => uint.MaxValue - distance,
            2 => 0x8000_0000 + distance,
            _ => int.MaxValue - distance,
        };
    }
}
