using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Transfer.TransferSteps;

namespace Sctp.Conformance.Transfer;

/// <summary>Which address is used for what: RFC 9260 sections 5.1.2, 5.4 and 6.4.</summary>
public class MultihomingTests
{
    private static readonly SctpAddress Stranger = SctpAddress.Parse("192.0.2.66");

    private static IEnumerable<SctpAddress> AddressesOf(Script script) =>
        Enumerable.Range(0, script.Association.PathCount).Select(i => script.Path(i).Address);

    /// <summary>The peer opens an association and lists addresses. What leaves with the COOKIE ACK is given back too: the first probe goes out at once.</summary>
    private static (Script Script, List<SentPacket> Sent) Opened(params SctpAddress[] listed)
    {
        var script = new Script();
        script.Endpoint.Listen();
        InitAck initAck = script.Inject(0, Script.NewInit(Script.PeerTag, [.. listed.Select(AddressOf)])).Single().Chunk<InitAck>();
        script.Learn(initAck.InitiateTag, initAck.InitialTsn);
        List<SentPacket> sent = script.Inject(new CookieEcho(initAck.Parameters.OfType<Sctp.Wire.Forms.StateCookie>().Single().Cookie));
        script.Association = script.Endpoint.GetAssociation(0);
        return (script, sent);
    }

    private static Dictionary<SctpAddress, PathState> States(Script script) =>
        Enumerable.Range(0, script.Association.PathCount).ToDictionary(i => script.Path(i).Address, i => script.Path(i).State);

    [Fact]
    [Requirement("9260-1.3-02")]
    public void There_is_one_association_with_a_peer()
    {
        Script script = Script.Connected();
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => script.Endpoint.Connect(Script.Peer, Script.PeerPort, script.Now));
        Assert.Contains("already", e.Message, StringComparison.Ordinal);
        script.Endpoint.Listen();
        script.Inject(0, Script.NewInit(0x1234));
        Assert.Equal(1, script.Endpoint.AssociationCount);
    }

    [Fact]
    [Requirement("9260-1.3-03")]
    public void All_addresses_share_one_port()
    {
        Script script = Multihomed();
        List<SentPacket> sent = [.. script.Send(100), .. script.Send(100, new SendOptions { Destination = Script.Peer2 })];
        Assert.Equal([Script.Peer, Script.Peer2], sent.Select(p => p.Transmit.Remote));
        Assert.All(sent, p => Assert.Equal((Script.Port, Script.PeerPort), (p.Packet.SourcePort, p.Packet.DestinationPort)));
    }

    [Fact]
    [Requirement("9260-3.3.2.1.2-01")]
    [Requirement("9260-3.3.2.1.2-02")]
    public void An_IPv4_mapped_local_address_is_listed_as_IPv4()
    {
        var options = new SctpOptions { LocalAddresses = [SctpAddress.Parse("::ffff:192.0.2.100"), SctpAddress.Parse("192.0.2.101"), SctpAddress.Parse("2001:db8::9")] };
        var script = new Script(options);
        script.Endpoint.Connect(Script.Peer, Script.PeerPort, script.Now);
        Init init = script.Flush().Single().Chunk<Init>();
        Assert.Equal(["192.0.2.100", "192.0.2.101"], init.Parameters.OfType<IPv4Address>().Select(p => p.Address.ToString()));
        Assert.Equal(["2001:db8::9"], init.Parameters.OfType<IPv6Address>().Select(p => p.Address.ToString()));
    }

    [Fact]
    [Requirement("9260-3.3.2.1.2-03")]
    [Requirement("9260-5.1.2-01")]
    public void Without_address_parameters_the_source_of_INIT_is_the_only_peer_address()
    {
        Assert.Equal([Script.Peer], AddressesOf(Script.Accepted()));
    }

    [Fact]
    [Requirement("9260-3.3.2.1.2-04")]
    [Requirement("9260-5.1.2-05")]
    [Requirement("9260-5.1.2-15")]
    [Requirement("9260-5.4-02")]
    public void With_address_parameters_in_INIT_these_and_the_source_are_the_peers_addresses()
    {
        Script script = Script.Accepted(null, null, AddressOf(Script.Peer2), AddressOf(Peer3));
        Assert.Equal([Script.Peer, Script.Peer2, Peer3], AddressesOf(script).OrderBy(a => a.ToString()));
        Assert.Single(Enumerable.Range(0, 3), i => script.Path(i).IsPrimary);
        Assert.Equal(PathState.Active, States(script)[Script.Peer]);
        Assert.Equal((PathState.Unconfirmed, PathState.Unconfirmed), (States(script)[Script.Peer2], States(script)[Peer3]));
    }

    [Fact]
    [Requirement("9260-3.3.3-31")]
    [Requirement("9260-5.1.2-01")]
    public void Without_address_parameters_the_source_of_INIT_ACK_is_the_only_peer_address()
    {
        Assert.Equal([Script.Peer], AddressesOf(Script.Connected()));
    }

    [Fact]
    [Requirement("9260-3.3.3-30")]
    [Requirement("9260-5.1.2-05")]
    [Requirement("9260-5.4-01")]
    [Requirement("9260-5.4-03")]
    public void The_addresses_of_INIT_ACK_are_used_and_those_the_user_named_are_confirmed()
    {
        Script script = Script.Connecting(null, null, Script.Peer, Script.Peer2);
        Assert.Equal((PathState.Active, PathState.Active), (States(script)[Script.Peer], States(script)[Script.Peer2]));
        script.InjectInitAck(more: [AddressOf(Script.Peer), AddressOf(Script.Peer2), AddressOf(Peer3)]);
        script.Inject(new CookieAck());
        Assert.Equal((PathState.Active, PathState.Active, PathState.Unconfirmed), (States(script)[Script.Peer], States(script)[Script.Peer2], States(script)[Peer3]));
    }

    [Fact]
    [Requirement("9260-5.1.2-10")]
    [Requirement("9260-5.1.2-11")]
    public void An_endpoint_of_one_family_uses_the_peers_addresses_of_that_family()
    {
        Script script = Script.Connecting(new SctpOptions { LocalAddresses = [Script.Local] });
        script.InjectInitAck(more: [AddressOf(Script.Peer), AddressOf(Script.Peer2), AddressOf(SctpAddress.Parse("2001:db8::1"))]);
        Assert.Equal([Script.Peer, Script.Peer2], AddressesOf(script).OrderBy(a => a.ToString()));
    }

    [Fact]
    [Requirement("9260-5.1.2-13")]
    public void A_family_that_the_peer_uses_counts_as_supported_whatever_it_lists()
    {
        var script = new Script();
        script.Endpoint.Listen();
        var v6 = SctpAddress.Parse("2001:db8::1");
        SentPacket answer = Assert.Single(script.InjectFrom(v6, 0, Script.NewInit(Script.PeerTag, new SupportedAddressTypes([5]))));
        InitAck initAck = answer.Chunk<InitAck>();
        Assert.Equal(v6, answer.Transmit.Remote);
        script.InjectFrom(v6, initAck.InitiateTag, new CookieEcho(initAck.Parameters.OfType<Sctp.Wire.Forms.StateCookie>().Single().Cookie));
        Assert.Equal(v6, script.Endpoint.GetAssociation(0).GetPath(0).Address);
    }

    [Fact]
    [Requirement("9260-5.1-20")]
    [Requirement("9260-5.1-21")]
    public void INIT_and_COOKIE_ECHO_go_round_all_addresses()
    {
        Script script = Script.Connecting(null, null, Script.Peer, Script.Peer2, Peer3);
        Assert.Equal([Script.Peer2, Peer3, Script.Peer], script.WaitMilliseconds(6000).Where(p => p.Has<Init>()).Take(3).Select(p => p.Transmit.Remote));

        script = Script.Connecting(null, null, Script.Peer, Script.Peer2);
        script.InjectInitAck(more: [AddressOf(Script.Peer), AddressOf(Script.Peer2)]);
        List<SentPacket> echoes = script.WaitMilliseconds(6000);
        Assert.Equal([Script.Peer2, Script.Peer], echoes.Where(p => p.Has<CookieEcho>()).Take(2).Select(p => p.Transmit.Remote));
    }

    [Fact]
    [Requirement("9260-5.4-08")]
    [Requirement("9260-5.4-09")]
    [Requirement("9260-5.4-10")]
    [Requirement("9260-6.4-02")]
    [Requirement("9260-3.3.6-02")]
    public void Nothing_but_HEARTBEAT_and_its_answer_goes_to_an_unconfirmed_address()
    {
        (Script script, List<SentPacket> sent) = Opened(Script.Peer2);
        Assert.Contains(sent, p => p.Transmit.Remote == Script.Peer2 && p.Single is Heartbeat);
        SentPacket answer = Assert.Single(script.InjectFrom(Script.Peer2, script.Tag, new Heartbeat([new HeartbeatInfo([1, 2, 3, 4])])));
        Assert.Equal(Script.Peer2, answer.Transmit.Remote);
        Assert.IsType<HeartbeatAck>(answer.Single);

        sent = script.InjectFrom(Script.Peer2, script.Tag, Script.NewData(0));
        sent.AddRange(script.InjectFrom(Script.Peer2, script.Tag, Script.NewData(2, ssn: 2)));
        sent.AddRange(script.Send(100, new SendOptions { Destination = Script.Peer2 }));
        sent.AddRange(script.WaitMilliseconds(1000));
        Assert.Equal(2, sent.SacksOf().Count());
        Assert.All(sent.Where(p => p.Transmit.Remote == Script.Peer2), p => Assert.IsType<Heartbeat>(p.Single));
        Assert.Throws<ArgumentException>(() => script.Association.SetPrimaryPath(Script.Peer2, script.Now));
    }

    [Fact]
    [Requirement("9260-5.4-03")]
    [Requirement("9260-5.4-07")]
    [Requirement("9260-16-22")]
    public void Only_the_nonce_that_was_sent_confirms_an_address()
    {
        (Script script, List<SentPacket> sent) = Opened(Script.Peer2);
        var info = (HeartbeatInfo)sent.Single(p => p.Has<Heartbeat>()).Chunk<Heartbeat>().Parameters[0];
        Assert.True(info.Info.Length >= 8 + 8 + 4);
        for (int i = 0; i < 8; i++)
        {
            byte[] wrong = info.Info.ToArray();
            wrong[i] ^= 0x80;
            script.InjectFrom(Script.Peer2, script.Tag, new HeartbeatAck([new HeartbeatInfo(new ByteString(wrong))]));
            Assert.Equal(PathState.Unconfirmed, States(script)[Script.Peer2]);
        }

        script.InjectFrom(Script.Peer2, script.Tag, new HeartbeatAck([info]));
        Assert.Equal(PathState.Active, States(script)[Script.Peer2]);
        SctpEvent e = Assert.Single(script.Events, e => e.Kind == SctpEventKind.PathStateChanged);
        Assert.Equal((Script.Peer2, PathState.Active), (e.Address, e.PathState));
    }

    [Fact]
    [Requirement("9260-5.4-05")]
    public void Unanswered_probes_make_the_path_inactive_and_leave_the_association_alone()
    {
        Script script = Script.Accepted(new SctpOptions { AssociationMaxRetrans = 1, RtoMax = Duration.FromSeconds(4) }, null, AddressOf(Script.Peer2));
        script.Wait(Duration.FromSeconds(60));
        Assert.Equal(PathState.Inactive, States(script)[Script.Peer2]);
        Assert.Equal(AssociationState.Established, script.Association.State);
        Assert.Equal(PathState.Active, States(script)[Script.Peer]);
    }

    [Fact]
    [Requirement("9260-5.4-04")]
    [Requirement("9260-5.4-06")]
    [Requirement("9260-16-12")]
    public void Unconfirmed_addresses_are_probed_one_packet_in_each_RTO()
    {
        SctpAddress[] more = [.. Enumerable.Range(10, 5).Select(i => SctpAddress.Parse($"192.0.2.{i}"))];
        (Script script, List<SentPacket> sent) = Opened(more);
        Instant start = script.Now;
        sent.AddRange(script.WaitMilliseconds(9500));
        SentPacket[] probes = [.. sent.Where(p => p.Has<Heartbeat>())];
        Assert.All(probes, p => Assert.Contains(p.Transmit.Remote, more));
        Assert.All(probes.GroupBy(p => (p.Time - start).TotalMilliseconds / 1000), group => Assert.Single(group));
        Assert.Equal(5, probes.Select(p => p.Transmit.Remote).Distinct().Count());
    }

    [Fact]
    [Requirement("9260-5.1.2-06")]
    [Requirement("9260-6.4-01")]
    public void Data_goes_to_the_primary_path_and_nothing_to_any_other_address()
    {
        Script script = Multihomed();
        List<SentPacket> sent = script.SendMany(3, 100);
        script.InjectFrom(Stranger, script.Tag, Script.NewData(0));
        Assert.All(sent, p => Assert.Equal(Script.Peer, p.Transmit.Remote));
        Assert.Equal([Script.Peer, Script.Peer2], AddressesOf(script));
    }

    [Fact]
    [Requirement("9260-1.3-01")]
    public void The_source_address_is_the_one_that_the_peer_used()
    {
        Script script = Script.Connected();
        script.Send(100);
        var other = SctpAddress.Parse("192.0.2.101");
        script.Endpoint.Receive(
            new SctpPacket(Script.PeerPort, Script.Port, script.Tag, [new Sack(script.Tsn, 100_000, [], [])]).ToArray(),
            new NetworkPath(Script.Peer, other),
            script.Now);
        Assert.Equal(other, Assert.Single(script.Send(100)).Transmit.Local);
    }

    [Fact]
    [Requirement("9260-6.4-03")]
    [Requirement("9260-6.4-04")]
    [Requirement("9260-6.7-03")]
    public void SACKs_go_where_the_last_DATA_came_from()
    {
        Script script = Multihomed();
        SctpAddress From(SctpAddress source, int offset) =>
            script.InjectFrom(source, script.Tag, Script.NewData(offset, ssn: (ushort)offset)).Single(p => p.Has<Sack>()).Transmit.Remote;
        Assert.Equal(Script.Peer2, From(Script.Peer2, 0));
        Assert.Equal(Script.Peer2, From(Script.Peer2, 2));
        Assert.Equal(Script.Peer2, From(Script.Peer2, 3));
        Assert.Equal(Script.Peer, From(Script.Peer, 4));
        Assert.Equal(Script.Peer2, From(Script.Peer2, 5));
    }

    [Fact]
    [Requirement("9260-6.4-02")]
    [Requirement("9260-3.3.6-02")]
    [Requirement("9260-6.4-05")]
    public void HEARTBEAT_ACK_goes_where_the_HEARTBEAT_came_from()
    {
        Script script = Multihomed();
        Assert.Equal(
            Script.Peer2,
            Assert.Single(script.InjectFrom(Script.Peer2, script.Tag, new Heartbeat([new HeartbeatInfo([9, 9, 9, 9])]))).Transmit.Remote);
    }

    [Fact]
    [Requirement("9260-6.4-06")]
    [Requirement("9260-6.4-09")]
    [Requirement("9260-6.4.1-02")]
    public void A_timed_out_chunk_goes_to_another_active_address_each_time()
    {
        Script script = Multihomed(addresses: 3);
        script.Send(100);
        var seen = new List<SctpAddress>();
        for (int i = 0; i < 3; i++)
        {
            SentPacket again = script.Wait(script.Endpoint.NextTimeout!.Value - script.Now).Single(p => p.Has<Data>());
            seen.Add(again.Transmit.Remote);
            Assert.Equal([116], Enumerable.Range(0, 3).Select(k => script.Path(k).FlightSize).Where(f => f != 0));
            Assert.Equal(116, script.PathTo(seen[^1]).FlightSize);
        }

        Assert.Equal([Script.Peer2, Peer3, Script.Peer], seen);
    }

    [Fact]
    [Requirement("9260-11.1.6-01")]
    [Requirement("9260-11.1.5-04")]
    public void The_user_chooses_primary_path_and_destination()
    {
        Script script = Multihomed();
        Assert.Throws<ArgumentException>(() => script.Association.SetPrimaryPath(Stranger, script.Now));
        Assert.Equal(Script.Peer2, Assert.Single(script.Send(100, new SendOptions { Destination = Script.Peer2 })).Transmit.Remote);
        Assert.Equal(Script.Peer, Assert.Single(script.Send(100)).Transmit.Remote);
        Assert.Equal(Script.Peer, Assert.Single(script.Send(100, new SendOptions { Destination = Stranger })).Transmit.Remote);
        script.Association.SetPrimaryPath(Script.Peer2, script.Now);
        Assert.True(script.Path(1).IsPrimary);
        Assert.Equal(1, script.Association.GetStatus().PrimaryPathIndex);
        Assert.Equal(Script.Peer2, Assert.Single(script.Send(100)).Transmit.Remote);
    }
}
