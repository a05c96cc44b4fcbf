using System;
using System.Collections.Generic;
using Sctp.Sim.Network;

namespace Sctp.Sim.Associations;

/// <summary>Packets that arrived at a host and wait until it has time for them, in their order.</summary>
internal sealed class Inbox
{
    private readonly Queue<Waiting> _packets = new();
    private readonly Stack<byte[]> _free = new();

    public int Count => _packets.Count;

    public void Add(NetworkAddress local, NetworkAddress remote, ReadOnlySpan<byte> packet, in Arrival arrival)
    {
        if (!_free.TryPop(out byte[]? bytes) || bytes.Length < packet.Length)
        {
            bytes = new byte[Math.Max(packet.Length, 2_048)];
        }

        packet.CopyTo(bytes);
        _packets.Enqueue(new Waiting(local, remote, arrival, bytes, packet.Length));
    }

    /// <summary>Takes the first packet; give it back with <see cref="Return"/>.</summary>
    public Waiting Take() => _packets.Dequeue();

    public void Return(in Waiting packet) => _free.Push(packet.Buffer);

    public void Clear() => _packets.Clear();

    internal readonly record struct Waiting(NetworkAddress Local, NetworkAddress Remote, Arrival Arrival, byte[] Buffer, int Length)
    {
        public ReadOnlySpan<byte> Bytes => Buffer.AsSpan(0, Length);
    }
}
