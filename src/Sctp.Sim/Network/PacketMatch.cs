using System;
using System.Collections.Generic;

namespace Sctp.Sim.Network;

/// <summary>Chooses packets by what is in them. All conditions must hold; one that is not set holds always.</summary>
public sealed record PacketMatch
{
    /// <summary>Where the kind of a packet is: by default at the type of an SCTP packet's first chunk.</summary>
    public const int DefaultKindOffset = 12;

    /// <summary>Tests of single bytes, which all must pass.</summary>
    public IReadOnlyList<ByteTest> Bytes { get; init; } = [];

    /// <summary>The byte at <see cref="KindOffset"/> must be one of these; empty for any.</summary>
    public IReadOnlyList<byte> FirstKinds { get; init; } = [];

    /// <summary>The place of the byte that <see cref="FirstKinds"/> is about.</summary>
    public int KindOffset { get; init; } = DefaultKindOffset;

    /// <summary>The packet must hold something of one of these kinds anywhere, as <see cref="IPacketClassifier"/> sees it; empty for any. Without a classifier it is judged as <see cref="FirstKinds"/>.</summary>
    public IReadOnlyList<byte> AnyKinds { get; init; } = [];

    /// <summary>The least length.</summary>
    public int MinLength { get; init; }

    /// <summary>The greatest length.</summary>
    public int MaxLength { get; init; } = SimulatedNetwork.MaxPacketLength;

    /// <summary>Whether a packet fulfils every condition.</summary>
    public bool Matches(ReadOnlySpan<byte> packet, IPacketClassifier? classifier = null)
    {
        if (packet.Length < MinLength || packet.Length > MaxLength)
        {
            return false;
        }

        for (int i = 0; i < Bytes.Count; i++)
        {
            if (!Bytes[i].Matches(packet))
            {
                return false;
            }
        }

        return IsFirstOf(packet, FirstKinds) && HoldsAny(packet, classifier);
    }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public void Validate()
    {
        for (int i = 0; i < Bytes.Count; i++)
        {
            Bytes[i].Validate();
        }

        ArgumentOutOfRangeException.ThrowIfNegative(KindOffset);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(KindOffset, SimulatedNetwork.MaxPacketLength);
        ArgumentOutOfRangeException.ThrowIfNegative(MinLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxLength, MinLength);
    }

    private bool IsFirstOf(ReadOnlySpan<byte> packet, IReadOnlyList<byte> kinds)
    {
        if (kinds.Count == 0)
        {
            return true;
        }

        if ((uint)KindOffset >= (uint)packet.Length)
        {
            return false;
        }

        for (int i = 0; i < kinds.Count; i++)
        {
            if (packet[KindOffset] == kinds[i])
            {
                return true;
            }
        }

        return false;
    }

    private bool HoldsAny(ReadOnlySpan<byte> packet, IPacketClassifier? classifier)
    {
        if (classifier is null || AnyKinds.Count == 0)
        {
            return IsFirstOf(packet, AnyKinds);
        }

        for (int i = 0; i < AnyKinds.Count; i++)
        {
            if (classifier.Holds(packet, AnyKinds[i]))
            {
                return true;
            }
        }

        return false;
    }
}
