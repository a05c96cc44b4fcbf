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
    private readonly ulong[] _ordinals = new ulong[(int)EntropyUse.Port + 1];

    /// <param name="random">What the bytes are drawn from.</param>
    /// <param name="node">The number of the host.</param>
    /// <param name="incarnation">How often the host has crashed.</param>
    /// <param name="initialTsn">The initial TSN; null draws one.</param>
    public SeededEntropy(Randomness random, int node, int incarnation, uint? initialTsn)
    {
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

        _random.Fill(SimulationStreams.Entropy + (uint)use, _node, ref _ordinals[(int)use], destination);
    }
}
