using System;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Network;

/// <summary>Fates drawn by the options of each link. What a <see cref="LossModel"/> must remember of a link is remembered here.</summary>
public sealed class DrawnFates : IPacketFates
{
    private readonly Randomness _random;
    private LossMemory[] _memories = new LossMemory[8];

    /// <summary>Fates that are a function of the simulation's randomness.</summary>
    public DrawnFates(Randomness random) => _random = random;

    /// <summary>Sees what packets hold, for <see cref="PacketMatch.AnyKinds"/>.</summary>
    public IPacketClassifier? Classifier { get; set; }

    /// <inheritdoc/>
    public PacketFate FateOf(Link link, long ordinal, ReadOnlySpan<byte> packet, Instant now)
    {
        ArgumentNullException.ThrowIfNull(link);
        LinkOptions options = link.Options;
        PacketFate fate = PacketFate.Draw(options, _random, link.Index, ordinal);

        // A model sees every packet, also one that is lost anyhow: else the other knob would change what it does later.
        return options.Loss is { } model && IsLost(model, link.Index, ordinal, packet) ? new PacketFate { Ordinal = ordinal, IsLost = true } : fate;
    }

    /// <inheritdoc/>
    public bool MaySplice(Link link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return link.HasSplices;
    }

    private bool IsLost(LossModel model, int link, long ordinal, ReadOnlySpan<byte> packet)
    {
        if (link >= _memories.Length)
        {
            Array.Resize(ref _memories, Math.Max(link + 1, _memories.Length * 2));
        }

        ref LossMemory memory = ref _memories[link];
        if (!ReferenceEquals(memory.Model, model))
        {
            memory = new LossMemory { Model = model, First = ordinal };
        }

        return model switch
        {
            GilbertElliott bursts => IsLost(bursts, ref memory, (uint)link, (ulong)ordinal),
            PeriodicLoss periodic => ordinal % periodic.Period == periodic.Offset,
            NthLoss nth => nth.Contains(ordinal),
            SomeOfNext some => IsLost(some, ref memory, (uint)link, ordinal),
            PredicateLoss predicate => IsLost(predicate, ref memory, packet),
            _ => false,
        };
    }

    private bool IsLost(GilbertElliott model, ref LossMemory memory, uint link, ulong ordinal)
    {
        bool isBad = memory.IsBad;
        if (Distribution.Chance(_random.Draw(NetworkStreams.Burst, link, ordinal), isBad ? model.BadToGoodPerMillion : model.GoodToBadPerMillion))
        {
            memory.IsBad = !isBad;
        }

        return Distribution.Chance(_random.Draw(NetworkStreams.BurstLoss, link, ordinal), isBad ? model.LossInBadPerMillion : model.LossInGoodPerMillion);
    }

    // Knuth, The Art of Computer Programming, volume 2, 3.4.2, algorithm S: as many as are left to choose out of as many as are left.
    private bool IsLost(SomeOfNext model, ref LossMemory memory, uint link, long ordinal)
    {
        long index = ordinal - Math.Max(model.From, memory.First);
        if (index < 0 || index >= model.Of)
        {
            return false;
        }

        ulong bits = _random.Draw(NetworkStreams.SomeOfNext, link, (ulong)ordinal);
        if (Distribution.Below(bits, (ulong)(model.Of - index)) >= (ulong)(model.Count - memory.Matched))
        {
            return false;
        }

        memory.Matched++;
        return true;
    }

    private bool IsLost(PredicateLoss model, ref LossMemory memory, ReadOnlySpan<byte> packet)
    {
        if (!model.Match.Matches(packet, Classifier))
        {
            return false;
        }

        long index = memory.Matched++;
        return index >= model.First && index - model.First < model.Count;
    }

    private struct LossMemory
    {
        public LossModel? Model;
        public long First;
        public long Matched;
        public bool IsBad;
    }
}
