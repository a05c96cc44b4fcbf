using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Buffers;
using Sctp.Paths;
using Sctp.Sending;
using Sctp.Timers;
using Sctp.Wire;

namespace Sctp.Testing;

/// <summary>One DATA chunk as it left.</summary>
internal sealed record SentChunk(uint Tsn, string Flags, ushort Stream, ushort Ssn, uint Ppid, byte[] Payload);

/// <summary>One packet with DATA as it left.</summary>
internal sealed record SentPacket(int Path, int Length, SentChunk[] Chunks)
{
    public uint[] Tsns => Chunks.Select(chunk => chunk.Tsn).ToArray();
}

/// <summary>A sending side without an association around it. After every step what is kept incrementally is counted again and compared.</summary>
internal sealed class SenderBench
{
    /// <summary>PMTU 1480 without the common header: the largest DATA chunk with its header.</summary>
    public const int Pmdcs = 1468;

    /// <summary>The most user data of one chunk.</summary>
    public const int FullChunk = Pmdcs - DataChunk.HeaderLength;

    private readonly byte[] _buffer = new byte[70_000];

    public SenderBench(
        SctpOptions? options = null, uint initialTsn = 1000, uint peerWindow = 1 << 20, int paths = 1, ushort streams = 16, bool established = true)
    {
        Options = options ?? new SctpOptions();
        Options.Validate();
        Context = new AssociationContext(null!, Options, new EventQueue(Options.MaxQueuedEvents), Pool);
        for (int i = 0; i < paths; i++)
        {
            Context.Paths.Add(SctpAddress.FromIPv4(0x0A000001u + ((uint)i << 16)))!.IsConfirmed = true;
        }

        Sender = new DataSender(Context);
        InitialTsn = initialTsn;
        Sender.Initialize(new Tsn(initialTsn), streams, peerWindow);
        if (established)
        {
            Sender.OnEstablished(Now);
        }
    }

    public SctpOptions Options { get; }

    public BlockPool Pool { get; } = new();

    public AssociationContext Context { get; }

    public DataSender Sender { get; }

    public uint InitialTsn { get; }

    public Instant Now { get; private set; } = Instant.Epoch + Duration.FromSeconds(10);

    /// <summary>T3-rtx expiries that count as errors of a path, as an association would count them.</summary>
    public int Errors { get; private set; }

    public Path Path => Context.Paths[0];

    public ICongestionControl Congestion => Path.Congestion;

    public TimerTable Timers => Context.Timers;

    /// <summary>The TSN that is the n-th of the association, from 0.</summary>
    public uint T(int n) => unchecked(InitialTsn + (uint)n);

    public void PassTime(Duration time) => Now += time;

    public SendResult Send(int length, in SendOptions options = default)
    {
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++)
        {
            payload[i] = (byte)(i * 7);
        }

        return Send(payload, options);
    }

    public SendResult Send(byte[] payload, in SendOptions options = default)
    {
        Sender.BeginOpportunity();
        SendResult result = Sender.Enqueue(payload, options, Now);
        Check();
        return result;
    }

    /// <summary>Takes all packets that may leave now, or as long as they have room behind control chunks of so many bytes.</summary>
    public List<SentPacket> Drain(int control = 0)
    {
        var packets = new List<SentPacket>();
        while (Sender.TryChoosePath(Now, out Path path))
        {
            int oversized = Sender.OversizedChunkLength(path);
            var writer = new PacketWriter(_buffer, oversized != 0 ? oversized : path.Mtu, 1, 2, 3);
            if (control != 0)
            {
                Assert.True(writer.TryAppend(ChunkType.Sack, 0, new byte[control - ChunkView.HeaderLength]));
            }

            int chunks = Sender.WriteData(ref writer, path, Now);
            Check();
            if (chunks == 0)
            {
                Assert.True(control != 0, "an empty packet took no chunk although a path was chosen");
                break;
            }

            packets.Add(Parse(path, _buffer.AsSpan(0, writer.Length)));
            Assert.Equal(chunks, packets[^1].Chunks.Length);
        }

        return packets;
    }

    /// <summary>A packet with a COOKIE ECHO of 100 bytes in front.</summary>
    public SentPacket SendBehindCookieEcho(Path path, bool isRetransmission)
    {
        var writer = new PacketWriter(_buffer, path.Mtu, 1, 2, 3);
        writer.TryAppend(ChunkType.CookieEcho, 0, new byte[96]);
        Sender.WriteDataBehindCookieEcho(ref writer, path, Now, isRetransmission);
        Check();
        return Parse(path, _buffer.AsSpan(0, writer.Length));
    }

    /// <summary>A SACK with a cumulative TSN counted like <see cref="T"/>; gap blocks as offsets from it.</summary>
    public SackResult Sack(int cumulative, uint window = 1 << 20, params (int Start, int End)[] gaps) => SackTsn(T(cumulative), window, gaps);

    public SackResult SackTsn(uint cumulative, uint window, params (int Start, int End)[] gaps)
    {
        byte[] bytes = new byte[SackChunk.LengthOf(gaps.Length, 0)];
        SackChunk.WriteHeader(bytes, bytes.Length, new Tsn(cumulative), window, gaps.Length, 0);
        for (int i = 0; i < gaps.Length; i++)
        {
            SackChunk.WriteGapBlock(bytes, i, (ushort)gaps[i].Start, (ushort)gaps[i].End);
        }

        Assert.True(SackChunk.TryRead(new ChunkView(bytes), out SackChunk sack));
        Sender.BeginOpportunity();
        SackResult result = Sender.OnSack(sack, Now);
        Check();
        return result;
    }

    /// <summary>A SACK that acknowledges everything sent.</summary>
    public SackResult SackAll(uint window = 1 << 20) => SackTsn(Sender.NextTsn.Previous.Value, window);

    public SackResult CumulativeAck(int cumulative)
    {
        Sender.BeginOpportunity();
        SackResult result = Sender.OnCumulativeAck(new Tsn(T(cumulative)), Now);
        Check();
        return result;
    }

    public Instant T3(int path = 0) => Timers.Deadline(TimerKind.T3Rtx, path);

    /// <summary>Goes to the next timer of the sender and runs it.</summary>
    public TimerKind RunNextTimer()
    {
        Assert.False(Timers.Next.IsNever, "no timer runs");
        Now = Instant.Max(Now, Timers.Next);
        Assert.True(Timers.TryTakeExpired(Now, out TimerKind kind, out int pathIndex));
        Sender.BeginOpportunity();
        switch (kind)
        {
            case TimerKind.T3Rtx:
                Errors += Sender.IsWindowProbeAnswered ? 0 : 1;
                Sender.OnT3Expired(Context.Paths[pathIndex], Now);
                break;
            case TimerKind.WindowProbe:
                Sender.OnWindowProbeTimer(Now);
                break;
            case TimerKind.MessageLifetime:
                Sender.OnLifetimeTimer(Now);
                break;
            default:
                Assert.Fail($"the sender does not own {kind}");
                break;
        }

        Check();
        return kind;
    }

    public List<SctpEvent> Events()
    {
        var events = new List<SctpEvent>();
        while (Context.Events.TryTake(out SctpEvent e))
        {
            events.Add(e);
        }

        return events;
    }

    /// <summary>Grows cwnd by slow start until it is at least so large, and leaves nothing outstanding.</summary>
    public void GrowCongestionWindow(int bytes)
    {
        while (Congestion.CongestionWindow < bytes)
        {
            while (Sender.BufferedBytes < Congestion.CongestionWindow * 2L && Send(FullChunk) == SendResult.Queued)
            {
            }

            SendWindow();
            SackAll();
        }

        while (!Sender.IsDrained)
        {
            SendWindow();
            SackAll();
        }

        Events();
    }

    /// <summary>Takes all packets that rules A and B allow, in as many opportunities as Max.Burst needs.</summary>
    public List<SentPacket> SendWindow()
    {
        var packets = new List<SentPacket>();
        List<SentPacket> burst;
        do
        {
            Sender.BeginOpportunity();
            burst = Drain();
            packets.AddRange(burst);
        }
        while (burst.Count != 0);
        return packets;
    }

    public void Check()
    {
        Span<long> flight = stackalloc long[Context.Paths.Count];
        Sender.Recount(flight, out long outstanding, out long buffered, out long memory);
        foreach (Path path in Context.Paths.All)
        {
            Assert.Equal(flight[path.Index], path.FlightSize);
            if (Sender.IsEstablished)
            {
                Assert.True(
                    (path.FlightSize != 0) == Timers.IsRunning(TimerKind.T3Rtx, path.Index),
                    $"flightsize {path.FlightSize}, T3-rtx running {Timers.IsRunning(TimerKind.T3Rtx, path.Index)}");
            }
        }

        Assert.Equal(outstanding, Sender.OutstandingBytes);
        Assert.Equal(buffered, Sender.BufferedBytes);
        Assert.Equal(memory, Sender.BufferedMemory);
    }

    private static SentPacket Parse(Path path, ReadOnlySpan<byte> packet)
    {
        var chunks = new List<SentChunk>();
        var reader = new ChunkReader(packet);
        while (reader.MoveNext())
        {
            if (reader.Current.Type == ChunkType.Data)
            {
                Assert.True(DataChunk.TryRead(reader.Current, out DataChunk data));
                string flags = (data.IsUnordered ? "U" : "") + (data.IsBeginning ? "B" : "") + (data.IsEnding ? "E" : "") + (data.IsImmediate ? "I" : "");
                chunks.Add(new SentChunk(data.Tsn.Value, flags, data.StreamId, data.Ssn.Value, data.PayloadProtocolId, data.Payload.ToArray()));
            }
        }

        Assert.False(reader.IsMalformed);
        for (int i = 1; i < chunks.Count; i++)
        {
            Assert.True(new Tsn(chunks[i - 1].Tsn) < new Tsn(chunks[i].Tsn), "TSNs of a packet ascend");
        }

        return new SentPacket(path.Index, packet.Length, chunks.ToArray());
    }
}
