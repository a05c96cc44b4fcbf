using System;
using System.Buffers.Binary;

namespace Sctp.Sim.Associations;

/// <summary>
/// The chunks of a packet, read by the oracles' own few lines: what judges the core must not share its parser.
/// </summary>
internal ref struct WireChunks
{
    public const byte Data = 0;
    public const byte Sack = 3;
    public const byte Shutdown = 7;
    public const int DataHeaderLength = 16;

    private ReadOnlySpan<byte> _rest;

    public WireChunks(ReadOnlySpan<byte> packet)
    {
        _rest = packet.Length >= 12 ? packet[12..] : default;
        Chunk = default;
    }

    /// <summary>The current chunk with its header, without padding.</summary>
    public ReadOnlySpan<byte> Chunk { get; private set; }

    public readonly byte Type => Chunk[0];

    public readonly byte Flags => Chunk[1];

    /// <summary>The TSN of DATA, the cumulative TSN of SACK and SHUTDOWN.</summary>
    public readonly uint Tsn => BinaryPrimitives.ReadUInt32BigEndian(Chunk[4..]);

    /// <summary>The length with padding.</summary>
    public readonly int PaddedLength => (Chunk.Length + 3) & ~3;

    public bool MoveNext()
    {
        if (_rest.Length < 4)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
        if (length < 4 || length > _rest.Length)
        {
            return false;
        }

        Chunk = _rest[..length];
        _rest = _rest[Math.Min((length + 3) & ~3, _rest.Length)..];
        return true;
    }

    public static uint VerificationTag(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);

    /// <summary>Whether serial number <paramref name="a"/> comes before <paramref name="b"/> (RFC 1982).</summary>
    public static bool IsBefore(uint a, uint b) => (int)(a - b) < 0;
}
