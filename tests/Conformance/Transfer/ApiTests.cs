using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Transfer.TransferSteps;

namespace Sctp.Conformance.Transfer;

/// <summary>The services of RFC 9260 sections 11.1.5 to 11.1.16 and the notifications of 11.2.1 to 11.2.3.</summary>
public class ApiTests
{
    [Fact]
    [Requirement("9260-11.1.5-01")]
    [Requirement("9260-11.1.5-07")]
    public void SEND_uses_stream_0_by_default_and_carries_the_payload_protocol_identifier()
    {
        Script script = Script.Connected();
        Data data = script.Send(10, new SendOptions { PayloadProtocolId = (PayloadProtocolIdentifier)0xA1B2C3D4 }).DataOf().Single();
        Assert.Equal((0, 0xA1B2C3D4u), (data.StreamId, data.PayloadProtocolId));
    }

    [Fact]
    [Requirement("9260-11.1.7-01")]
    [Requirement("9260-11.1.5-07")]
    public void RECEIVE_tells_all_about_the_message()
    {
        Script script = Script.Accepted();
        script.Inject(new Data(Script.PeerTsn, 7, new Sctp.Wire.Ssn(0), 0x01020304, [9, 8, 7]) { Flags = DataFlags.Whole });
        Assert.True(script.Association.TryReceive(out SctpMessage message));
        Assert.Equal(
            new MessageInfo(7, new Sctp.Wire.Ssn(0), (PayloadProtocolIdentifier)0x01020304, Script.PeerTsn, false, true, 0),
            message.Info);
        Assert.Equal([9, 8, 7], message.ToArray());
        message.Dispose();
        Assert.False(script.Association.TryReceive(out _));

        script.Inject(new Data(Script.PeerTsn.Next, 7, new Sctp.Wire.Ssn(1), 0, [6]) { Flags = DataFlags.Whole });
        Assert.True(script.Association.TryReceive(out message));
        Assert.Equal(new MessageInfo(7, new Sctp.Wire.Ssn(1), default, Script.PeerTsn.Next, false, true, 0), message.Info);
        message.Dispose();
    }

    [Fact]
    [Requirement("9260-11.2.1-01")]
    public void DATA_ARRIVE_is_given_once_until_everything_was_read()
    {
        Script script = Script.Accepted();
        int Count() => script.Events.Count(e => e.Kind == SctpEventKind.DataArrived);
        script.Inject(Script.NewData(0, flags: DataFlags.First));
        Assert.Equal(0, Count());
        script.Inject(Script.NewData(1, flags: DataFlags.Last));
        Assert.Equal(1, Count());
        script.Inject(Script.NewData(2, ssn: 1));
        Assert.Equal(1, Count());
        Assert.NotNull(script.Read());
        Assert.NotNull(script.Read());
        Assert.Null(script.Read());
        script.Inject(Script.NewData(3, ssn: 2));
        Assert.Equal(2, Count());
    }

    [Fact]
    [Requirement("9260-11.1.5-02")]
    [Requirement("9260-11.1.14-01")]
    [Requirement("9260-11.1.15-01")]
    [Requirement("9260-11.2.2-01")]
    public void SEND_FAILURE_hands_each_message_back_once_with_context_and_mode()
    {
        Script script = Script.Connected(window: 3000);
        for (int i = 1; i <= 6; i++)
        {
            script.Association.Send(Script.Pattern(1000, i), new SendOptions { Context = (ulong)i, StreamId = 2 }, script.Now);
        }

        script.Flush();
        script.Sack(1, 0);
        script.Association.Abort(script.Now);
        script.Flush();
        SctpEvent[] failed = [.. script.Events.Where(e => e.Kind == SctpEventKind.SendFailed)];
        Assert.Equal([(2ul, true), (3ul, true), (4ul, false), (5ul, false), (6ul, false)], failed.Select(e => (e.Context, e.WasSent)));
        Assert.All(failed, e => Assert.Equal((SendFailureReason.AssociationEnded, 2), (e.SendFailureReason, (int)e.StreamId)));
        Assert.All(failed, e => Assert.Equal(Script.Pattern(1000, (int)e.Context), e.Message.ToArray()));
        foreach (SctpEvent e in failed)
        {
            e.Message.Dispose();
        }

        Assert.Equal(0, script.Endpoint.PooledBytesInUse);
    }

    [Fact]
    [Requirement("9260-11.1.5-03")]
    public void A_message_whose_lifetime_ends_unsent_comes_back_and_uses_no_TSN()
    {
        Script script = Script.Connected(new SctpOptions { HeartbeatEnabled = false });
        script.Send(100);
        script.Sack(1, 0);
        Instant start = script.Now;
        script.Send(100, new SendOptions { Lifetime = Duration.FromMilliseconds(100), Context = 5 });
        script.Send(100, new SendOptions { Context = 6 });
        script.WaitMilliseconds(99);
        Assert.False(script.Saw(SctpEventKind.SendFailed));
        script.WaitMilliseconds(1);
        SctpEvent failed = Assert.Single(script.Events, e => e.Kind == SctpEventKind.SendFailed);
        Assert.Equal((5ul, SendFailureReason.LifetimeExpired, false), (failed.Context, failed.SendFailureReason, failed.WasSent));
        failed.Message.Dispose();
        Data data = script.Sack(1).DataOf().Single();
        Assert.Equal((script.Tsn + 1, 1), (data.Tsn, data.Ssn.Value));
        Assert.Equal(100, (script.Now - start).TotalMilliseconds);
    }

    [Fact]
    [Requirement("9260-11.1.5-03")]
    public void A_message_of_which_anything_was_sent_is_committed()
    {
        Script script = Script.Connected();
        script.Send(10 * Full, new SendOptions { Lifetime = Duration.FromMilliseconds(100) });
        Assert.Equal(3, script.SentTsns());
        script.WaitMilliseconds(500);
        for (int i = 3; i < 10 && script.SentTsns() < 10; i = script.SentTsns())
        {
            script.SackAll();
        }

        Assert.Equal(10, script.SentTsns());
        Assert.False(script.Saw(SctpEventKind.SendFailed));
    }

    [Fact]
    public void A_full_send_buffer_refuses_and_tells_when_there_is_room()
    {
        Script script = Script.Connected(new SctpOptions { SendBufferSize = 5000 });
        script.SendMany(5, 1000);
        Assert.Equal(SendResult.BufferFull, script.Association.Send(0, new byte[1], script.Now));
        Assert.Equal(5000, script.Association.BufferedBytes);
        script.Sack(1);
        Assert.False(script.Saw(SctpEventKind.SendBufferDrained));
        script.Sack(4);
        Assert.Single(script.Events, e => e.Kind == SctpEventKind.SendBufferDrained);
        Assert.Equal(SendResult.Queued, script.Association.Send(0, new byte[4000], script.Now));
        script.Flush();
        script.SackAll();
        Assert.Single(script.Events, e => e.Kind == SctpEventKind.SendBufferDrained);
        Assert.Single(script.Events, e => e.Kind == SctpEventKind.SenderDry);
    }

    [Theory]
    [InlineData(100_001, "MaxMessageSize")]
    [InlineData(60_000, "SendBufferSize")]
    public void A_message_that_can_never_be_sent_is_refused_by_the_name_of_the_limit(int length, string limit)
    {
        Script script = Script.Connected(new SctpOptions { MaxMessageSize = 100_000, SendBufferSize = 50_000 });
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(() => script.Association.Send(0, new byte[length], script.Now));
        Assert.Contains(limit, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("9260-11.1.8-01")]
    [Requirement("9260-11.1.11-01")]
    public void STATUS_tells_what_is_known()
    {
        Script script = Multihomed(window: 50_000);
        script.Send(1000);
        script.WaitMilliseconds(200);
        script.Sack(1, 50_000);
        script.SendMany(2, 1000);
        script.Inject(Script.NewData(0, 300));
        AssociationStatus status = script.Association.GetStatus();
        Assert.Equal(
            (AssociationState.Established, 48_000u, 2, 2000L, 300L, 10, 10, 0),
            (status.State, status.PeerReceiverWindow, status.UnacknowledgedChunks, status.BufferedBytes, status.ReceiveBufferedBytes, status.OutboundStreams, status.InboundStreams, status.PrimaryPathIndex));
        Assert.Equal((script.Tsn, script.Tsn + 3, Script.PeerTsn), (status.CumulativeTsnAckPoint, status.NextTsn, status.ReceivedCumulativeTsn));
        PathStatus path = script.Path();
        Assert.Equal((Script.Peer, PathState.Active, true, 2 * 1016, 1480), (path.Address, path.State, path.IsPrimary, path.FlightSize, path.PathMtu));
        Assert.Equal((200, 1000), (path.SmoothedRoundTripTime.TotalMilliseconds, path.RetransmissionTimeout.TotalMilliseconds));
        Assert.Equal((Script.Peer2, PathState.Active, false, 0), (script.Path(1).Address, script.Path(1).State, script.Path(1).IsPrimary, script.Path(1).FlightSize));
        Assert.Throws<ArgumentOutOfRangeException>(() => script.Path(2));
    }

    [Fact]
    [Requirement("9260-11.1.10-01")]
    public void REQUEST_HEARTBEAT_sends_one_now_and_tells_whether_it_did()
    {
        Script script = Multihomed();
        Assert.True(script.Association.RequestHeartbeat(Script.Peer2, script.Now));
        Assert.Equal(Script.Peer2, Assert.Single(script.Flush(), p => p.Has<Heartbeat>()).Transmit.Remote);
        Assert.Throws<ArgumentException>(() => script.Association.RequestHeartbeat(Peer3, script.Now));
        Assert.False(Script.Connecting().Association.RequestHeartbeat(Script.Peer, script.Now));
    }

    [Fact]
    [Requirement("9260-11.1.13-01")]
    public void Parameters_change_for_one_association()
    {
        Script script = Script.Connected();
        script.Association.SetOptions(script.Association.Options with { SackDelay = Duration.FromMilliseconds(50), PathMaxRetrans = 9 }, script.Now);
        script.Inject(Script.NewData(0));
        script.Inject(Script.NewData(1, ssn: 1));
        Assert.Empty(script.WaitMilliseconds(49));
        Assert.Single(script.WaitMilliseconds(1).SacksOf());
        Assert.Equal(9, script.Path().PathMaxRetrans);
        Assert.Equal(Duration.FromMilliseconds(200), script.Endpoint.Options.SackDelay);
    }

    [Fact]
    [Requirement("9260-11.1.16-01")]
    public void A_closed_endpoint_leaves_nothing()
    {
        Script script = Script.Connected();
        script.SendMany(10, 1000);
        script.Inject(Script.NewData(1, ssn: 1));
        script.Endpoint.Listen();
        script.Endpoint.Close(script.Now);
        Assert.Contains(script.Flush(), p => p.Has<Abort>());
        Assert.Equal((0, false), (script.Endpoint.AssociationCount, script.Endpoint.IsListening));
        Assert.Null(script.Endpoint.NextTimeout);
        script.Events.ForEach(e => e.Message.Dispose());
        Assert.Equal(0, script.Endpoint.PooledBytesInUse);
        Assert.Equal(LossReason.EndpointClosed, script.Events[^1].LossReason);
        Assert.All(script.Inject(script.Tag, Script.NewData(0)), p => Assert.True(p.Has<Abort>()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    [Requirement("9260-6.1-23")]
    public void While_the_windows_are_full_messages_are_still_accepted_until_the_buffer_is_full(int window)
    {
        Script script = Script.Connected(new SctpOptions { SendBufferSize = 40_000 }, window: 1500);
        script.Send(1000);
        script.Sack(1, (uint)window);
        int accepted = 0;
        int sent = 0;
        while (script.Association.Send(0, new byte[1000], script.Now) == SendResult.Queued)
        {
            accepted++;
            sent += script.Flush().DataOf().Count();
        }

        Assert.Equal(40, accepted);
        Assert.InRange(sent, 0, 5); // The rest waits for a window: the peer's (0) or the congestion window.
        Assert.Equal(40_000, script.Association.BufferedBytes);
    }

    [Fact]
    [Requirement("9260-8.2-06")]
    [Requirement("9260-11.2.3-01")]
    public void NETWORK_STATUS_CHANGE_tells_of_loss_and_recovery_of_a_path()
    {
        Script script = Multihomed(new SctpOptions { PathMaxRetrans = 1, HeartbeatInterval = Duration.FromSeconds(1) });
        var sent = new List<SentPacket>();
        for (int i = 0; i < 100 && !script.Saw(SctpEventKind.PathStateChanged); i++)
        {
            sent = script.Wait(script.Endpoint.NextTimeout!.Value - script.Now);
            script.AnswerHeartbeats(sent.Where(p => p.Transmit.Remote == Script.Peer));
        }

        SctpEvent e = script.Events.Single(e => e.Kind == SctpEventKind.PathStateChanged);
        Assert.Equal((Script.Peer2, PathState.Inactive), (e.Address, e.PathState));
        script.Events.Clear();
        for (int i = 0; i < 100 && !script.Saw(SctpEventKind.PathStateChanged); i++)
        {
            script.AnswerHeartbeats(script.Wait(script.Endpoint.NextTimeout!.Value - script.Now));
        }

        e = script.Events.Single(e => e.Kind == SctpEventKind.PathStateChanged);
        Assert.Equal((Script.Peer2, PathState.Active), (e.Address, e.PathState));
    }
}
