using System;
using System.Buffers.Binary;

namespace Sctp.Conformance.Support;

/// <summary>Entropy from a seed, one stream for each use; the Initial TSN and the tag can be fixed.</summary>
internal sealed class SeededEntropy : IEntropy
{
    private readonly ulong[] _states = new ulong[16];
    private readonly uint? _initialTsn;
    private readonly uint? _tag;

    public SeededEntropy(ulong seed, uint? initialTsn = null, uint? tag = null)
    {
        _initialTsn = initialTsn;
        _tag = tag;
        for (int i = 0; i < _states.Length; i++)
        {
            _states[i] = (seed * 0x9E3779B97F4A7C15UL) + ((ulong)i * 0xD1B54A32D192ED03UL);
        }
    }

    public void Fill(EntropyUse use, Span<byte> destination)
    {
        uint? fixedValue = use switch
        {
            EntropyUse.InitialTsn => _initialTsn,
            EntropyUse.VerificationTag => _tag,
            _ => null,
        };
        if (fixedValue is { } value)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, value);
            return;
        }

        for (int i = 0; i < destination.Length; i++)
        {
            ref ulong state = ref _states[(int)use];
            state += 0x9E3779B97F4A7C15UL;
            ulong z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            destination[i] = (byte)(z >> 56);
        }
    }
}
