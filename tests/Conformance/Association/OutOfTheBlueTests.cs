using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Association.Situation;

namespace Sctp.Conformance.Association;

/// <summary>Packets that belong to no association: RFC 9260 section 8.4.</summary>
public class OutOfTheBlueTests
{
    private const uint Tag = 0xDEADBEEF;

    private static readonly Dictionary<string, SctpChunk[]> Packets = new()
    {
        ["DATA"] = [Script.NewData(0)],
        ["SACK"] = [new Sack(new(5), 5000, default, default)],
        ["HEARTBEAT"] = [new Heartbeat(default)],
        ["HEARTBEAT ACK"] = [new HeartbeatAck(default)],
        ["INIT ACK"] = [new InitAck(1, 5000, 1, 1, new(1), default)],
        ["SHUTDOWN"] = [new Shutdown(new(5))],
        ["ERROR"] = [new Error(List<SctpErrorCause>(new OutOfResource()))],
        ["unknown 00"] = [UnknownChunk(0x3E)],
        ["unknown 11"] = [UnknownChunk(0xFE)],
        ["DATA, COOKIE ECHO"] = [Script.NewData(0), new CookieEcho(new ByteString([1, 2, 3, 4]))],
        ["ABORT"] = [new Abort(default)],
        ["ABORT, DATA"] = [new Abort(default), Script.NewData(0)],
        ["DATA, ABORT"] = [Script.NewData(0), new Abort(default)],
        ["SHUTDOWN ACK, ABORT"] = [new ShutdownAck(), new Abort(default)],
        ["SHUTDOWN COMPLETE"] = [new ShutdownComplete()],
        ["COOKIE ACK"] = [new CookieAck()],
        ["COOKIE ACK, DATA"] = [new CookieAck(), Script.NewData(0)],
        ["ERROR Stale Cookie"] = [new Error(List<SctpErrorCause>(new StaleCookie(1)))],
        ["ERROR two causes"] = [new Error(List<SctpErrorCause>(new OutOfResource(), new StaleCookie(1)))],
        ["COOKIE ECHO"] = [new CookieEcho(new ByteString([1, 2, 3, 4]))],
        ["DATA, INIT"] = [Script.NewData(0), Script.NewInit()],
        ["SHUTDOWN ACK"] = [new ShutdownAck()],
        ["DATA, SHUTDOWN ACK"] = [Script.NewData(0), new ShutdownAck()],
        ["SHUTDOWN ACK, SHUTDOWN COMPLETE"] = [new ShutdownAck(), new ShutdownComplete()],
    };

    [Theory]
    [InlineData("DATA")]
    [InlineData("SACK")]
    [InlineData("HEARTBEAT")]
    [InlineData("HEARTBEAT ACK")]
    [InlineData("INIT ACK")]
    [InlineData("SHUTDOWN")]
    [InlineData("ERROR")]
    [InlineData("unknown 00")]
    [InlineData("unknown 11")]
    [InlineData("DATA, COOKIE ECHO")]
    [Requirement("9260-8.4-10")]
    [Requirement("9260-8.4-11")]
    [Requirement("9260-8.4-12")]
    [Requirement("9260-8.4-13")]
    [Requirement("9260-3.1-06")]
    [Requirement("9260-3.3.7-08")]
    [Requirement("9260-6-03")]
    [Requirement("9260-6-07")]
    public void It_is_answered_by_ABORT_that_reflects_the_tag(string packet)
    {
        var script = new Script();
        script.Endpoint.Listen();
        SentPacket answer = Assert.Single(script.Inject(Tag, Packets[packet]));
        Assert.Equal(Tag, answer.Packet.VerificationTag);
        Assert.Equal(Script.Port, answer.Packet.SourcePort);
        Assert.Equal(Script.PeerPort, answer.Packet.DestinationPort);
        Assert.Equal(Script.Peer, answer.Transmit.Remote);
        Assert.Equal(Abort.TagReflected, Assert.IsType<Abort>(answer.Single).Flags);
        script.AssertGone();
        Assert.Empty(script.Events);
        Assert.Equal(1, script.Endpoint.Statistics.Discards.Of(DiscardReason.OutOfTheBlue));
    }

    [Theory]
    [InlineData("ABORT")]
    [InlineData("ABORT, DATA")]
    [InlineData("DATA, ABORT")]
    [InlineData("SHUTDOWN ACK, ABORT")]
    [InlineData("SHUTDOWN COMPLETE")]
    [InlineData("COOKIE ACK")]
    [InlineData("COOKIE ACK, DATA")]
    [InlineData("ERROR Stale Cookie")]
    [InlineData("ERROR two causes")]
    [InlineData("COOKIE ECHO")]
    [InlineData("DATA, INIT")]
    [Requirement("9260-8.4-02")]
    [Requirement("9260-8.4-08")]
    [Requirement("9260-8.4-09")]
    [Requirement("9260-3.3.7-06")]
    [Requirement("9260-9.1-05")]
    public void It_is_silently_discarded(string packet)
    {
        var script = new Script();
        script.Endpoint.Listen();
        script.AssertIgnored(Tag, Packets[packet]);
    }

    [Theory]
    [InlineData("SHUTDOWN ACK")]
    [InlineData("DATA, SHUTDOWN ACK")]
    [InlineData("SHUTDOWN ACK, SHUTDOWN COMPLETE")]
    [Requirement("9260-8.4-06")]
    [Requirement("9260-8.4-07")]
    [Requirement("9260-3.1-05")]
    [Requirement("9260-3.3.13-02")]
    [Requirement("9260-8.5.1-10")]
    [Requirement("9260-8.5.1-11")]
    public void It_is_answered_by_SHUTDOWN_COMPLETE_that_reflects_the_tag(string packet)
    {
        var script = new Script();
        SentPacket answer = Assert.Single(script.Inject(Tag, Packets[packet]));
        Assert.Equal(Tag, answer.Packet.VerificationTag);
        Assert.Equal(ShutdownComplete.TagReflected, Assert.IsType<ShutdownComplete>(answer.Single).Flags);
        script.AssertGone();
    }

    [Theory]
    [InlineData("224.0.0.1", null)]
    [InlineData("255.255.255.255", null)]
    [InlineData("0.0.0.0", null)]
    [InlineData("192.0.2.1", "224.0.0.1")]
    [InlineData("192.0.2.1", "255.255.255.255")]
    [Requirement("9260-8.4-01")]
    public void Nothing_to_or_from_a_non_unicast_address_is_answered(string remote, string? local)
    {
        foreach ((string name, SctpChunk[] chunks) in Packets.Append(new("INIT", [Script.NewInit()])))
        {
            var script = new Script();
            script.Endpoint.Listen();
            byte[] packet = new SctpPacket(Script.PeerPort, Script.Port, name == "INIT" ? 0 : Tag, List(chunks)).ToArray();
            script.Endpoint.Receive(packet, new NetworkPath(SctpAddress.Parse(remote), local is null ? Script.Local : SctpAddress.Parse(local)), script.Now);
            Assert.True(script.Flush().Count == 0, $"{name} from {remote} to {local} was answered");
        }
    }

    [Fact]
    public void Packets_out_of_the_blue_can_be_ignored_by_option()
    {
        var script = new Script(new SctpOptions { IgnoreOutOfTheBlue = true });
        foreach (SctpChunk[] chunks in Packets.Values)
        {
            Assert.Empty(script.Inject(Tag, chunks));
        }
    }

    [Fact]
    [Requirement("9260-8.4-13")]
    public void A_flood_that_is_not_fetched_does_not_make_memory_grow()
    {
        var script = new Script();
        byte[] packet = new SctpPacket(Script.PeerPort, Script.Port, Tag, List(Packets["DATA"])).ToArray();
        long most = 0;
        for (int i = 0; i < 5000; i++)
        {
            script.Endpoint.Receive(packet, new NetworkPath(Script.Peer, Script.Local), script.Now);
            most = System.Math.Max(most, script.Endpoint.PooledBytesInUse);
        }

        Assert.True(most < 1_000_000);
        Assert.True(script.Endpoint.Statistics.Discards.Of(DiscardReason.ReplyQueueFull) > 4000);
        _ = script.Flush();
        script.AssertGone();
    }

    [Theory]
    [InlineData(AssociationState.CookieWait)]
    [InlineData(AssociationState.CookieEchoed)]
    [Requirement("9260-8.5.1-15")]
    [Requirement("9260-9.2-33")]
    public void A_SHUTDOWN_ACK_during_set_up_is_out_of_the_blue_whatever_its_tag(AssociationState state)
    {
        foreach (bool isOwnTag in new[] { true, false })
        {
            Script script = In(state);
            string before = script.Snapshot();
            uint tag = isOwnTag ? script.Tag : Tag;
            SentPacket answer = Assert.Single(script.Inject(tag, new ShutdownAck()));
            Assert.Equal(tag, answer.Packet.VerificationTag);
            Assert.Equal(ShutdownComplete.TagReflected, Assert.IsType<ShutdownComplete>(answer.Single).Flags);
            Assert.Equal(before, script.Snapshot());
            Assert.Contains(script.Wait(Duration.FromSeconds(2)), p => state == AssociationState.CookieWait ? p.Has<Init>() : p.Has<CookieEcho>());
        }
    }

    [Fact]
    public void A_packet_for_another_port_is_discarded()
    {
        var script = new Script();
        script.Endpoint.Listen();
        Assert.Empty(script.InjectBytes(Script.Peer, new SctpPacket(Script.PeerPort, Script.Port + 1, 0, List<SctpChunk>(Script.NewInit())).ToArray()));
        Assert.Empty(script.InjectBytes(Script.Peer, new SctpPacket(0, Script.Port, 0, List<SctpChunk>(Script.NewInit())).ToArray()));
        Assert.Equal(2, script.Endpoint.Statistics.Discards.Of(DiscardReason.Port));
    }
}
