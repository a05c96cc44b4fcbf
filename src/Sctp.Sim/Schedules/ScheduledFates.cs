using System;
using System.Collections.Generic;
using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>
/// Gives packets the fates that a schedule says, and draws nothing. An entry belongs to the packet with its number on its link and its content. Where the
/// implementation has changed a little and other packets are sent, it belongs to the packet with its content that came as often before, or else to the
/// next one with that content not far behind.
/// </summary>
internal sealed class ScheduledFates : IPacketFates
{
    /// <summary>How far from its number an entry still looks for its packet.</summary>
    private const long Reach = 256;

    private readonly PacketNames _names = new();
    private readonly List<LinkEntries> _links = [];

    public ScheduledFates(IReadOnlyList<PacketFault> entries)
    {
        for (int i = 0; i < entries.Count; i++)
        {
            while (entries[i].Link >= _links.Count)
            {
                _links.Add(new LinkEntries());
            }

            _links[entries[i].Link].Add(entries[i]);
        }

        foreach (LinkEntries link in _links)
        {
            link.Sort();
        }
    }

    /// <summary>How many entries have met their packets so far.</summary>
    public int MetCount { get; private set; }

    public PacketFate FateOf(Link link, long ordinal, ReadOnlySpan<byte> packet, Instant now)
    {
        _names.Take(link, packet);
        var fate = new PacketFate { Ordinal = ordinal };
        if (link.Index >= _links.Count)
        {
            return fate;
        }

        LinkEntries entries = _links[link.Index];
        int first = entries.Find(ordinal, _names.Key, _names.Occurrence);
        for (int i = first; i >= 0 && i < entries.Count && entries.IsSamePacket(first, i); i++)
        {
            fate = PacketFaults.With(fate, entries.Take(i));
            MetCount++;
        }

        return fate;
    }

    public bool MaySplice(Link link) => link.Index < _links.Count && _links[link.Index].HasSplices;

    // The entries of one link in the order of the packets' numbers; those of one packet lie side by side.
    private sealed class LinkEntries
    {
        private readonly List<Entry> _entries = [];

        // All before this one are met or out of reach.
        private int _start;

        public int Count => _entries.Count;

        public bool HasSplices { get; private set; }

        public void Add(PacketFault fault)
        {
            ulong key = PacketNames.Read(fault.Content, out int occurrence);
            _entries.Add(new Entry { Fault = fault, Key = key, Occurrence = occurrence, Number = _entries.Count, IsAny = fault.Content.Length == 0 });
            HasSplices |= fault.Kind == PacketFaultKind.Damage && fault.Corruption == CorruptionKind.Splice;
        }

        public void Sort() => _entries.Sort(static (a, b) =>
            a.Fault.Ordinal != b.Fault.Ordinal ? a.Fault.Ordinal.CompareTo(b.Fault.Ordinal) : a.Number.CompareTo(b.Number));

        public bool IsSamePacket(int a, int b) => _entries[a].Fault.Ordinal == _entries[b].Fault.Ordinal && _entries[a].Key == _entries[b].Key && (a == b || !_entries[b].IsMet);

        public PacketFault Take(int index)
        {
            Entry entry = _entries[index];
            _entries[index] = entry with { IsMet = true };
            return entry.Fault;
        }

        /// <summary>The first entry that belongs to a packet; -1 for none.</summary>
        public int Find(long ordinal, ulong key, int occurrence)
        {
            while (_start < _entries.Count && (_entries[_start].IsMet || _entries[_start].Fault.Ordinal < ordinal - Reach))
            {
                _start++;
            }

            int sameTurn = -1;
            int late = -1;
            for (int i = _start; i < _entries.Count && _entries[i].Fault.Ordinal <= ordinal + Reach; i++)
            {
                Entry entry = _entries[i];
                if (entry.IsMet || (entry.Key != key && !entry.IsAny))
                {
                    continue;
                }

                if (entry.Fault.Ordinal == ordinal)
                {
                    return i;
                }

                if (entry.IsAny)
                {
                    continue;
                }

                sameTurn = sameTurn < 0 && entry.Occurrence == occurrence ? i : sameTurn;
                late = late < 0 && entry.Fault.Ordinal < ordinal ? i : late;
            }

            return sameTurn >= 0 ? sameTurn : late;
        }

        private readonly record struct Entry
        {
            public PacketFault Fault { get; init; }

            public ulong Key { get; init; }

            public int Occurrence { get; init; }

            public int Number { get; init; }

            public bool IsAny { get; init; }

            public bool IsMet { get; init; }
        }
    }
}
