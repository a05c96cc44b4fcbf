using System;

namespace Sctp.Sim.Network;

/// <summary>A test of one byte of a packet.</summary>
public sealed record ByteTest
{
    /// <summary>Which byte, from 0 on. A packet that is too short fails the test.</summary>
    public int Offset { get; init; }

    /// <summary>The bits that count.</summary>
    public byte Mask { get; init; } = 0xFF;

    /// <summary>What these bits must be.</summary>
    public byte Value { get; init; }

    /// <summary>Whether a packet passes.</summary>
    public bool Matches(ReadOnlySpan<byte> packet) => (uint)Offset < (uint)packet.Length && (packet[Offset] & Mask) == (Value & Mask);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Offset, SimulatedNetwork.MaxPacketLength);
    }
}
