using System;
using System.Collections.Generic;
using Sctp.Sim.Network;

namespace Sctp.Sim.Associations;

/// <summary>The beginning of the last packet that a host sent to each address: what a router would quote of it.</summary>
internal sealed class LastPackets
{
    private const int QuotedLength = 64;

    private readonly List<Entry> _entries = [];

    public void Keep(NetworkAddress to, ReadOnlySpan<byte> packet)
    {
        Entry? entry = Find(to);
        if (entry is null)
        {
            entry = new Entry(to);
            _entries.Add(entry);
        }

        entry.Length = Math.Min(packet.Length, QuotedLength);
        packet[..entry.Length].CopyTo(entry.Bytes);
    }

    public ReadOnlySpan<byte> Of(NetworkAddress to) => Find(to) is { } entry ? entry.Bytes.AsSpan(0, entry.Length) : default;

    private Entry? Find(NetworkAddress to)
    {
        foreach (Entry entry in _entries)
        {
            if (entry.To == to)
            {
                return entry;
            }
        }

        return null;
    }

    private sealed class Entry(NetworkAddress to)
    {
        public NetworkAddress To { get; } = to;

        public byte[] Bytes { get; } = new byte[QuotedLength];

        public int Length { get; set; }
    }
}
