using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Association.Situation;

namespace Sctp.Conformance.Association;

/// <summary>ABORT: RFC 9260 sections 3.3.7 and 9.1.</summary>
public class AbortTests
{
    private static readonly Heartbeat Probe = new(List<SctpParameter>(new HeartbeatInfo(new ByteString([1, 2, 3, 4]))));

    public static TheoryData<AssociationState> States => All;

    public static TheoryData<AssociationState> OpenStates => Open;

    [Theory]
    [MemberData(nameof(States))]
    [Requirement("9260-9.1-01")]
    [Requirement("9260-9.1-02")]
    [Requirement("9260-9.1-04")]
    [Requirement("9260-3.3.7-07")]
    [Requirement("9260-3.3.10.12-01")]
    [Requirement("9260-8.5.1-04")]
    [Requirement("9260-11.1.4-01")]
    public void Aborting_sends_ABORT_with_the_reason_and_ends_at_once(AssociationState state)
    {
        Script script = In(state);
        script.Association.Abort("bye"u8, script.Now);
        List<SentPacket> sent = script.Flush();
        if (state == AssociationState.CookieWait)
        {
            Assert.Empty(sent); // There is no tag to send it under.
        }
        else
        {
            SentPacket packet = Assert.Single(sent);
            Assert.Equal(Script.PeerTag, packet.Packet.VerificationTag);
            Abort abort = Assert.IsType<Abort>(packet.Single);
            Assert.Equal(0, abort.Flags);
            Assert.Equal("bye", Encoding.ASCII.GetString(Assert.IsType<UserInitiatedAbort>(Assert.Single(abort.Causes)).Reason.Span));
        }

        Assert.Equal(LossReason.LocalAbort, script.Events.Single(SctpEventKind.CommunicationLost).LossReason);
        Assert.Equal(AssociationState.Closed, script.Association.State);
        Assert.True(script.Association.HasEnded);
        Assert.Equal(SendResult.Closed, script.Association.Send(0, [1], script.Now));
        foreach (SctpEvent e in script.Events.Where(e => e.Kind == SctpEventKind.SendFailed))
        {
            e.Message.Dispose();
        }

        script.AssertGone();
        Assert.Empty(script.Wait(Duration.FromSeconds(100)));
    }

    [Fact]
    [Requirement("9260-3.3.7-02")]
    [Requirement("9260-11.1.4-01")]
    [Requirement("9260-11.2.2-01")]
    public void Queued_data_is_handed_back_and_never_goes_with_the_ABORT()
    {
        Script script = Script.Connected();
        for (ulong i = 1; i <= 8; i++)
        {
            _ = script.Send(1400, new SendOptions { Context = i });
        }

        Assert.Equal(SendResult.Queued, script.Association.Send(Script.Pattern(10, 0), new SendOptions { Context = 9 }, script.Now));
        script.Association.Abort(script.Now);
        SentPacket packet = Assert.Single(script.Flush());
        Assert.IsType<Abort>(packet.Single);
        List<SctpEvent> failed = script.Events.FindAll(e => e.Kind == SctpEventKind.SendFailed);
        Assert.Equal([1UL, 2, 3, 4, 5, 6, 7, 8, 9], failed.Select(e => e.Context).Order().ToArray());
        Assert.All(failed, e => Assert.Equal(SendFailureReason.AssociationEnded, e.SendFailureReason));
        Assert.True(failed.Single(e => e.Context == 1).WasSent);
        Assert.False(failed.Single(e => e.Context == 9).WasSent);
        Assert.Equal(Script.Pattern(1400, 0), failed.Single(e => e.Context == 1).Message.ToArray());
        failed.ForEach(e => e.Message.Dispose());
        script.AssertGone();
    }

    [Fact]
    [Requirement("9260-9.1-04")]
    public void A_reason_too_long_for_a_packet_is_cut_off()
    {
        Script script = Script.Connected();
        script.Association.Abort(new byte[10_000], script.Now);
        SentPacket packet = Assert.Single(script.Flush());
        Assert.InRange(packet.Bytes.Length, 1400, 1480);
        Assert.True(packet.Packet.MalformedTail.IsEmpty);
        Assert.IsType<UserInitiatedAbort>(Assert.Single(packet.Chunk<Abort>().Causes));
    }

    [Theory]
    [MemberData(nameof(States))]
    [Requirement("9260-9.1-05")]
    [Requirement("9260-9.1-07")]
    [Requirement("9260-9.1-08")]
    [Requirement("9260-9.1-09")]
    [Requirement("9260-3.3.7-01")]
    [Requirement("9260-3.3.10.12-02")]
    [Requirement("9260-11.2.5-01")]
    public void An_ABORT_ends_the_association_without_an_answer_and_its_reason_is_told(AssociationState state)
    {
        Script script = In(state);
        Assert.Empty(script.Inject(new Abort(List<SctpErrorCause>(new UserInitiatedAbort(new ByteString("bye"u8))))));
        SctpEvent lost = script.Events.Single(SctpEventKind.CommunicationLost);
        Assert.Equal(LossReason.PeerAborted, lost.LossReason);
        Assert.Equal(Sctp.Wire.ErrorCauseCode.UserInitiatedAbort, lost.Cause);
        Assert.Equal("bye"u8.ToArray(), lost.CauseInformation.ToArray());
        Assert.Equal(SctpEventKind.CommunicationLost, script.Events[^1].Kind);
        Assert.Equal(AssociationState.Closed, script.Association.State);
        script.Events.ForEach(e => e.Message.Dispose());
        script.AssertGone();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(0x8000)]
    [Requirement("9260-3.3.10-01")]
    [Requirement("9260-3.3.10.13-02")]
    public void An_ABORT_may_carry_any_cause(ushort code)
    {
        Script script = In(AssociationState.Established);
        _ = script.Inject(new Abort(List<SctpErrorCause>(new UnknownCause((Sctp.Wire.ErrorCauseCode)code, new ByteString([1, 2, 3, 4])))));
        Assert.Equal(code, (ushort)script.Events.Single(SctpEventKind.CommunicationLost).Cause);
        script.AssertGone();
    }

    [Theory]
    [MemberData(nameof(OpenStates))]
    [Requirement("9260-3.3.7-03")]
    [Requirement("9260-3.3.7-04")]
    [Requirement("9260-9.1-05")]
    public void Chunks_behind_an_ABORT_have_no_effect_and_nothing_is_answered(AssociationState state)
    {
        Script script = In(state);
        Assert.Empty(script.Inject([Probe, new Abort(default), Script.NewData(0), Probe, new Shutdown(script.Tsn), UnknownChunk(0xFE)]));
        Assert.False(script.Association.HasReadable);
        Assert.DoesNotContain(script.Events, e => e.Kind is SctpEventKind.DataArrived or SctpEventKind.ShutdownReceived or SctpEventKind.StreamFirstUsed);
        script.Events.ForEach(e => e.Message.Dispose());
        script.AssertGone();
    }

    [Fact]
    [Requirement("9260-3.3.7-03")]
    public void Chunks_before_an_ABORT_count()
    {
        Script script = In(AssociationState.Established);
        _ = script.Send(10, new SendOptions { Context = 5 });
        _ = script.Inject(new Sack(script.Tsn, 5000, default, default), Script.NewData(0), new Abort(default));
        Assert.DoesNotContain(script.Events, e => e.Kind == SctpEventKind.SendFailed);
        Assert.Equal(Script.Pattern(100, 0), script.Read());
        script.AssertGone();
    }

    [Fact]
    [Requirement("9260-8.5.1-07")]
    public void An_ABORT_later_in_the_packet_obeys_the_rule_of_its_T_bit()
    {
        Script script = In(AssociationState.Established);
        SentPacket packet = Assert.Single(script.Inject(Probe, new Abort(default) { Flags = 1 }));
        Assert.True(packet.Has<HeartbeatAck>());
        Assert.Equal(AssociationState.Established, script.Association.State);
    }

    [Theory]
    [InlineData("06000003")] // shorter than a header
    [InlineData("06000040")] // longer than the packet
    [InlineData("06000006000c")] // half a cause header
    [InlineData("06000008000c0003")] // cause Length below 4
    [InlineData("06000008000c0010")] // cause beyond the chunk
    [InlineData("0600000c000c0004000c0009")] // the second cause beyond the chunk
    [Requirement("9260-3.3.7-05")]
    public void An_ABORT_with_a_format_error_is_silently_discarded(string chunk)
    {
        Script script = In(AssociationState.Established);
        string before = script.Snapshot();
        byte[] bytes = Convert.FromHexString(chunk);
        Array.Resize(ref bytes, (bytes.Length + 3) & ~3);
        Assert.Empty(script.InjectBytes(Script.Peer, Raw(script.Tag, bytes)));
        Assert.Empty(script.Events);
        Assert.Equal(before, script.Snapshot());
    }

    [Fact]
    [Requirement("9260-6.2-41")]
    [Requirement("9260-3.3.10.9-01")]
    public void DATA_without_user_data_is_answered_by_ABORT_that_names_the_TSN()
    {
        Script script = In(AssociationState.Established);
        SentPacket packet = Assert.Single(script.Inject(Script.NewData(0, 0)));
        Assert.Equal(Script.PeerTag, packet.Packet.VerificationTag);
        Assert.Equal(Script.PeerTsn, Assert.IsType<NoUserData>(Assert.Single(packet.Chunk<Abort>().Causes)).Tsn);
        Assert.Equal("00090008000003e8", Convert.ToHexStringLower(packet.Bytes.AsSpan(16)));
        Assert.Equal(LossReason.ProtocolViolation, script.Events.Single(SctpEventKind.CommunicationLost).LossReason);
        script.AssertGone();
    }

    [Theory]
    [InlineData("cumulative")]
    [InlineData("gap")]
    [InlineData("shutdown")]
    [Requirement("9260-12.4-06")]
    [Requirement("9260-3.3.10.13-01")]
    public void Acknowledging_a_TSN_that_was_never_sent_is_answered_by_ABORT(string how)
    {
        Script script = In(AssociationState.Established);
        _ = script.Send(10);
        SctpChunk chunk = how switch
        {
            "cumulative" => new Sack(script.Tsn.Next, 5000, default, default),
            "gap" => new Sack(script.Tsn.Previous, 5000, List(new GapAckBlock(3, 3)), default),
            _ => new Shutdown(script.Tsn.Next),
        };
        SentPacket packet = Assert.Single(script.Inject(chunk));
        Assert.IsType<ProtocolViolation>(Assert.Single(packet.Chunk<Abort>().Causes));
        Assert.Equal(LossReason.ProtocolViolation, script.Events.Single(SctpEventKind.CommunicationLost).LossReason);
    }

    [Fact]
    [Requirement("9260-9-01")]
    [Requirement("9260-11.1.16-01")]
    public void Closing_the_endpoint_aborts_every_association()
    {
        Script script = Script.Accepted();
        InitAck second = script.InjectFrom(Script.Peer2, 0u, Script.NewInit(6)).Single().Chunk<InitAck>();
        _ = script.InjectFrom(Script.Peer2, second.InitiateTag, new CookieEcho(second.Parameters.OfType<StateCookie>().Single().Cookie));
        _ = script.Endpoint.Connect(SctpAddress.Parse("192.0.2.9"), 5, script.Now);
        Assert.Equal(3, script.Endpoint.AssociationCount);
        script.Endpoint.Close(script.Now);
        Assert.False(script.Endpoint.IsListening);
        Assert.Equal([6u, Script.PeerTag], script.Flush().Where(p => p.Has<Abort>()).Select(p => p.Packet.VerificationTag).Order().ToArray());
        Assert.Equal(3, script.Events.Count(e => e.LossReason == LossReason.EndpointClosed));
        script.AssertGone();
    }
}
