using System;
using System.Buffers.Binary;

namespace Sctp.Scripts.Stack;

/// <summary>A repeatable source with one stream for each use (splitmix64), so that a draw in one place does not shift the others. Not for secrets.</summary>
internal sealed class SeededEntropy : IEntropy
{
    private const int Uses = (int)EntropyUse.Port + 1;

    private readonly ulong[] _states = new ulong[Uses];

    public SeededEntropy(ulong seed)
    {
        for (int i = 0; i < _states.Length; i++)
        {
            _states[i] = Next(ref seed);
        }
    }

    public void Fill(EntropyUse use, Span<byte> destination)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        while (!destination.IsEmpty)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, Next(ref _states[(int)use]));
            int length = Math.Min(word.Length, destination.Length);
            word[..length].CopyTo(destination);
            destination = destination[length..];
        }
    }

    private static ulong Next(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            ulong z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
