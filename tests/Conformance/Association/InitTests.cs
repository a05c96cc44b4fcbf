using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Association.Situation;

namespace Sctp.Conformance.Association;

public class InitTests
{
    private static readonly string[] BadFields = ["a_rwnd", "os", "mis", "host"];

    [Fact]
    [Requirement("9260-3.1-04")]
    [Requirement("9260-5.1-01")]
    [Requirement("9260-5.1-03")]
    [Requirement("9260-3.3.2-02")]
    [Requirement("9260-3.3.2-08")]
    public void Connecting_sends_one_INIT_under_tag_0_and_starts_T1_init()
    {
        var script = new Script();
        SctpAssociation association = script.Endpoint.Connect(Script.Peer, Script.PeerPort, script.Now);

        SentPacket packet = Assert.Single(script.Flush());
        Assert.Equal(0u, packet.Packet.VerificationTag);
        Assert.Equal(Script.Port, packet.Packet.SourcePort);
        Assert.Equal(Script.PeerPort, packet.Packet.DestinationPort);
        Init init = Assert.IsType<Init>(packet.Single);
        Assert.Equal(0, init.Flags);
        Assert.NotEqual(0u, init.InitiateTag);
        Assert.Equal(10, init.OutboundStreams);
        Assert.Equal(2048, init.InboundStreams);
        Assert.Equal(1024u * 1024, init.AdvertisedWindow);
        Assert.DoesNotContain(init.Parameters, p => p is HostNameAddress);
        Assert.Equal(AssociationState.CookieWait, association.State);
        Assert.Equal(script.Now + Duration.FromSeconds(1), script.Endpoint.NextTimeout);
    }

    [Fact]
    [Requirement("9260-3.3.2-01")]
    [Requirement("9260-3.3.2.1.5-01")]
    public void An_INIT_has_each_parameter_but_addresses_once_and_never_names_a_host_name()
    {
        var options = new SctpOptions { LocalAddresses = [Script.Local, SctpAddress.Parse("192.0.2.101"), SctpAddress.Parse("192.0.2.102")] };
        var script = new Script(options);
        _ = script.Endpoint.Connect(Script.Peer, Script.PeerPort, script.Now);

        Init init = Assert.Single(script.Flush()).Chunk<Init>();
        var others = init.Parameters.Where(p => p is not IPv4Address and not IPv6Address).ToList();
        Assert.Equal(others.Count, others.Select(p => p.Type).Distinct().Count());
        Assert.Equal(options.LocalAddresses, init.Parameters.OfType<IPv4Address>().Select(p => p.Address));
        Assert.All(init.Parameters.OfType<SupportedAddressTypes>(), p => Assert.All(p.Types, t => Assert.True(t is 5 or 6)));
    }

    [Fact]
    [Requirement("9260-3.3.2-17")]
    [Requirement("9260-3.3.3-16")]
    public void Zero_outbound_streams_cannot_be_configured() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Script(new SctpOptions { OutboundStreams = 0 }));

    [Fact]
    [Requirement("9260-3.3.2-21")]
    [Requirement("9260-3.3.3-21")]
    public void Zero_inbound_streams_cannot_be_configured() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Script(new SctpOptions { MaxInboundStreams = 0 }));

    [Fact]
    public void A_receive_buffer_below_1500_bytes_cannot_be_configured() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Script(new SctpOptions { ReceiveBufferSize = 1499 }));

    [Fact]
    [Requirement("9260-3.3.2-25")]
    [Requirement("9260-3.3.3-25")]
    public void Initial_TSNs_are_what_the_entropy_says()
    {
        Script connecting = Script.Connecting(entropy: new SeededEntropy(3, initialTsn: 0xFFFF_FFFF));
        Assert.Equal(0xFFFF_FFFFu, connecting.Tsn.Value);
        Script accepted = Script.Accepted(entropy: new SeededEntropy(3, initialTsn: 77));
        Assert.Equal(77u, accepted.Tsn.Value);
        Assert.NotEqual(Script.Connecting(entropy: new SeededEntropy(5)).Tsn, Script.Connecting(entropy: new SeededEntropy(6)).Tsn);
    }

    [Fact]
    [Requirement("9260-5.1-02")]
    [Requirement("9260-5.3.1-01")]
    [Requirement("9260-3.3.3-06")]
    public void A_tag_of_0_is_drawn_again()
    {
        Assert.NotEqual(0u, Script.Connecting(entropy: new ZeroTagsFirst(3)).Tag);
        var script = new Script(entropy: new ZeroTagsFirst(3));
        script.Endpoint.Listen();
        Assert.NotEqual(0u, script.Inject(0u, Script.NewInit()).Single().Chunk<InitAck>().InitiateTag);
    }

    [Fact]
    [Requirement("9260-4-03")]
    [Requirement("9260-4-04")]
    [Requirement("9260-4-05")]
    [Requirement("9260-5.1.6-02")]
    [Requirement("9260-16-10")]
    [Requirement("9260-11.1.2-02")]
    public void An_unanswered_INIT_is_sent_9_times_with_back_off_and_then_given_up()
    {
        var script = new Script();
        SctpAssociation association = script.Endpoint.Connect(Script.Peer, Script.PeerPort, script.Now);
        Instant start = script.Now;
        List<SentPacket> sent = script.Flush();
        sent.AddRange(script.Wait(Duration.FromSeconds(1000)));

        Assert.Equal([0, 1, 3, 7, 15, 31, 63, 123, 183], sent.Select(p => (p.Time - start).TotalMilliseconds / 1000));
        Assert.All(sent, p => Assert.Equal(sent[0].Bytes, p.Bytes));
        SctpEvent lost = script.Events.Single(SctpEventKind.CommunicationLost);
        Assert.Equal(LossReason.SetupTimeout, lost.LossReason);
        Assert.Same(association, lost.Association);
        Assert.Equal(AssociationState.Closed, association.State);
        script.AssertGone();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [Requirement("9260-4-04")]
    public void Max_Init_Retransmits_bounds_the_INITs(int retransmissions)
    {
        var script = new Script(new SctpOptions { MaxInitRetransmits = retransmissions });
        _ = script.Endpoint.Connect(Script.Peer, Script.PeerPort, script.Now);
        Assert.Equal(1 + retransmissions, script.Flush().Count + script.Wait(Duration.FromSeconds(1000)).Count);
        script.AssertGone();
    }

    [Fact]
    [Requirement("9260-5.1-05")]
    public void Each_INIT_ACK_has_a_fresh_Initiate_Tag()
    {
        var script = new Script();
        script.Endpoint.Listen();
        uint[] tags = [.. Enumerable.Range(0, 20).Select(_ => script.Inject(0, Script.NewInit()).Single().Chunk<InitAck>().InitiateTag)];
        Assert.Equal(tags.Length, tags.Distinct().Count());
    }

    [Fact]
    [Requirement("9260-5.1-04")]
    [Requirement("9260-5.1-05")]
    [Requirement("9260-5.1-06")]
    [Requirement("9260-3.3.2-09")]
    [Requirement("9260-3.3.3-01")]
    [Requirement("9260-8.4-03")]
    [Requirement("9260-8.5.1-02")]
    public void An_INIT_is_answered_with_INIT_ACK_to_its_source_under_its_tag()
    {
        var script = new Script();
        script.Endpoint.Listen();
        SentPacket packet = Assert.Single(script.InjectFrom(Script.Peer2, 0, Script.NewInit(0xAABBCCDD, Script.Peer.Parameter())));

        Assert.Equal(Script.Peer2, packet.Transmit.Remote);
        Assert.Equal(0xAABBCCDDu, packet.Packet.VerificationTag);
        InitAck initAck = Assert.IsType<InitAck>(packet.Single);
        Assert.Equal(0, initAck.Flags);
        Assert.NotEqual(0u, initAck.InitiateTag);
        Assert.Single(initAck.Parameters, p => p is StateCookie);
        Assert.DoesNotContain(initAck.Parameters, p => p is HostNameAddress);
    }

    [Fact]
    [Requirement("9260-5.1-07")]
    [Requirement("9260-3.3.3-06")]
    public void Ten_thousand_INITs_leave_nothing_behind()
    {
        var script = new Script();
        script.Endpoint.Listen();
        var tags = new HashSet<uint>();
        for (uint i = 1; i <= 10_000; i++)
        {
            InitAck initAck = script.InjectFrom(SctpAddress.Parse($"10.0.{i >> 8}.{i & 255}"), 0, Script.NewInit(i)).Single().Chunk<InitAck>();
            Assert.NotEqual(0u, initAck.InitiateTag);
            _ = tags.Add(initAck.InitiateTag);
        }

        script.AssertGone();
        Assert.Empty(script.Events);
        Assert.True(tags.Count > 9990, "the Initiate Tags are drawn anew");
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(10, 10)]
    [InlineData(65535, 10)]
    [Requirement("9260-3.3.3-17")]
    public void The_streams_of_the_INIT_ACK_do_not_exceed_the_MIS_of_the_INIT(ushort mis, ushort expected)
    {
        var script = new Script();
        script.Endpoint.Listen();
        InitAck initAck = script.Inject(0u, Script.NewInit() with { InboundStreams = mis }).Single().Chunk<InitAck>();
        Assert.Equal(expected, initAck.OutboundStreams);
    }

    [Fact]
    [Requirement("9260-3.3.2-08")]
    [Requirement("9260-3.2-06")]
    public void The_flags_of_an_INIT_are_ignored()
    {
        var script = new Script();
        script.Endpoint.Listen();
        Assert.True(script.Inject(0u, Script.NewInit() with { Flags = 0xFF }).Single().Has<InitAck>());
    }

    [Theory]
    [InlineData("cookie")]
    [InlineData("heartbeat")]
    [InlineData("unrecognized")]
    [Requirement("9260-3.3.2-05")]
    public void An_INIT_with_a_parameter_out_of_place_is_answered(string which)
    {
        SctpParameter stray = which switch
        {
            "cookie" => new StateCookie(new ByteString([9, 9, 9])),
            "heartbeat" => new HeartbeatInfo(new ByteString([1, 2])),
            _ => new UnrecognizedParameter(new ByteString([0x80, 1, 0, 4])),
        };
        var script = new Script();
        script.Endpoint.Listen();
        Assert.True(script.Inject(0u, Script.NewInit(1, stray)).Single().Has<InitAck>());
    }

    [Theory]
    [InlineData(new ushort[] { 5, 11 })]
    [InlineData(new ushort[] { 5, 6 })]
    [InlineData(new ushort[] { 6 })]
    [InlineData(new ushort[] { 11 })]
    [Requirement("9260-3.3.2.1.5-02")]
    [Requirement("9260-5.1.2-14")]
    public void Supported_Address_Types_of_any_content_are_accepted(ushort[] types)
    {
        var script = new Script();
        script.Endpoint.Listen();
        Assert.True(script.Inject(0u, Script.NewInit(1, new SupportedAddressTypes(List(types)))).Single().Has<InitAck>());
    }

    [Fact]
    [Requirement("9260-5.1.2-12")]
    [Requirement("9260-5.1.2-10")]
    public void An_address_of_a_family_that_is_not_used_is_no_error()
    {
        Script script = Script.Accepted(
            new SctpOptions { LocalAddresses = [Script.Local] }, initParameters: [new IPv6Address(new ByteString(new byte[] { 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 }))]);
        Assert.Equal(1, script.Association.PathCount);
    }

    public static TheoryData<string, bool> BadInits()
    {
        var data = new TheoryData<string, bool>();
        foreach (string field in BadFields)
        {
            data.Add(field, false);
            data.Add(field, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(BadInits))]
    [Requirement("9260-3.3.2-03")]
    [Requirement("9260-3.3.2-04")]
    [Requirement("9260-3.3.2-12")]
    [Requirement("9260-3.3.2-13")]
    [Requirement("9260-3.3.2-14")]
    [Requirement("9260-3.3.2-18")]
    [Requirement("9260-3.3.2-19")]
    [Requirement("9260-3.3.2-20")]
    [Requirement("9260-3.3.2-22")]
    [Requirement("9260-3.3.2-23")]
    [Requirement("9260-3.3.2-24")]
    [Requirement("9260-3.2.2-02")]
    [Requirement("9260-5.1-22")]
    [Requirement("9260-5.1-23")]
    [Requirement("9260-5.1-24")]
    [Requirement("9260-5.1.2-04")]
    [Requirement("9260-8.4-04")]
    [Requirement("9260-3.3.10.7-01")]
    [Requirement("9260-3.3.10.5-01")]
    public void A_bad_INIT_gets_an_ABORT_under_its_own_tag_and_touches_no_association(string field, bool isEstablished)
    {
        Script script = In(isEstablished ? AssociationState.Established : AssociationState.Closed);
        script.Endpoint.Listen();
        string before = script.Snapshot();
        var host = new HostNameAddress(new ByteString("peer.example\0"u8));
        Init init = Script.NewInit(0x11223344, UnknownParameter(0xC0FF));
        init = field switch
        {
            "a_rwnd" => init with { AdvertisedWindow = 1499 },
            "os" => init with { OutboundStreams = 0 },
            "mis" => init with { InboundStreams = 0 },
            _ => init with { Parameters = List<SctpParameter>(UnknownParameter(0xC0FF), host) },
        };

        SentPacket packet = Assert.Single(script.Inject(0u, init));
        Assert.Equal(Script.Peer, packet.Transmit.Remote);
        Assert.Equal(0x11223344u, packet.Packet.VerificationTag);
        Abort abort = Assert.IsType<Abort>(packet.Single);
        Assert.Equal(0, abort.Flags);
        SctpErrorCause cause = Assert.Single(abort.Causes);
        if (field == "host")
        {
            Assert.Equal(host, Assert.Single(Assert.IsType<UnresolvableAddress>(cause).Addresses));
        }
        else
        {
            Assert.IsType<InvalidMandatoryParameter>(cause);
        }

        Assert.Equal(before, script.Snapshot());
        Assert.Empty(script.Events);
    }

    [Fact]
    [Requirement("9260-3.3.2-12")]
    public void An_INIT_with_an_a_rwnd_of_1500_is_accepted()
    {
        var script = new Script();
        script.Endpoint.Listen();
        Assert.True(script.Inject(0u, Script.NewInit() with { AdvertisedWindow = 1500 }).Single().Has<InitAck>());
    }

    [Theory]
    [InlineData(AssociationState.Closed)]
    [InlineData(AssociationState.CookieWait)]
    [InlineData(AssociationState.Established)]
    [InlineData(AssociationState.ShutdownAckSent)]
    [Requirement("9260-3.3.2-10")]
    public void An_INIT_with_Initiate_Tag_0_is_silently_discarded(AssociationState state)
    {
        Script script = In(state);
        script.Endpoint.Listen();
        script.AssertIgnored(0u, Script.NewInit(0));
    }

    [Fact]
    [Requirement("9260-8.4-04")]
    [Requirement("9260-5.1-24")]
    public void Without_a_listener_an_INIT_gets_an_ABORT_under_its_tag()
    {
        var script = new Script();
        SentPacket packet = Assert.Single(script.Inject(0u, Script.NewInit(99)));
        Assert.Equal(99u, packet.Packet.VerificationTag);
        Assert.Equal(0, Assert.IsType<Abort>(packet.Single).Flags);
    }

    [Theory]
    [InlineData("behind")]
    [InlineData("bundled")]
    [InlineData("tag")]
    [InlineData("own tag")]
    [InlineData("data")]
    [InlineData("empty")]
    [Requirement("9260-8.5.1-03")]
    [Requirement("9260-12.3-03")]
    public void A_packet_with_tag_0_and_anything_but_a_single_INIT_is_silently_discarded(string which)
    {
        foreach (AssociationState state in new[] { AssociationState.Closed, AssociationState.Established })
        {
            Script script = In(state);
            script.Endpoint.Listen();
            switch (which)
            {
                case "behind":
                    script.AssertIgnored(0u, Script.NewInit(5), Script.NewData(0));
                    break;
                case "bundled":
                    script.AssertIgnored(0u, Script.NewInit(5), Script.NewInit(6));
                    break;
                case "tag":
                    script.AssertIgnored(5u, Script.NewInit(5));
                    break;
                case "own tag":
                    script.AssertIgnored(script.Tag == 0 ? 5 : script.Tag, Script.NewInit(5));
                    break;
                case "empty":
                    Assert.Empty(script.InjectBytes(Script.Peer, Raw(0u)));
                    break;
                default:
                    if (state == AssociationState.Established)
                    {
                        script.AssertIgnored(0u, Script.NewData(0));
                    }

                    break;
            }
        }
    }

    [Fact]
    [Requirement("9260-12.3-03")]
    public void An_INIT_behind_another_chunk_is_ignored_with_all_that_follows()
    {
        Script script = In(AssociationState.Established);
        var heartbeat = new Heartbeat(List<SctpParameter>(new HeartbeatInfo(new ByteString([1]))));
        SentPacket packet = Assert.Single(script.Inject(heartbeat, Script.NewInit(5), heartbeat));
        Assert.IsType<HeartbeatAck>(packet.Single);
    }

    [Fact]
    [Requirement("9260-9.2-32")]
    public void An_INIT_from_another_port_of_the_same_address_concerns_another_association()
    {
        Script script = In(AssociationState.Established);
        string before = script.Snapshot();
        byte[] packet = new SctpPacket(Script.PeerPort + 1, Script.Port, 0, List<SctpChunk>(Script.NewInit(5))).ToArray();
        Assert.True(script.InjectBytes(Script.Peer, packet).Single().Has<InitAck>());
        Assert.Equal(before, script.Snapshot());
    }

    [Fact]
    [Requirement("9260-12.4-08")]
    [Requirement("9260-12.4-07")]
    public void An_INIT_ACK_is_small_however_much_the_INIT_brings()
    {
        var script = new Script();
        script.Endpoint.Listen();
        Assert.True(script.Inject(0u, Script.NewInit(1)).Single().Bytes.Length <= 160);
        SctpParameter[] many = [.. Enumerable.Range(0, 100).Select(i => UnknownParameter(0xC100 + i, 8))];
        Assert.True(script.Inject(0u, Script.NewInit(1, many)).Single().Bytes.Length <= 1280);
        Assert.True(script.Inject(0u, Script.NewInit(1, many[..10])).Single().Bytes.Length <= 500);
    }

    [Fact]
    [Requirement("9260-5.3.1-03")]
    [Requirement("9260-5.3.1-02")]
    public void The_next_association_with_the_same_peer_has_another_tag()
    {
        Script script = Script.Connected();
        SentPacket data = Assert.Single(script.Send(10));
        Assert.Equal(Script.PeerTag, data.Packet.VerificationTag);
        _ = script.Inject(new Abort(default));
        script.Endpoint.Connect(Script.Peer, Script.PeerPort, script.Now);
        Assert.NotEqual(script.Tag, Assert.Single(script.Flush()).Chunk<Init>().InitiateTag);
    }

    private sealed class ZeroTagsFirst(int count) : IEntropy
    {
        private readonly SeededEntropy _later = new(4);
        private int _left = count;

        public void Fill(EntropyUse use, Span<byte> destination)
        {
            if (use == EntropyUse.VerificationTag && _left-- > 0)
            {
                destination.Clear();
                return;
            }

            _later.Fill(use, destination);
        }
    }
}
