using System;

namespace Sctp.Sim.Network;

/// <summary>How the variable part of a delay is distributed.</summary>
public enum JitterShape
{
    /// <summary>Evenly from zero to <see cref="LinkOptions.Jitter"/>.</summary>
    Uniform,

    /// <summary>With <see cref="LinkOptions.Jitter"/> as the mean and an exponential tail.</summary>
    Exponential,
}

/// <summary>How packets are damaged.</summary>
public enum CorruptionKind
{
    /// <summary>One to three bits are flipped anywhere in the packet: a checksum that finds up to three wrong bits finds it always.</summary>
    BitFlips,

    /// <summary>The end of the packet is missing.</summary>
    Truncation,
}

/// <summary>One direction of one path through the network: what it does to packets. Probabilities are in millionths and independent for each packet.</summary>
public sealed record LinkOptions
{
    /// <summary>A link without faults and without a rate.</summary>
    public static LinkOptions Perfect { get; } = new();

    /// <summary>Whether the link carries packets at all. Packets already on their way when it fails still arrive.</summary>
    public bool IsUp { get; init; } = true;

    /// <summary>The constant part of the delay.</summary>
    public Duration Delay { get; init; } = Duration.FromMilliseconds(10);

    /// <summary>The variable part of the delay; zero for none.</summary>
    public Duration Jitter { get; init; }

    /// <summary>How <see cref="Jitter"/> is distributed.</summary>
    public JitterShape JitterShape { get; init; }

    /// <summary>Whether a packet never arrives before one that was sent earlier because of <see cref="Jitter"/>, default true.</summary>
    public bool JitterKeepsOrder { get; init; } = true;

    /// <summary>The probability that a packet is lost.</summary>
    public int LossPerMillion { get; init; }

    /// <summary>The probability that a packet is held back by up to <see cref="ReorderDelay"/>, so that later ones overtake it.</summary>
    public int ReorderPerMillion { get; init; }

    /// <summary>The longest time a packet is held back.</summary>
    public Duration ReorderDelay { get; init; } = Duration.FromMilliseconds(20);

    /// <summary>The probability that a packet arrives twice.</summary>
    public int DuplicatePerMillion { get; init; }

    /// <summary>The longest time the second copy comes after the first.</summary>
    public Duration DuplicateDelay { get; init; } = Duration.FromMilliseconds(20);

    /// <summary>The probability that a packet is damaged. Its checksum is not repaired.</summary>
    public int CorruptPerMillion { get; init; }

    /// <summary>How packets are damaged.</summary>
    public CorruptionKind Corruption { get; init; }

    /// <summary>The rate in bits per second; 0 for no limit.</summary>
    public long BitsPerSecond { get; init; }

    /// <summary>The bytes that may wait for the link to be free before packets are dropped at the tail; 0 for no limit.</summary>
    public int QueueBytes { get; init; }

    /// <summary>The largest packet in bytes; 0 for no limit. Larger ones are dropped if they must not be fragmented.</summary>
    public int Mtu { get; init; }

    /// <summary>Whether the sender is told of a packet that was too big; false makes the link a black hole for such packets.</summary>
    public bool ReportsPacketTooBig { get; init; }

    /// <summary>The same link without faults: up, and with neither loss, reordering, duplication nor corruption. Delay, rate, queue and MTU stay.</summary>
    public LinkOptions Healed => this with { IsUp = true, LossPerMillion = 0, ReorderPerMillion = 0, DuplicatePerMillion = 0, CorruptPerMillion = 0 };

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public void Validate()
    {
        CheckProbability(LossPerMillion, nameof(LossPerMillion));
        CheckProbability(ReorderPerMillion, nameof(ReorderPerMillion));
        CheckProbability(DuplicatePerMillion, nameof(DuplicatePerMillion));
        CheckProbability(CorruptPerMillion, nameof(CorruptPerMillion));
        ArgumentOutOfRangeException.ThrowIfLessThan(Delay, Duration.Zero, nameof(Delay));
        ArgumentOutOfRangeException.ThrowIfLessThan(Jitter, Duration.Zero, nameof(Jitter));
        ArgumentOutOfRangeException.ThrowIfLessThan(ReorderDelay, Duration.Zero, nameof(ReorderDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(DuplicateDelay, Duration.Zero, nameof(DuplicateDelay));
        ArgumentOutOfRangeException.ThrowIfNegative(BitsPerSecond, nameof(BitsPerSecond));
        ArgumentOutOfRangeException.ThrowIfNegative(QueueBytes, nameof(QueueBytes));
        ArgumentOutOfRangeException.ThrowIfNegative(Mtu, nameof(Mtu));
    }

    private static void CheckProbability(int perMillion, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(perMillion, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perMillion, 1_000_000, name);
    }
}
