using System;
using System.Collections.Generic;
using System.Numerics;

namespace Sctp.Benchmarks;

/// <summary>
/// The fixed loop that simulations are measured against: a discrete-event simulation with a network and no protocol. Datagrams of 1,200 bytes wait in a priority queue of
/// 64 for a time that a multiplicative generator draws; each that is due is copied once, and its bytes are run through CRC32c, eight at a time. It allocates nothing
/// once it is made, so that a machine that is slow, or has other work, slows it as much as it slows a simulation.
/// </summary>
internal sealed class BareSimulation
{
    public const int Packets = 100_000;
    private const int PacketLength = 1_200;
    private const int InFlight = 64;

    private readonly PriorityQueue<byte[], ulong> _queue = new(InFlight);
    private readonly byte[] _arrived = new byte[PacketLength];
    private ulong _state = 1;

    public BareSimulation()
    {
        for (int i = 0; i < InFlight; i++)
        {
            var packet = new byte[PacketLength];
            packet.AsSpan().Fill((byte)i);
            _queue.Enqueue(packet, Delay());
        }
    }

    /// <summary>Delivers <see cref="Packets"/> datagrams.</summary>
    public uint Run()
    {
        uint sum = 0;
        for (int i = 0; i < Packets; i++)
        {
            _queue.TryDequeue(out byte[]? packet, out ulong now);
            packet.AsSpan().CopyTo(_arrived);
            for (int at = 0; at < PacketLength; at += sizeof(ulong))
            {
                sum = BitOperations.Crc32C(sum, BitConverter.ToUInt64(_arrived, at));
            }

            _queue.Enqueue(packet!, now + Delay());
        }

        return sum;
    }

    private ulong Delay()
    {
        _state = unchecked((_state * 6364136223846793005) + 1442695040888963407);
        return _state >> 44;
    }
}
