using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Transfer.TransferSteps;

namespace Sctp.Conformance.Transfer;

/// <summary>What is done when not all that could leave fits one packet.</summary>
public sealed class PacketRoomTests
{
    [Theory]
    [InlineData(1200, 1200)]
    [InlineData(1203, 1200)]
    [InlineData(1480, 1420)]
    [Requirement("9260-9.1-01")]
    [Requirement("9260-9.1-04")]
    public void The_reason_of_an_ABORT_is_cut_where_the_buffer_is_small(int room, int length)
    {
        byte[] reason = Script.Pattern(1400, 3);
        Script script = Script.Accepted();
        script.Association.Abort(reason, script.Now);
        byte[] buffer = new byte[room];
        Assert.True(script.Endpoint.TryTransmit(buffer, script.Now, out Transmit transmit));
        Assert.Equal(length, transmit.Length);
        var packet = new SentPacket(script.Now, transmit, buffer[..transmit.Length]);
        Assert.True(CommonHeader.HasValidChecksum(packet.Bytes));
        UserInitiatedAbort cause = Assert.IsType<UserInitiatedAbort>(Assert.Single(packet.Chunk<Abort>().Causes));
        Assert.Equal(reason[..(length - 20)], cause.Reason.Span.ToArray());
        Assert.False(script.Endpoint.TryTransmit(buffer, script.Now, out _));
        Assert.Equal(0, script.Endpoint.PooledBytesInUse);
    }

    [Fact]
    public void A_reply_that_the_buffer_does_not_hold_is_counted_and_holds_nothing_up()
    {
        var script = new Script();
        script.Endpoint.Listen();
        byte[] init = new SctpPacket(Script.PeerPort, Script.Port, 0, [Script.NewInit(1, Association.Situation.UnknownParameter(0xC001, 480))]).ToArray();
        byte[] ordinary = new SctpPacket(Script.PeerPort, Script.Port, 0, [Script.NewInit(2)]).ToArray();
        script.Endpoint.Receive(init, new NetworkPath(Script.Peer, Script.Local), script.Now);
        script.Endpoint.Receive(ordinary, new NetworkPath(Script.Peer, Script.Local), script.Now);
        byte[] buffer = new byte[SctpOptions.MinPathMtu];
        Assert.True(script.Endpoint.TryTransmit(buffer, script.Now, out Transmit transmit));
        Assert.Equal(2u, new SentPacket(script.Now, transmit, buffer[..transmit.Length]).Packet.VerificationTag);
        Assert.Equal(1, script.Endpoint.Statistics.Discards.Of(DiscardReason.ReplyQueueFull));
        Assert.Equal(0, script.Endpoint.PooledBytesInUse);
    }

    [Fact]
    [Requirement("9260-6.1-22")]
    [Requirement("9260-6.2-10")]
    [Requirement("9260-6.9-11")]
    public void A_SACK_that_may_wait_leaves_with_DATA_it_fits_beside_and_not_alone_before_DATA_it_does_not_fit_beside()
    {
        Script script = Script.Accepted();
        script.Inject(Script.NewData(0));
        Assert.Empty(script.Inject(Script.NewData(1, ssn: 1)));
        _ = Assert.Single(script.Send(Full)).Chunk<Data>();
        SentPacket both = Assert.Single(script.Send(Full - 16));
        Assert.Equal(Script.PeerTsn + 1, both.Chunk<Sack>().CumulativeTsn);
        Assert.Equal(1480, both.Transmit.Length);
        Assert.Empty(script.WaitMilliseconds(300).SacksOf());
    }

    [Fact]
    [Requirement("9260-6.2-09")]
    public void A_SACK_that_never_fits_beside_DATA_leaves_alone_after_200_ms()
    {
        Script script = Script.Accepted();
        script.Inject(Script.NewData(0));
        script.Inject(Script.NewData(1, ssn: 1));
        script.Send(Full);
        Assert.Empty(script.WaitMilliseconds(199));
        Assert.Equal(Script.PeerTsn + 1, Assert.Single(script.WaitMilliseconds(1).SacksOf()).CumulativeTsn);
    }

    [Fact]
    [Requirement("9260-6.9-03")]
    public void A_host_with_a_small_buffer_gets_fragments_that_fit_it()
    {
        Script script = Script.Accepted();
        Assert.Equal(SendResult.Queued, script.Association.Send(Script.Pattern(3000, 0), default, script.Now));
        byte[] buffer = new byte[514];
        int bytes = 0;
        while (bytes < 3000)
        {
            Assert.True(script.Endpoint.TryTransmit(buffer, script.Now, out Transmit transmit), "nothing leaves any more");
            var packet = new SentPacket(script.Now, transmit, buffer[..transmit.Length]);
            Assert.InRange(transmit.Length, 28, 512);
            bytes += packet.Packet.Chunks.OfType<Data>().Sum(d => d.Payload.Length);
            script.Endpoint.Receive(
                new SctpPacket(
                    Script.PeerPort,
                    Script.Port,
                    script.Tag,
                    ValueList.Create<SctpChunk>([new Sack(script.Association.GetStatus().NextTsn.Previous, 100_000, default, default)])).ToArray(),
                new NetworkPath(Script.Peer, Script.Local),
                script.Now);
        }

        Assert.Equal(3000, bytes);
        Assert.Equal(0, script.Association.BufferedBytes);
    }

    [Fact]
    [Requirement("9260-6.3.3-08")]
    public void What_was_cut_for_a_larger_packet_waits_for_a_buffer_with_room()
    {
        Script script = Script.Accepted();
        SentPacket first = Assert.Single(script.Send(Full));
        Instant later = script.Now + Duration.FromSeconds(3);
        script.Endpoint.Advance(later);
        Assert.False(script.Endpoint.TryTransmit(new byte[600], later, out _));
        Assert.False(script.Endpoint.TryTransmit(new byte[600], later, out _));
        byte[] buffer = new byte[1500];
        Assert.True(script.Endpoint.TryTransmit(buffer, later, out Transmit transmit), "it is forgotten");
        Assert.Equal(first.Chunk<Data>().Tsn, new SentPacket(later, transmit, buffer[..transmit.Length]).Chunk<Data>().Tsn);
    }

    [Fact]
    public void A_HEARTBEAT_whose_answer_has_no_room_holds_nothing_up()
    {
        Script script = Script.Accepted();
        byte[] heartbeat = new SctpPacket(
            Script.PeerPort,
            Script.Port,
            script.Tag,
            ValueList.Create<SctpChunk>([new Heartbeat(ValueList.Create<SctpParameter>([new HeartbeatInfo(new ByteString(new byte[1000]))]))])).ToArray();
        script.Endpoint.Receive(heartbeat, new NetworkPath(Script.Peer, Script.Local), script.Now);
        Assert.Equal(SendResult.Queued, script.Association.Send(Script.Pattern(100, 0), default, script.Now));
        byte[] buffer = new byte[600];
        Assert.True(script.Endpoint.TryTransmit(buffer, script.Now, out Transmit transmit), "the peer has stopped the sender");
        Assert.Equal(100, new SentPacket(script.Now, transmit, buffer[..transmit.Length]).Chunk<Data>().Payload.Length);
    }
}
