using System;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Association.Situation;

namespace Sctp.Conformance.Association;

/// <summary>The checksum as a condition of acceptance, and malformed packets: RFC 9260 sections 6.8, 6.10 and 3.2.</summary>
public class ChecksumTests
{
    private static readonly Heartbeat Probe = new(List<SctpParameter>(new HeartbeatInfo(new ByteString([1, 2, 3, 4]))));

    [Fact]
    [Requirement("9260-6.8-03")]
    [Requirement("9260-6.8-04")]
    [Requirement("9260-6.8-05")]
    public void An_INIT_with_any_bit_flipped_is_silently_discarded()
    {
        var script = new Script();
        script.Endpoint.Listen();
        byte[] packet = new SctpPacket(Script.PeerPort, Script.Port, 0, List<SctpChunk>(Script.NewInit(5, Script.Peer2.Parameter()))).ToArray();
        for (int bit = 0; bit < packet.Length * 8; bit++)
        {
            byte[] altered = [.. packet];
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Empty(script.InjectBytes(Script.Peer, altered));
        }

        Assert.Equal(packet.Length * 8, script.Endpoint.Statistics.Discards.Of(DiscardReason.Checksum));
        Assert.NotEmpty(script.InjectBytes(Script.Peer, packet));
        Assert.Empty(script.Events);
    }

    [Fact]
    [Requirement("9260-6.8-04")]
    [Requirement("9260-6.8-05")]
    public void Data_with_any_bit_flipped_changes_nothing()
    {
        Script script = In(AssociationState.Established);
        string before = script.Snapshot();
        byte[] packet = new SctpPacket(Script.PeerPort, Script.Port, script.Tag, List<SctpChunk>(Script.NewData(0, 30), new Abort(default))).ToArray();
        for (int bit = 0; bit < packet.Length * 8; bit++)
        {
            byte[] altered = [.. packet];
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Empty(script.InjectBytes(Script.Peer, altered));
        }

        Assert.Equal(before, script.Snapshot());
    }

    [Fact]
    [Requirement("9260-6.8-01")]
    [Requirement("9260-6.8-02")]
    [Requirement("9260-3.1-07")]
    public void Every_packet_sent_has_a_valid_checksum()
    {
        var pair = new Pair();
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        _ = a.Send(0, new byte[5000], pair.Now);
        _ = b.Send(1, new byte[3000], pair.Now);
        pair.Run(Duration.FromSeconds(100));
        a.Shutdown(pair.Now);
        pair.Run(Duration.FromSeconds(1));
        Assert.Equal(0, pair.A.AssociationCount);
        Assert.True(pair.Trace.Count > 15);
        Assert.All(pair.Trace, t =>
        {
            byte[] zeroed = [.. t.Packet.Bytes];
            zeroed.AsSpan(8, 4).Clear();
            uint crc = Crc32c.Compute(zeroed);
            Assert.Equal(crc, System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(t.Packet.Bytes.AsSpan(8)));
        });
    }

    [Fact]
    [Requirement("9260-A-02")]
    [Requirement("9260-6.8-04")]
    public void A_checksum_in_the_other_byte_order_is_wrong()
    {
        Script script = In(AssociationState.Established);
        byte[] packet = new SctpPacket(Script.PeerPort, Script.Port, script.Tag, List<SctpChunk>(Probe)).ToArray();
        packet.AsSpan(8, 4).Reverse();
        Assert.Empty(script.InjectBytes(Script.Peer, packet));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(15)]
    public void A_packet_too_short_for_a_chunk_is_discarded(int length)
    {
        Script script = In(AssociationState.Established);
        byte[] packet = [.. Raw(script.Tag, [0, 0, 0, 4]).Take(length)];
        if (length >= 12)
        {
            CommonHeader.Seal(packet);
        }

        Assert.Empty(script.InjectBytes(Script.Peer, packet));
        Assert.Equal(1, script.Endpoint.Statistics.Discards.Of(DiscardReason.TooShort));
    }

    [Theory]
    [InlineData(new byte[] { 4, 0, 0, 0 })]
    [InlineData(new byte[] { 4, 0, 0, 3 })]
    [InlineData(new byte[] { 4, 0, 0, 9, 1, 2, 3, 4 })]
    [InlineData(new byte[] { 4, 0, 255, 255 })]
    [Requirement("9260-6.10-07")]
    [Requirement("9260-3.2-07")]
    public void Processing_stops_at_a_chunk_that_is_too_short_or_partial(byte[] bad)
    {
        Script script = In(AssociationState.Established);
        byte[] probe = Probe.ToArray();
        SentPacket packet = Assert.Single(script.InjectBytes(Script.Peer, Raw(script.Tag, probe, bad)));
        Assert.Single(packet.Packet.Chunks);
        Assert.IsType<HeartbeatAck>(packet.Single);
        Assert.Empty(script.InjectBytes(Script.Peer, Raw(script.Tag, bad)));
        if (bad[3] < 4)
        {
            packet = Assert.Single(script.InjectBytes(Script.Peer, Raw(script.Tag, probe, bad, probe)));
            Assert.Single(packet.Packet.Chunks);
        }
    }

    [Fact]
    [Requirement("9260-3.2-13")]
    public void The_value_of_padding_is_ignored()
    {
        Script script = In(AssociationState.Established);
        _ = script.Inject(Script.NewData(0, 5) with { Padding = new ByteString([0xFF, 0xFF, 0xFF]) }, Script.NewData(1, 6, ssn: 1) with { Padding = new ByteString([1, 2]) });
        Assert.Equal(Script.Pattern(5, 0), script.Read());
        Assert.Equal(Script.Pattern(6, 1), script.Read());
    }
}
