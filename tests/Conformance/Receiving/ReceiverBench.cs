using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Buffers;
using Sctp.Receiving;
using Sctp.Timers;
using Sctp.Wire;

namespace Sctp.Testing;

/// <summary>One DATA chunk as a test writes it down.</summary>
internal readonly record struct Chunk(uint Tsn, ushort Stream = 0, ushort Ssn = 0, string Flags = "BE", byte[]? Payload = null, uint Ppid = 0)
{
    public byte[] Bytes()
    {
        byte[] payload = Payload ?? [(byte)Tsn];
        byte[] bytes = new byte[DataChunk.HeaderLength + payload.Length];
        byte flags = 0;
        foreach (char flag in Flags)
        {
            flags |= flag switch
            {
                'B' => DataChunk.Beginning,
                'E' => DataChunk.Ending,
                'U' => DataChunk.Unordered,
                'I' => DataChunk.Immediate,
                _ => throw new ArgumentException("unknown flag", nameof(Flags)),
            };
        }

        DataChunk.WriteHeader(bytes, flags, payload.Length, new Tsn(Tsn), Stream, new Ssn(Ssn), Ppid);
        payload.CopyTo(bytes, DataChunk.HeaderLength);
        return bytes;
    }
}

/// <summary>A SACK chunk as it was written.</summary>
internal sealed record SackSent(uint CumulativeTsn, uint Window, (int Start, int End)[] Gaps, uint[] Duplicates, int Length)
{
    /// <summary>Whether the SACK acknowledges a TSN.</summary>
    public bool Covers(uint tsn)
    {
        int offset = new Tsn(CumulativeTsn).DistanceTo(new Tsn(tsn));
        return offset <= 0 || Array.Exists(Gaps, gap => gap.Start <= offset && offset <= gap.End);
    }
}

/// <summary>A message as it was read.</summary>
internal sealed record Read(MessageInfo Info, byte[] Bytes);

/// <summary>A receiving side without an association around it.</summary>
internal sealed class ReceiverBench
{
    /// <summary>What a packet of 1480 bytes leaves for a SACK.</summary>
    public const int PacketRoom = 1480 - CommonHeader.Length;

    public ReceiverBench(SctpOptions? options = null, uint initialTsn = 1, ushort streams = 16)
    {
        Options = options ?? new SctpOptions();
        Options.Validate();
        Context = new AssociationContext(null!, Options, Events, Pool);
        Context.Paths.Add(SctpAddress.Parse("192.0.2.1"));
        Receiver = new DataReceiver(Context);
        Receiver.Initialize(new Tsn(initialTsn), streams);
    }

    public SctpOptions Options { get; }

    public BlockPool Pool { get; } = new();

    public EventQueue Events { get; } = new(4096);

    public AssociationContext Context { get; }

    public DataReceiver Receiver { get; }

    public Instant Now { get; private set; } = Instant.Epoch;

    /// <summary>One packet with these chunks arrives.</summary>
    public DataDisposition[] Packet(params Chunk[] chunks)
    {
        DataDisposition[] results = new DataDisposition[chunks.Length];
        for (int i = 0; i < chunks.Length; i++)
        {
            results[i] = Data(chunks[i]);
        }

        Receiver.OnPacketEnd(0, Now);
        return results;
    }

    /// <summary>One chunk arrives; the packet goes on.</summary>
    public DataDisposition Data(in Chunk chunk) => Data(chunk.Bytes());

    public DataDisposition Data(byte[] bytes)
    {
        Assert.True(DataChunk.TryRead(new ChunkView(bytes), out DataChunk data));
        return Receiver.OnData(data, 0, Now);
    }

    /// <summary>Writes the SACK.</summary>
    public SackSent Sack(int limit = PacketRoom)
    {
        byte[] bytes = new byte[Receiver.MeasureSack(limit)];
        Assert.Equal(bytes.Length, Receiver.WriteSack(bytes, Now));
        Assert.True(SackChunk.TryRead(new ChunkView(bytes), out SackChunk sack));
        var gaps = new (int, int)[sack.GapBlockCount];
        for (int i = 0; i < gaps.Length; i++)
        {
            (ushort start, ushort end) = sack.GapBlock(i);
            gaps[i] = (start, end);
        }

        uint[] duplicates = new uint[sack.DuplicateCount];
        for (int i = 0; i < duplicates.Length; i++)
        {
            duplicates[i] = sack.Duplicate(i).Value;
        }

        return new SackSent(sack.CumulativeTsn.Value, sack.AdvertisedWindow, gaps, duplicates, bytes.Length);
    }

    /// <summary>Time passes and the SACK timer fires if it is due.</summary>
    public void Advance(Duration duration)
    {
        Now += duration;
        while (Context.Timers.TryTakeExpired(Now, out TimerKind kind, out _))
        {
            Assert.Equal(TimerKind.SackDelay, kind);
            Receiver.OnSackDelayExpired();
        }
    }

    /// <summary>Reads one message; null when there is none.</summary>
    public Read? ReadOne()
    {
        if (!Receiver.TryReceive(out SctpMessage message))
        {
            return null;
        }

        var read = new Read(message.Info, message.ToArray());
        message.Dispose();
        return read;
    }

    /// <summary>Reads all there is.</summary>
    public List<Read> ReadAll()
    {
        var reads = new List<Read>();
        while (ReadOne() is { } read)
        {
            reads.Add(read);
        }

        return reads;
    }

    /// <summary>Takes all events.</summary>
    public List<SctpEvent> TakeEvents()
    {
        var events = new List<SctpEvent>();
        while (Events.TryTake(out SctpEvent e))
        {
            events.Add(e);
        }

        return events;
    }

    public SctpEventKind[] TakeEventKinds() => TakeEvents().Select(e => e.Kind).ToArray();

    public void AssertConsistent() => Assert.Null(Receiver.FindInconsistency());
}
