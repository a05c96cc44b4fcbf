using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Transfer.TransferSteps;

namespace Sctp.Conformance.Transfer;

/// <summary>RFC 9260 sections 10 and 7.3.</summary>
public class IcmpTests
{
    private static byte[] Quote(Script script, uint? tag = null, ushort? source = null) =>
        new SctpPacket(source ?? Script.Port, Script.PeerPort, tag ?? Script.PeerTag, [script.Send(100).DataOf().Single()]).ToArray();

    private static byte[] InitQuote(Script script, uint tag) =>
        new SctpPacket(Script.Port, Script.PeerPort, 0, [new Init(tag, 100_000, 10, 10, script.Tsn, [])]).ToArray();

    private static List<SentPacket> Icmp(Script script, IcmpKind kind, ReadOnlySpan<byte> quote, int mtu = 0, SctpAddress? remote = null)
    {
        script.Endpoint.ReceiveIcmp(new IcmpMessage { Kind = kind, Mtu = mtu, Remote = remote ?? Script.Peer, QuotedPacket = quote }, script.Now);
        return script.Flush();
    }

    [Theory]
    [InlineData(IcmpKind.Other)]
    [InlineData(IcmpKind.PortUnreachable)]
    [Requirement("9260-10-01")]
    [Requirement("9260-10-02")]
    [Requirement("9260-10-03")]
    [Requirement("9260-10-04")]
    [Requirement("9260-10-05")]
    [Requirement("9260-12.4-01")]
    public void Messages_that_are_ignored_change_nothing(IcmpKind kind)
    {
        Script script = Script.Connected();
        byte[] quote = Quote(script);
        PathStatus before = script.Path();
        Assert.Empty(Icmp(script, kind, quote, 600));
        Assert.Equal(before, script.Path());
        Assert.Equal(AssociationState.Established, script.Association.State);
    }

    [Theory]
    [InlineData(IcmpKind.PacketTooBig)]
    [InlineData(IcmpKind.ProtocolUnreachable)]
    [InlineData(IcmpKind.DestinationUnreachable)]
    [Requirement("9260-10-06")]
    [Requirement("9260-10-07")]
    [Requirement("9260-10-08")]
    public void A_message_that_does_not_prove_itself_changes_nothing(IcmpKind kind)
    {
        Script script = Script.Connected();
        byte[] good = Quote(script);
        PathStatus before = script.Path();
        Icmp(script, kind, Quote(script, tag: Script.PeerTag + 1).AsSpan(0, 8), 600); // wrong tag
        Icmp(script, kind, InitQuote(script, script.Tag + 1), 600); // not our INIT
        Icmp(script, kind, InitQuote(script, script.Tag).AsSpan(0, 16), 600); // does not show the Initiate Tag
        Icmp(script, kind, good.AsSpan(0, 7), 600); // does not show the tag
        Icmp(script, kind, [], 600);
        Icmp(script, kind, Quote(script, source: 8), 600); // another port
        Icmp(script, kind, good, 600, Script.Peer2); // another address
        Assert.Equal(AssociationState.Established, script.Association.State);
        Assert.Equal((before.PathMtu, before.ErrorCount, before.State), (script.Path().PathMtu, script.Path().ErrorCount, script.Path().State));
    }

    [Fact]
    [Requirement("9260-10-06")]
    public void The_quoted_packet_selects_the_association()
    {
        Script script = Script.Connected();
        SctpAssociation other = script.Endpoint.Connect(Script.Peer, Script.PeerPort + 1, script.Now);
        script.Flush();
        Icmp(script, IcmpKind.PacketTooBig, Quote(script).AsSpan(0, 8), 1000);
        Assert.Equal((1000, 1480), (script.Path().PathMtu, other.GetPath(0).PathMtu));
    }

    [Theory]
    [InlineData(1240, 1240)]
    [InlineData(1001, 1000)]
    [InlineData(100, 512)]
    [InlineData(0, 512)]
    [InlineData(1480, 1480)]
    [InlineData(9000, 1480)]
    [Requirement("9260-10-09")]
    [Requirement("9260-7.3-01")]
    [Requirement("9260-7.3-02")]
    [Requirement("9260-7.3-03")]
    [Requirement("9260-7.3-04")]
    public void Packet_Too_Big_lowers_the_MTU_of_its_path_alone(int told, int expected)
    {
        Script script = Multihomed();
        Icmp(script, IcmpKind.PacketTooBig, Quote(script), told);
        Assert.Equal((expected, 1480), (script.Path(0).PathMtu, script.Path(1).PathMtu));
        Assert.Equal(expected - 28, script.Association.GetStatus().FragmentationPoint);
        script.SackAll();
        Assert.All(script.SendMany(3, 5000), p => Assert.True(p.Bytes.Length <= expected));
    }

    [Fact]
    [Requirement("9260-6.9-09")]
    [Requirement("9260-10-09")]
    public void Chunks_already_cut_are_not_cut_again_and_may_be_fragmented_by_IP()
    {
        Script script = Script.Connected();
        SentPacket[] first = [.. script.SendMany(3, Full)];
        Assert.All(first, p => Assert.True(p.Transmit.DontFragment));
        Icmp(script, IcmpKind.PacketTooBig, first[0].Bytes.AsSpan(0, 8), 1000);
        SentPacket again = Assert.Single(script.WaitMilliseconds(1000));
        Assert.Equal(first[0].Packet.Chunks, again.Packet.Chunks);
        Assert.False(again.Transmit.DontFragment);
        List<SentPacket> rest = [.. script.Send(3000), .. script.Sack(1), .. script.Sack(2), .. script.Sack(3)];
        Assert.Equal([2, 3, 4], script.Tsns(rest).Take(3));
        Assert.All(rest, p => Assert.Equal(p.Bytes.Length <= 1000, p.Transmit.DontFragment));
        Assert.All(rest.DataOf().Skip(2), d => Assert.True(d.Payload.Length <= 1000 - 28));
    }

    [Fact]
    [Requirement("9260-10-10")]
    public void Protocol_Unreachable_ends_the_association()
    {
        Script script = Script.Connected();
        Assert.Empty(Icmp(script, IcmpKind.ProtocolUnreachable, Quote(script)));
        Assert.Equal(LossReason.ProtocolUnreachable, script.Events.Single(e => e.Kind == SctpEventKind.CommunicationLost).LossReason);
        Assert.Null(script.Endpoint.NextTimeout);
        Assert.Single(script.Events, e => e.Kind == SctpEventKind.SendFailed);
    }

    [Fact]
    [Requirement("9260-10-08")]
    [Requirement("9260-10-10")]
    public void Protocol_Unreachable_about_an_INIT_acts_in_COOKIE_WAIT_only()
    {
        Script waiting = Script.Connecting();
        Icmp(waiting, IcmpKind.ProtocolUnreachable, InitQuote(waiting, waiting.Tag));
        Assert.Equal(AssociationState.Closed, waiting.Association.State);

        Script up = Script.Connected();
        Icmp(up, IcmpKind.ProtocolUnreachable, InitQuote(up, up.Tag));
        Assert.Equal(AssociationState.Established, up.Association.State);
    }

    [Fact]
    [Requirement("9260-10-11")]
    public void Destination_Unreachable_is_one_error_of_the_path()
    {
        Script script = Multihomed();
        byte[] quote = Quote(script);
        Icmp(script, IcmpKind.DestinationUnreachable, quote);
        Assert.Equal((1, 0), (script.Path(0).ErrorCount, script.Association.GetStatus().ErrorCount));
        for (int i = 0; i < 5; i++)
        {
            Icmp(script, IcmpKind.DestinationUnreachable, quote);
        }

        Assert.Equal(PathState.Inactive, script.Path(0).State);
        Assert.Equal(Script.Peer2, script.Send(100)[^1].Transmit.Remote);
        Assert.Equal(AssociationState.Established, script.Association.State);
    }

    [Fact]
    [Requirement("9260-1.3-06")]
    [Requirement("9260-7.3-03")]
    public void The_path_MTU_counts_SCTP_bytes_by_the_kind_of_the_address()
    {
        Assert.Equal(1480, MtuTo(SctpAddress.Parse("192.0.2.1")));
        Assert.Equal(1460, MtuTo(SctpAddress.Parse("2001:db8::1")));
        Assert.Equal(1472, MtuTo(SctpAddress.FromIPv4(0xC0000201, 9899)));
        Assert.Equal(1191, MtuTo(SctpAddress.FromHandle(5)));

        static int MtuTo(SctpAddress address)
        {
            var script = new Script();
            return script.Endpoint.Connect(address, Script.PeerPort, script.Now).GetPath(0).PathMtu;
        }
    }
}
