using Sctp.Sim.Engine;

namespace Sctp.Sim.Network;

/// <summary>
/// What chance has in store for one packet of one link: every way in which it differs from a packet that arrives once, whole, after the constant
/// delay. What follows from other packets (a full queue) or from the state of the link (down, too small) is not chance and not in it. Drawn fates depend
/// on (seed, link, ordinal), each knob with a stream of its own, so one packet's or one knob's fate can be taken away and all others stay.
/// </summary>
public readonly record struct PacketFate
{
    /// <summary>The number of the packet on its link.</summary>
    public long Ordinal { get; init; }

    /// <summary>Whether it is lost.</summary>
    public bool IsLost { get; init; }

    /// <summary>The variable part of its delay, which keeps the order if the link's jitter does.</summary>
    public Duration Jitter { get; init; }

    /// <summary>A further delay in which packets may overtake one another.</summary>
    public Duration OvertakingJitter { get; init; }

    /// <summary>How it changes places.</summary>
    public ReorderShape Reorder { get; init; }

    /// <summary>How long it is held back (hold back, straggler), or at most waits for the packets to change places with (adjacent swap, burst reversal).</summary>
    public Duration Held { get; init; }

    /// <summary>How many packets are overtaken (jump ahead) or how many change places in all (adjacent swap, burst reversal); 0 for none.</summary>
    public int Span { get; init; }

    /// <summary>How many further copies arrive.</summary>
    public int Copies { get; init; }

    /// <summary>How long after the packet its first copy arrives; each other copy comes as long after the one before.</summary>
    public Duration DuplicateDelay { get; init; }

    /// <summary>How long after the packet a very late copy arrives, beside <see cref="Copies"/>; zero for none.</summary>
    public Duration LateCopyDelay { get; init; }

    /// <summary>Whether it is damaged. Copies are not.</summary>
    public bool IsCorrupted { get; init; }

    /// <summary>How it is damaged.</summary>
    public CorruptionKind Corruption { get; init; }

    /// <summary>What becomes of its checksum then.</summary>
    public ChecksumTreatment Treatment { get; init; }

    /// <summary>Random bits that choose where it is damaged.</summary>
    public ulong CorruptionBits { get; init; }

    /// <summary>Whether it is marked as if a queue were congested; only a packet that says it is ECN-capable can be.</summary>
    public bool IsMarked { get; init; }

    /// <summary>Whether it changes places with other packets, by <see cref="Reorder"/>.</summary>
    public bool IsReordered => Held > Duration.Zero || Span > 0;

    /// <summary>Whether more than one arrives.</summary>
    public bool IsDuplicated => Copies > 0 || LateCopyDelay > Duration.Zero;

    /// <summary>Whether it arrives as if the link had no faults.</summary>
    public bool IsPlain => this == new PacketFate { Ordinal = Ordinal };

    /// <summary>The fate of a packet by the link's options and the simulation's randomness, but for <see cref="LinkOptions.Loss"/>.</summary>
    public static PacketFate Draw(LinkOptions options, Randomness random, int link, long ordinal) =>
        options.HasChance ? DrawFaults(options, random, (uint)link, ordinal) : new PacketFate { Ordinal = ordinal };

    private static PacketFate DrawFaults(LinkOptions options, Randomness random, uint link, long ordinal)
    {
        ulong number = (ulong)ordinal;
        var fate = new PacketFate { Ordinal = ordinal };
        if (options.LossPerMillion > 0 && Distribution.Chance(random.Draw(NetworkStreams.Loss, link, number), options.LossPerMillion))
        {
            return fate with { IsLost = true };
        }

        if (options.Jitter > Duration.Zero || options.JitterShape == JitterShape.Trace)
        {
            fate = fate with { Jitter = DrawJitter(options, random, link, number) };
        }

        if (options.OvertakingJitter > Duration.Zero)
        {
            fate = fate with { OvertakingJitter = Distribution.UpTo(random.Draw(NetworkStreams.OvertakingJitter, link, number), options.OvertakingJitter) };
        }

        if (options.ReorderPerMillion > 0)
        {
            ulong bits = random.Draw(NetworkStreams.Reorder, link, number, out ulong more);
            if (Distribution.Chance(bits, options.ReorderPerMillion))
            {
                fate = Reordered(fate, options, more);
            }
        }

        if (options.DuplicatePerMillion > 0)
        {
            ulong bits = random.Draw(NetworkStreams.Duplicate, link, number, out ulong more);
            if (Distribution.Chance(bits, options.DuplicatePerMillion))
            {
                fate = fate with
                {
                    Copies = options.DuplicateCopies == 1 ? 1 : 1 + (int)Distribution.Below(random.Draw(NetworkStreams.Copies, link, number), (ulong)options.DuplicateCopies),
                    DuplicateDelay = Distribution.UpTo(more, options.DuplicateDelay),
                };
            }
        }

        if (options.LateCopyPerMillion > 0)
        {
            ulong bits = random.Draw(NetworkStreams.LateCopy, link, number, out ulong more);
            if (Distribution.Chance(bits, options.LateCopyPerMillion))
            {
                fate = fate with { LateCopyDelay = Late(more, options.LateCopyDelay) };
            }
        }

        if (options.CorruptPerMillion > 0)
        {
            ulong bits = random.Draw(NetworkStreams.Corrupt, link, number, out ulong more);
            if (Distribution.Chance(bits, options.CorruptPerMillion))
            {
                fate = fate with { IsCorrupted = true, Corruption = options.Corruption, Treatment = options.CorruptChecksum, CorruptionBits = more };
            }
        }

        if (options.MarkPerMillion > 0 && Distribution.Chance(random.Draw(NetworkStreams.Mark, link, number), options.MarkPerMillion))
        {
            fate = fate with { IsMarked = true };
        }

        return fate;
    }

    private static Duration DrawJitter(LinkOptions options, Randomness random, uint link, ulong number)
    {
        switch (options.JitterShape)
        {
            case JitterShape.Uniform:
                return Distribution.UpTo(random.Draw(NetworkStreams.Jitter, link, number), options.Jitter);
            case JitterShape.Exponential:
                return Distribution.Exponential(random.Draw(NetworkStreams.Jitter, link, number), options.Jitter);
            case JitterShape.Bimodal:
                return Distribution.Chance(random.Draw(NetworkStreams.Jitter, link, number), options.SlowPerMillion) ? options.Jitter : Duration.Zero;
            default:
                int count = options.JitterTrace.Count;
                return count == 0 ? Duration.Zero : options.JitterTrace[(int)(number % (ulong)count)];
        }
    }

    private static PacketFate Reordered(in PacketFate fate, LinkOptions options, ulong bits)
    {
        PacketFate reordered = fate with { Reorder = options.ReorderShape };
        return options.ReorderShape switch
        {
            ReorderShape.HoldBack => reordered with { Held = Distribution.UpTo(bits, options.ReorderDelay) },
            ReorderShape.Straggler => reordered with { Held = Late(bits, options.StragglerDelay) },
            ReorderShape.AdjacentSwap => reordered with { Held = options.ReorderDelay, Span = 2 },
            ReorderShape.JumpAhead => reordered with { Span = options.ReorderSpan },
            _ => reordered with { Held = options.ReorderDelay, Span = options.ReorderSpan },
        };
    }

    private static Duration Late(ulong bits, Duration most) =>
        Duration.FromNanoseconds(Distribution.Between(bits, most.Nanoseconds / 2, most.Nanoseconds));
}
