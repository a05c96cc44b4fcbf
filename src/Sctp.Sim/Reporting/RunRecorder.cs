using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Sctp.Sim.Associations;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Sim.Reporting;

/// <summary>
/// Takes down one run for reports: every packet with what became of it, what the stacks told their applications, and how the paths developed. It is handed
/// to a run through <see cref="Attach"/> and holds everything in memory: about the bytes of all packets.
/// </summary>
public sealed class RunRecorder
{
    private readonly List<RecordedPacket> _packets = [];
    private readonly List<RecordedEvent> _events = [];
    private readonly List<PathSample> _samples = [];
    private readonly List<TsnPoint> _tsns = [];

    /// <summary>Every appearance of a packet: when it was sent, when it arrived, and where it was dropped, in the order of time.</summary>
    public IReadOnlyList<RecordedPacket> Packets => _packets;

    /// <summary>What the stacks reported.</summary>
    public IReadOnlyList<RecordedEvent> Events => _events;

    /// <summary>How the paths developed: a sample after each event that changed one.</summary>
    public IReadOnlyList<PathSample> Samples => _samples;

    /// <summary>Every DATA chunk sent, and every cumulative acknowledgement that arrived.</summary>
    public IReadOnlyList<TsnPoint> Tsns => _tsns;

    /// <summary>The options with which a run is recorded here. One recorder records one run.</summary>
    public SimulationOptions Attach(SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with
        {
            NetworkObserverFactories = [.. options.NetworkObserverFactories, loop => new NetworkRecorder(this, loop)],
            ObserverFactories = [.. options.ObserverFactories, (loop, number) => new AssociationRecorder(this, number)],
        };
    }

    private static string NoteOf(in PacketFate fate)
    {
        var note = new StringBuilder();
        Append(note, fate.IsReordered, $"reordered: {fate.Reorder}, held {fate.Held}");
        Append(note, fate.Copies > 0, string.Create(CultureInfo.InvariantCulture, $"{fate.Copies} copies, {fate.DuplicateDelay} apart"));
        Append(note, fate.LateCopyDelay > Duration.Zero, $"a copy after {fate.LateCopyDelay}");
        Append(note, fate.IsCorrupted, $"damaged: {fate.Corruption}, checksum {fate.Treatment}");
        Append(note, fate.IsMarked, "marked CE");
        Append(note, fate.Jitter + fate.OvertakingJitter > Duration.Zero, $"delayed by {fate.Jitter + fate.OvertakingJitter}");
        return note.ToString();
    }

    private static void Append(StringBuilder note, bool condition, string text)
    {
        if (condition)
        {
            note.Append(note.Length == 0 ? "" : "; ").Append(text);
        }
    }

    private sealed class NetworkRecorder(RunRecorder recorder, EventLoop loop) : INetworkObserver
    {
        public void OnSent(Link link, in PacketFate fate, ReadOnlySpan<byte> packet) => Add(link, fate.Ordinal, Appearance.Sent, packet, NoteOf(fate));

        public void OnDropped(Link link, in PacketFate fate, DropReason reason, ReadOnlySpan<byte> packet) =>
            Add(link, fate.Ordinal, Appearance.Dropped, packet, "dropped: " + reason.ToString());

        public void OnDelivered(Link link, in Arrival arrival, ReadOnlySpan<byte> packet)
        {
            string note = arrival.IsForged ? "forged" : arrival.IsDamaged ? arrival.IsSealed ? "damaged, checksum made right" : "damaged" : arrival.IsCopy ? "copy" : "";
            Appearance how = arrival.IsForged ? Appearance.Forged : arrival.IsDamaged ? Appearance.Damaged : Appearance.Arrived;
            Add(link, arrival.Ordinal, how, packet, note);
        }

        private void Add(Link link, long ordinal, Appearance appearance, ReadOnlySpan<byte> packet, string note) =>
            recorder._packets.Add(new RecordedPacket(loop.Now, link.Index, ordinal, link.From, link.To, appearance, packet.ToArray(), note));
    }

    private sealed class AssociationRecorder(RunRecorder recorder, int association) : Observer
    {
        private const int MostPaths = 16;

        private readonly PathSample[] _last = new PathSample[2 * MostPaths];

        public override Hooks Hooks => Hooks.AfterEvent | Hooks.AssociationEvent | Hooks.PacketSent | Hooks.PacketReceived;

        public override void OnAssociationEvent(AssociationSide side, in SctpEvent e) =>
            recorder._events.Add(new RecordedEvent(side.Now, association, (Side)side.Index, e.Kind, EventText.Describe(e)));

        public override void OnPacketSent(AssociationSide side, WirePacket packet)
        {
            foreach (ref readonly WireChunk chunk in packet.Chunks)
            {
                if (chunk.Type == WireChunk.Data && chunk.Length >= WireData.HeaderLength)
                {
                    uint tsn = packet.FirstWord(chunk);
                    ShadowSender sender = Set.Shadow.Sender(side.Index);
                    bool isAgain = sender.Contains(tsn) && sender[tsn].Transmissions > 1;
                    recorder._tsns.Add(new TsnPoint(side.Now, association, (Side)side.Index, isAgain ? TsnPointKind.SentAgain : TsnPointKind.Sent, tsn - sender.InitialTsn));
                }
            }
        }

        public override void OnPacketReceived(AssociationSide side, WirePacket packet)
        {
            ShadowSender sender = Set.Shadow.Sender(side.Index);
            if (Set.Shadow.IsAccepted && sender.IsKnown && packet.TryFind(WireChunk.Sack, out WireChunk chunk) && chunk.Length >= WireSack.FixedLength)
            {
                recorder._tsns.Add(new TsnPoint(side.Now, association, (Side)side.Index, TsnPointKind.Acknowledged, packet.FirstWord(chunk) - sender.InitialTsn));
            }
        }

        public override void AfterEvent(AssociationSide side)
        {
            AssociationStatus status = side.Stack.Status;
            int count = Math.Min(side.Stack.PathCount, MostPaths);
            for (int i = 0; i < count; i++)
            {
                PathStatus path = side.Stack.GetPath(i);
                var sample = new PathSample(
                    default,
                    association,
                    (Side)side.Index,
                    i,
                    path.CongestionWindow,
                    path.SlowStartThreshold,
                    path.FlightSize,
                    status.PeerReceiverWindow,
                    path.RetransmissionTimeout,
                    path.State);
                ref PathSample last = ref _last[(side.Index * MostPaths) + i];
                if (sample != last)
                {
                    last = sample;
                    recorder._samples.Add(sample with { Time = side.Now });
                }
            }
        }
    }
}
