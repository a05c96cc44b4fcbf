using Sctp.Sim.Engine;

namespace Sctp.Sim.Network;

/// <summary>Why a packet did not arrive.</summary>
public enum DropReason
{
    /// <summary>It was not dropped.</summary>
    None,

    /// <summary>Lost at random.</summary>
    Loss,

    /// <summary>The link was down.</summary>
    Down,

    /// <summary>The queue was full.</summary>
    Queue,

    /// <summary>Larger than the MTU.</summary>
    TooBig,
}

/// <summary>
/// What chance has in store for one packet of one link: every way in which it differs from a packet that arrives once, whole, after the constant
/// delay. It depends on (seed, link, ordinal) alone, each knob with a stream of its own, so one packet's or one knob's fate can be taken away and
/// all others stay.
/// </summary>
public readonly record struct PacketFate
{
    /// <summary>The number of the packet on its link.</summary>
    public long Ordinal { get; init; }

    /// <summary>Whether it is lost.</summary>
    public bool IsLost { get; init; }

    /// <summary>The variable part of its delay.</summary>
    public Duration Jitter { get; init; }

    /// <summary>How long it is held back so that others overtake it; zero for not at all.</summary>
    public Duration Held { get; init; }

    /// <summary>Whether a second copy arrives.</summary>
    public bool IsDuplicated { get; init; }

    /// <summary>How long after the first the second copy arrives.</summary>
    public Duration DuplicateDelay { get; init; }

    /// <summary>Whether it is damaged.</summary>
    public bool IsCorrupted { get; init; }

    /// <summary>Random bits that choose where it is damaged.</summary>
    public ulong CorruptionBits { get; init; }

    /// <summary>The fate of a packet by the link's options and the simulation's randomness.</summary>
    public static PacketFate Draw(LinkOptions options, Randomness random, int link, long ordinal)
    {
        uint entity = (uint)link;
        ulong number = (ulong)ordinal;
        var fate = new PacketFate { Ordinal = ordinal };
        if (options.LossPerMillion > 0 && Distribution.Chance(random.Draw(NetworkStreams.Loss, entity, number), options.LossPerMillion))
        {
            return fate with { IsLost = true };
        }

        if (options.Jitter > Duration.Zero)
        {
            ulong bits = random.Draw(NetworkStreams.Jitter, entity, number);
            Duration jitter = options.JitterShape == JitterShape.Uniform
                ? Distribution.UpTo(bits, options.Jitter)
                : Distribution.Exponential(bits, options.Jitter);
            fate = fate with { Jitter = jitter };
        }

        if (options.ReorderPerMillion > 0)
        {
            ulong bits = random.Draw(NetworkStreams.Reorder, entity, number, out ulong more);
            if (Distribution.Chance(bits, options.ReorderPerMillion))
            {
                fate = fate with { Held = Distribution.UpTo(more, options.ReorderDelay) };
            }
        }

        if (options.DuplicatePerMillion > 0)
        {
            ulong bits = random.Draw(NetworkStreams.Duplicate, entity, number, out ulong more);
            if (Distribution.Chance(bits, options.DuplicatePerMillion))
            {
                fate = fate with { IsDuplicated = true, DuplicateDelay = Distribution.UpTo(more, options.DuplicateDelay) };
            }
        }

        if (options.CorruptPerMillion > 0)
        {
            ulong bits = random.Draw(NetworkStreams.Corrupt, entity, number, out ulong more);
            if (Distribution.Chance(bits, options.CorruptPerMillion))
            {
                fate = fate with { IsCorrupted = true, CorruptionBits = more };
            }
        }

        return fate;
    }
}
