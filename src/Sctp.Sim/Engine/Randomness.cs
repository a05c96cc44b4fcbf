using System;
using System.Buffers.Binary;

namespace Sctp.Sim.Engine;

/// <summary>
/// All randomness of a simulation: each decision is a function of (seed, stream, entity, ordinal). A stream names what is decided ("loss",
/// "jitter"), an entity whom it concerns (a link, a node), and the ordinal which one in turn (the packet's number on its link). Taking one decision
/// away leaves every other as it was, which is what lets a failure be shrunk.
/// </summary>
public readonly struct Randomness : IEquatable<Randomness>
{
    /// <summary>The randomness of a seed.</summary>
    public Randomness(ulong seed) => Seed = seed;

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>The 64 random bits of one decision.</summary>
    public ulong Draw(uint stream, uint entity, ulong ordinal) => Philox.Block(Seed, ordinal, entity | ((ulong)stream << 32), out _);

    /// <summary>The 128 random bits of one decision.</summary>
    public ulong Draw(uint stream, uint entity, ulong ordinal, out ulong more) => Philox.Block(Seed, ordinal, entity | ((ulong)stream << 32), out more);

    /// <summary>Fills a span with the random bytes of consecutive ordinals and moves the ordinal behind them.</summary>
    public void Fill(uint stream, uint entity, ref ulong ordinal, Span<byte> destination)
    {
        Span<byte> block = stackalloc byte[16];
        while (!destination.IsEmpty)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(block, Draw(stream, entity, ordinal++, out ulong more));
            BinaryPrimitives.WriteUInt64LittleEndian(block[8..], more);
            int length = Math.Min(block.Length, destination.Length);
            block[..length].CopyTo(destination);
            destination = destination[length..];
        }
    }

    /// <summary>Whether two have the same seed.</summary>
    public static bool operator ==(Randomness a, Randomness b) => a.Seed == b.Seed;

    /// <summary>Whether two have different seeds.</summary>
    public static bool operator !=(Randomness a, Randomness b) => a.Seed != b.Seed;

    /// <inheritdoc/>
    public bool Equals(Randomness other) => Seed == other.Seed;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Randomness other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Seed.GetHashCode();
}
