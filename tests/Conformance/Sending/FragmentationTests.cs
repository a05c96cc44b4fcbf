using System;
using System.Linq;
using Sctp.Sending;
using Sctp.Testing;

namespace Sctp.Conformance.Sending;

/// <summary>How messages become DATA chunks (RFC 9260 sections 6.5, 6.9 and 6.10).</summary>
public sealed class FragmentationTests
{
    [Fact]
    [Requirement("9260-3.3.1-15")]
    [Requirement("9260-6.5-06")]
    public void A_small_message_is_one_chunk_with_B_and_E()
    {
        var bench = new SenderBench();
        bench.Send(10, new SendOptions { StreamId = 3, PayloadProtocolId = (PayloadProtocolIdentifier)0x01020304 });
        SentChunk chunk = Assert.Single(Assert.Single(bench.Drain()).Chunks);
        Assert.Equal("BE", chunk.Flags);
        Assert.Equal(bench.T(0), chunk.Tsn);
        Assert.Equal((3, 0, 0x01020304u, 10), (chunk.Stream, chunk.Ssn, chunk.Ppid, chunk.Payload.Length));
    }

    [Fact]
    [Requirement("9260-6.9-12")]
    [Requirement("9260-6.9-14")]
    [Requirement("9260-6.9-15")]
    [Requirement("9260-6.9-17")]
    [Requirement("9260-3.3.1-09")]
    [Requirement("9260-3.3.1-16")]
    public void A_large_message_is_cut_into_full_chunks_with_consecutive_TSNs_and_one_SSN()
    {
        var bench = new SenderBench();
        byte[] payload = Enumerable.Range(0, (2 * SenderBench.FullChunk) + 100).Select(i => (byte)(i >> 3)).ToArray();
        bench.Send(5, new SendOptions { StreamId = 1 });
        bench.Send(payload, new SendOptions { StreamId = 1 });
        bench.Send(5, new SendOptions { StreamId = 2 });
        SentChunk[] chunks = bench.SendWindow().SelectMany(packet => packet.Chunks).ToArray();
        Assert.Equal(["BE", "B", "", "E", "BE"], chunks.Select(chunk => chunk.Flags));
        Assert.Equal(Enumerable.Range(0, 5).Select(bench.T), chunks.Select(chunk => chunk.Tsn));
        Assert.Equal([0, 1, 1, 1, 0], chunks.Select(chunk => (int)chunk.Ssn));
        Assert.Equal([5, SenderBench.FullChunk, SenderBench.FullChunk, 100, 5], chunks.Select(chunk => chunk.Payload.Length));
        Assert.Equal(payload, chunks[1..4].SelectMany(chunk => chunk.Payload));
    }

    [Fact]
    [Requirement("9260-3.3.1-06")]
    [Requirement("9260-6.9-16")]
    [Requirement("9260-6.5-09")]
    [Requirement("9260-11.1.5-05")]
    public void All_fragments_of_an_unordered_message_carry_U_and_use_no_SSN()
    {
        var bench = new SenderBench();
        bench.Send(1);
        bench.Send(SenderBench.FullChunk + 1, new SendOptions { Unordered = true });
        bench.Send(1);
        SentChunk[] chunks = bench.SendWindow().SelectMany(packet => packet.Chunks).ToArray();
        Assert.Equal(["BE", "UB", "UE", "BE"], chunks.Select(chunk => chunk.Flags));
        Assert.Equal(0, chunks[0].Ssn);
        Assert.Equal(1, chunks[3].Ssn);
    }

    [Fact]
    [Requirement("9260-6.5-07")]
    [Requirement("9260-6.5-08")]
    public void The_SSN_after_65535_is_0()
    {
        var bench = new SenderBench();
        ushort last = 0;
        for (int i = 0; i <= 65_536; i++)
        {
            bench.Send(1);
            last = bench.SendWindow()[^1].Chunks[^1].Ssn;
            bench.SackAll();
        }

        Assert.Equal(0, last);
    }

    [Fact]
    [Requirement("9260-6-10")]
    [Requirement("9260-6.9-08")]
    [Requirement("9260-6.9-13")]
    [Requirement("9260-7.3-05")]
    public void Chunks_do_not_exceed_AMDCS()
    {
        var bench = new SenderBench(paths: 2);
        bench.Context.Paths[1].Mtu = 1280;
        bench.Context.Paths.UpdateAmdcs();
        bench.Send(5000);
        Assert.All(bench.SendWindow(), packet => Assert.All(packet.Chunks, chunk => Assert.InRange(chunk.Payload.Length, 1, 1280 - 12 - 16)));
    }

    [Fact]
    [Requirement("9260-6.9-11")]
    public void A_chunk_is_not_cut_to_what_is_left_beside_other_chunks()
    {
        var bench = new SenderBench();
        bench.Send(3000);
        Assert.Empty(bench.Drain(control: 20)); // a SACK of 20 bytes is in front: the full chunk waits for the next packet
        Assert.Equal(SenderBench.FullChunk, bench.Drain()[0].Chunks[0].Payload.Length);
    }

    [Fact]
    [Requirement("9260-6.1-20")]
    [Requirement("9260-6.10-01")]
    [Requirement("9260-6.10-05")]
    public void Small_chunks_share_a_packet_up_to_the_PMTU()
    {
        var bench = new SenderBench();
        for (int i = 0; i < 60; i++)
        {
            bench.Send(29);
        }

        var packets = bench.Drain();
        Assert.Equal(2, packets.Count);
        Assert.Equal((1480 - 12) / 48, packets[0].Chunks.Length);
        Assert.All(packets, packet => Assert.InRange(packet.Length, 13, 1480));
    }

    [Fact]
    [Requirement("9260-6.9-04")]
    [Requirement("9260-6.9-05")]
    [Requirement("9260-6.9-07")]
    public void With_fragmentation_off_what_exceeds_one_chunk_is_refused()
    {
        var bench = new SenderBench(new SctpOptions { Fragmentation = false });
        var refusal = Assert.Throws<ArgumentException>(() => bench.Send(SenderBench.FullChunk + 1));
        Assert.Contains("1452", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(SendResult.Queued, bench.Send(SenderBench.FullChunk));
        Assert.Equal("BE", Assert.Single(bench.Drain()).Chunks[0].Flags);
    }

    [Fact]
    [Requirement("9260-6.9-09")]
    public void A_chunk_cut_before_the_PMTU_fell_is_sent_again_as_it_is()
    {
        var bench = new SenderBench();
        bench.Send(SenderBench.FullChunk);
        bench.Send(100);
        bench.Drain();
        bench.Path.Mtu = 576;
        bench.Context.Paths.UpdateAmdcs();
        bench.Sender.OnPathsChanged(bench.Now);
        bench.RunNextTimer();
        Assert.Equal(1480, bench.Sender.OversizedChunkLength(bench.Path));
        SentPacket packet = Assert.Single(bench.Drain());
        Assert.Equal([bench.T(0)], packet.Tsns);
        Assert.Equal(SenderBench.FullChunk, packet.Chunks[0].Payload.Length);
        Assert.Equal(0, bench.Sender.OversizedChunkLength(bench.Path));
        bench.Sack(0);
        Assert.Equal([bench.T(1)], Assert.Single(bench.Drain()).Tsns);
    }

    [Fact]
    [Requirement("9260-3.3.1-08")]
    [Requirement("9260-6.2-42")]
    public void An_empty_message_is_refused()
    {
        var bench = new SenderBench();
        Assert.Throws<ArgumentException>(() => bench.Send(0));
        Assert.True(bench.Sender.IsDrained);
    }

    [Fact]
    [Requirement("9260-6.5-01")]
    [Requirement("9260-5.1.1-03")]
    [Requirement("9260-5.1.1-05")]
    public void A_stream_that_does_not_exist_is_refused()
    {
        var bench = new SenderBench(streams: 3);
        Assert.Throws<ArgumentException>(() => bench.Send(1, new SendOptions { StreamId = 3 }));
        Assert.Equal(SendResult.Queued, bench.Send(1, new SendOptions { StreamId = 2 }));
    }

    [Fact]
    [Requirement("9260-1.6-01")]
    [Requirement("9260-1.6-04")]
    [Requirement("9260-3.3.1-17")]
    public void TSNs_go_on_from_2_to_the_32_minus_1_with_0()
    {
        var bench = new SenderBench(initialTsn: 0xFFFF_FFFE);
        for (int i = 0; i < 4; i++)
        {
            bench.Send(1);
        }

        Assert.Equal([0xFFFF_FFFEu, 0xFFFF_FFFFu, 0u, 1u], Assert.Single(bench.Drain()).Tsns);
        Assert.True(bench.Sack(2).AnyNewlyAcked);
        Assert.Equal(1, bench.Sender.OutstandingChunks);
        Assert.True(bench.Sack(3).AnyNewlyAcked);
        Assert.True(bench.Sender.IsDrained);
    }

    [Fact]
    [Requirement("9260-11.1.5-08")]
    [Requirement("9260-3.3.1-03")]
    public void Sack_immediately_sets_I_on_the_last_chunk_of_the_message_only()
    {
        var bench = new SenderBench();
        bench.Send(SenderBench.FullChunk + 1, new SendOptions { SackImmediately = true });
        bench.Send(1);
        Assert.Equal(["B", "EI", "BE"], bench.SendWindow().SelectMany(packet => packet.Chunks).Select(chunk => chunk.Flags));
    }

    [Fact]
    [Requirement("9260-6.1-31")]
    public void In_a_shutdown_the_last_chunk_carries_I()
    {
        var bench = new SenderBench();
        bench.Send(SenderBench.FullChunk);
        bench.Send(20);
        bench.Sender.IsShuttingDown = true;
        Assert.Equal(["BE", "BEI"], bench.SendWindow().SelectMany(packet => packet.Chunks).Select(chunk => chunk.Flags));
    }

    [Fact]
    [Requirement("9260-6.1-30")]
    [Requirement("9260-6.1-29")]
    public void No_more_chunks_are_in_the_window_than_SSNs_can_tell_apart()
    {
        var bench = new SenderBench(new SctpOptions { PathMtu = 65_532, SendBufferSize = 1 << 24, MaxBurst = 0 }, peerWindow: 1 << 30);
        bench.GrowCongestionWindow(OutstandingRing.MaxCount * 24);
        for (int i = 0; i < 70_000; i++)
        {
            bench.Sender.Enqueue([1], default, bench.Now);
        }

        int sent = bench.SendWindow().Sum(packet => packet.Chunks.Length);
        Assert.Equal(OutstandingRing.MaxCount, sent);
        Assert.InRange(sent, 1, 65_535);
        bench.SackAll(1 << 30);
        Assert.NotEmpty(bench.SendWindow());
    }
}
