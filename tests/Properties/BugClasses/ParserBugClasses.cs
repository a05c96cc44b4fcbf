using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Sim;
using Sctp.Sim.Associations.Marks;
using Sctp.Sim.Network;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Properties.BugClasses;

/// <summary>Bug classes of parsers and of validation.</summary>
public sealed class ParserBugClasses : BugClass
{
    /// <summary>B1: a chunk, parameter or cause whose length is zero, or less than its own header, makes the parser spin.</summary>
    [Fact]
    public void B01_Lengths_below_the_header_end_the_parsing() => AssertReturns(() =>
    {
        int survivors = 0;
        for (int type = 0; type < 256; type++)
        {
            for (byte length = 0; length < 4; length++)
            {
                Script script = Script.Accepted();
                script.InjectBytes(Script.Peer, Raw(script.Tag, (byte)type, 0, 0, length, 0, 0, 0, 0));
                script.InjectBytes(Script.Peer, Raw(script.Tag, (byte)type, 0, 0, 12, 0, 1, 0, length, 0, 0, 0, 0));
                if (script.Association.State == AssociationState.Established)
                {
                    AssertAlive(script);
                    survivors++;
                }
            }
        }

        Assert.True(survivors > 900, $"{survivors} of 1,024 associations survived");
    });

    /// <summary>B2: a forged cookie, or one that somebody changed, sets an association up.</summary>
    [Fact]
    public void B02_No_byte_of_a_cookie_can_be_changed()
    {
        var script = new Script();
        script.Endpoint.Listen();
        InitAck initAck = script.Inject(0u, Script.NewInit()).Single().Chunk<InitAck>();
        script.Learn(initAck.InitiateTag, initAck.InitialTsn);
        byte[] cookie = [.. initAck.Parameters.OfType<StateCookie>().Single().Cookie.Span];
        for (int i = 0; i < cookie.Length; i++)
        {
            byte[] forged = [.. cookie];
            forged[i] ^= (byte)(1 << (i % 8));
            AssertRefused(forged);
        }

        AssertRefused(cookie[..^1]);
        AssertRefused([.. cookie, 0]);
        AssertRefused(new byte[cookie.Length]);
        var other = new Script(entropy: new SeededEntropy(2));
        other.Endpoint.Listen();
        AssertRefused([.. other.Inject(0u, Script.NewInit()).Single().Chunk<InitAck>().Parameters.OfType<StateCookie>().Single().Cookie.Span]);
        Assert.IsType<CookieAck>(script.Inject(script.Tag, new CookieEcho(new ByteString(cookie))).Single().Single);

        void AssertRefused(byte[] forged)
        {
            Assert.DoesNotContain(script.Inject(script.Tag, new CookieEcho(new ByteString(forged))), p => p.Has<CookieAck>());
            Assert.Equal(0, script.Endpoint.AssociationCount);
        }
    }

    /// <summary>B3: a SACK whose Gap Ack Blocks end at 65535, before they start or beyond all that was sent loops for ever or harms the books.</summary>
    [Fact]
    public void B03_Absurd_gap_blocks_do_no_harm() => AssertReturns(() =>
    {
        GapAckBlock[][] absurd =
        [
            [new(1, 65_535)],
            [new(65_535, 65_535)],
            [new(0, 0)],
            [new(2, 1)],
            [new(3, 4), new(1, 2)],
            [new(2, 3), new(2, 3)],
            [.. Enumerable.Range(1, 300).Select(i => new GapAckBlock((ushort)(i * 200), 65_535))],
        ];
        int survivors = 0;
        foreach (GapAckBlock[] blocks in absurd)
        {
            Script script = Script.Connected();
            for (int i = 0; i < 4; i++)
            {
                _ = script.Send(500);
            }

            script.Sack(1, gaps: blocks);
            Assert.True(script.Association.TryCheckInvariants(out string violation), violation);
            if (script.Association.State == AssociationState.Established)
            {
                script.Sack(4);
                Assert.Equal(0, script.Association.GetStatus().UnacknowledgedChunks);
                AssertAlive(script);
                survivors++;
            }
        }

        Assert.True(survivors >= 2, $"{survivors} associations survived");
    });

    /// <summary>B4: an unknown chunk or parameter is not treated as the two highest bits of its type say.</summary>
    [Fact]
    public void B04_The_two_highest_bits_decide_about_what_is_unknown()
    {
        for (int type = 15; type < 256; type++)
        {
            Script script = Script.Accepted();
            List<SentPacket> sent = script.Inject(script.Tag, new Unknown((ChunkType)type, new ByteString([1, 2, 3])), Script.NewData(0));
            bool goesOn = (type & 0x80) != 0;
            Assert.Equal(goesOn, script.Association.HasReadable);
            Assert.Equal((type & 0x40) != 0, sent.Any(p => p.Packet.Chunks.OfType<Error>().SelectMany(e => e.Causes).Any(c => c is UnrecognizedChunkType)));
            Assert.Equal(AssociationState.Established, script.Association.State);
        }

        for (int bits = 0; bits < 4; bits++)
        {
            var script = new Script();
            script.Endpoint.Listen();
            var first = new UnknownParameter((ParameterType)((bits << 14) | 0x7E), new ByteString([7]));
            var second = new UnknownParameter((ParameterType)0xC07F, new ByteString([8]));
            InitAck answer = script.Inject(0u, Script.NewInit(Script.PeerTag, first, second)).Single().Chunk<InitAck>();
            int reported = answer.Parameters.OfType<UnrecognizedParameter>().Count();
            Assert.Equal((bits & 1) + (bits >> 1), reported);
        }
    }

    /// <summary>B5: an ERROR with an unknown or malformed cause ends the association.</summary>
    [Fact]
    public void B05_Unknown_causes_in_ERROR_are_survived()
    {
        SctpErrorCause[] causes =
        [
            new UnknownCause((ErrorCauseCode)200, new ByteString([1, 2, 3])),
            new UnknownCause((ErrorCauseCode)0xFFFF, new ByteString([])),
            new MalformedCause(new ByteString([0, 1, 0, 200])),
            new MalformedCause(new ByteString([0, 1, 0, 1])),
        ];
        foreach (SctpErrorCause cause in causes)
        {
            Script script = Script.Accepted();
            script.Inject(script.Tag, new Error([cause]));
            AssertAlive(script);
        }
    }

    /// <summary>B6: an answer that echoes what the peer sent is larger than the path MTU.</summary>
    [Fact]
    public void B06_No_echo_is_larger_than_the_path_MTU()
    {
        const int Mtu = 600;
        var options = new SctpOptions { PathMtu = Mtu };
        var large = new ByteString(new byte[4_000]);
        Script script = Script.Accepted(options);
        List<SentPacket> sent = script.Inject(script.Tag, new Heartbeat([new HeartbeatInfo(large)]));
        sent.AddRange(script.Inject(script.Tag, new Unknown((ChunkType)0x4F, large)));
        sent.AddRange(script.Inject(script.Tag, new Unknown((ChunkType)0xCF, large), new Unknown((ChunkType)0xCE, large)));
        sent.AddRange(script.Inject(0u, Script.NewInit(99, [.. Enumerable.Range(0, 40).Select(i => new UnknownParameter((ParameterType)(0xC060 + i), new ByteString(new byte[100])))])));
        Assert.Contains(sent, p => p.Has<Error>());
        Assert.Contains(sent, p => p.Has<InitAck>());
        Assert.All(sent, p => Assert.True(p.Bytes.Length <= Mtu || !p.Transmit.DontFragment, $"{p.Bytes.Length} bytes: {p}"));
        AssertAlive(script);
    }

    /// <summary>B7: a length is checked after its use, so that a packet that ends early is read beyond its end.</summary>
    [Fact]
    public void B07_Packets_may_end_anywhere_and_lie_about_their_lengths()
    {
        byte[][] packets =
        [
            new SctpPacket(Script.PeerPort, Script.Port, 0, [Script.NewInit(Script.PeerTag, new SupportedAddressTypes([5]), new CookiePreservative(7), new IPv4Address(new ByteString([192, 0, 2, 9])))]).ToArray(),
            new SctpPacket(Script.PeerPort, Script.Port, 1, [
                new Sack(new Tsn(1), 10_000, [new GapAckBlock(2, 3)], [new Tsn(9)]),
                Script.NewData(0),
                new Heartbeat([new HeartbeatInfo(new ByteString([1, 2, 3, 4, 5]))]),
                new Error([new StaleCookie(5), new UnrecognizedParameters([new UnknownParameter((ParameterType)0xC001, new ByteString([1]))])]),
                new Shutdown(new Tsn(3))]).ToArray(),
        ];
        foreach (byte[] packet in packets)
        {
            for (int length = 0; length < packet.Length; length++)
            {
                AssertReceived(packet[..length]);
            }

            for (int i = CommonHeader.Length; i < packet.Length; i++)
            {
                foreach (byte value in (byte[])[0, 1, 0x7F, 0xFF])
                {
                    byte[] lying = [.. packet];
                    lying[i] = value;
                    AssertReceived(lying);
                }
            }
        }

        static void AssertReceived(byte[] packet)
        {
            Script script = Script.Accepted();
            bool hasTag = packet.Length >= CommonHeader.Length && packet[7] != 0;
            if (hasTag)
            {
                System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), script.Tag);
            }

            script.InjectBytes(Script.Peer, Sealed(packet));
            Assert.True(script.Association.TryCheckInvariants(out string violation), violation);
        }
    }

    /// <summary>B8: the checksum is computed and not enforced.</summary>
    [Fact]
    public void B08_A_damaged_packet_has_no_effect()
    {
        LinkOptions damaging = new() { CorruptPerMillion = 150_000, Corruption = CorruptionKind.BitFlips };
        AssertHolds(Over(damaging, Side(60)), Mark.DamagedPacketArrives);
        Script script = Script.Accepted();
        byte[] abort = new SctpPacket(Script.PeerPort, Script.Port, script.Tag, [new Abort(default)]).ToArray();
        for (int bit = 64; bit < 96; bit++)
        {
            byte[] wrong = [.. abort];
            wrong[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Empty(script.InjectBytes(Script.Peer, wrong));
        }

        Array.Clear(abort, 8, 4);
        Assert.Empty(script.InjectBytes(Script.Peer, abort));
        AssertAlive(script);
    }

    /// <summary>B9: padding is forgotten when sizes are added up.</summary>
    [Fact]
    public void B09_Messages_of_every_length_fit_their_packets()
    {
        List<PlannedSend> messages = [];
        for (int length = 1; length <= 120; length++)
        {
            messages.Add(new PlannedSend(0, Sctp.Sim.Side.Client, (uint)messages.Count, length, (ushort)(length % 3), length % 2 == 0));
            messages.Add(new PlannedSend(0, Sctp.Sim.Side.Client, (uint)messages.Count, 1_380 + length, (ushort)(length % 3), false));
        }

        SimulationReport report = AssertHolds(
            Over(LinkOptions.Perfect, Side(0)) with { Schedule = new Schedule { Messages = messages } }, Mark.DataBundled, Mark.DataFillsPacket);
        Assert.Equal(messages.Count, report.Client.MessagesDelivered);
        Assert.Equal(messages.Sum(m => m.Length), report.Client.BytesDelivered);
    }

    /// <summary>B10: somebody who knows addresses and ports ends or disturbs an association, because the tag is not checked or checked too late.</summary>
    [Fact]
    public void B10_Without_the_tag_nobody_harms_an_association()
    {
        Script script = Script.Accepted();
        _ = script.Send(100);
        SctpChunk[] chunks =
        [
            new Abort(default), new Shutdown(script.Tsn), new ShutdownAck(), new ShutdownComplete(), new CookieAck(), Script.NewData(0),
            new Sack(script.Tsn, 0, default, default), new Error(default), new Heartbeat([new HeartbeatInfo(new ByteString([1]))]),
            new CookieEcho(new ByteString(new byte[40])), Script.NewInit(5),
        ];
        foreach (SctpChunk chunk in chunks)
        {
            foreach (uint tag in (uint[])[1, script.Tag ^ 1, script.Tag ^ 0x8000_0000, ~script.Tag, chunk is Init ? 7u : 0u])
            {
                AssociationStatus before = script.Association.GetStatus();
                script.Inject(tag, chunk);
                Assert.Equal(before, script.Association.GetStatus());
            }
        }

        // RFC 9260 section 10, ICMP: a quoted packet whose tag is wrong proves nothing.
        byte[] quoted = new SctpPacket(Script.Port, Script.PeerPort, 0, [new CookieAck()]).ToArray();
        script.Endpoint.ReceiveIcmp(new IcmpMessage { Kind = IcmpKind.ProtocolUnreachable, Remote = Script.Peer, QuotedPacket = quoted }, script.Now);
        AssertAlive(script);
    }
}
