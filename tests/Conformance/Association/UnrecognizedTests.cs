using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Association.Situation;

namespace Sctp.Conformance.Association;

/// <summary>Unknown chunks and unknown parameters of INIT: RFC 9260 sections 3.2, 3.2.1 and 3.2.2.</summary>
public class UnrecognizedTests
{
    private static readonly Heartbeat Probe = new(List<SctpParameter>(new HeartbeatInfo(new ByteString([1, 2, 3, 4]))));

    private static readonly AssociationState[] Answering =
        [AssociationState.Established, AssociationState.ShutdownPending, AssociationState.ShutdownReceived];

    [Theory]
    [InlineData(0x10, false, false)]
    [InlineData(0x3F, false, false)]
    [InlineData(0x40, false, true)]
    [InlineData(0x7E, false, true)]
    [InlineData(0x80, true, false)]
    [InlineData(0xBE, true, false)]
    [InlineData(0xC2, true, true)]
    [InlineData(0xFE, true, true)]
    [Requirement("9260-3.2-01")]
    [Requirement("9260-3.2-02")]
    [Requirement("9260-3.2-03")]
    [Requirement("9260-3.2-04")]
    [Requirement("9260-3.3.10.6-01")]
    [Requirement("9260-12.4-02")]
    public void The_two_high_bits_of_an_unknown_chunk_decide(int type, bool goesOn, bool isReported)
    {
        foreach (AssociationState state in Answering)
        {
            Script script = In(state);
            Unknown unknown = UnknownChunk(type, 6) with { Flags = 0x5A };
            SentPacket packet = Assert.Single(script.Inject(Probe, unknown, Probe));
            Assert.Equal(goesOn ? 2 : 1, packet.Packet.Chunks.OfType<HeartbeatAck>().Count());
            Assert.Equal(isReported ? 1 : 0, packet.Packet.Chunks.OfType<Error>().Count());
            if (isReported)
            {
                UnrecognizedChunkType cause = Assert.IsType<UnrecognizedChunkType>(Assert.Single(packet.Chunk<Error>().Causes));
                Assert.Equal(unknown.ToArray()[..10], cause.Chunk.ToArray());
            }

            Assert.Equal(state, script.Association.State);
        }
    }

    [Theory]
    [InlineData(0x3E)]
    [InlineData(0x7E)]
    [Requirement("9260-3.2-01")]
    [Requirement("9260-3.2-02")]
    public void Data_behind_an_unknown_chunk_that_stops_is_not_taken(int type)
    {
        Script script = In(AssociationState.Established);
        _ = script.Inject(UnknownChunk(type), Script.NewData(0));
        Assert.Null(script.Read());
        Assert.Equal(Script.PeerTsn.Previous, script.Association.GetStatus().ReceivedCumulativeTsn);
        _ = script.Inject(UnknownChunk(0xBE), Script.NewData(0));
        Assert.NotNull(script.Read());
    }

    [Fact]
    [Requirement("9260-3.3.10.6-01")]
    [Requirement("9260-12.4-02")]
    public void A_huge_unknown_chunk_is_reported_within_one_packet_of_the_path()
    {
        Script script = In(AssociationState.Established);
        SentPacket packet = Assert.Single(script.Inject(UnknownChunk(0xC5, 5000)));
        Assert.True(packet.Bytes.Length <= 1480);
        Assert.Equal(0xC5, Assert.IsType<UnrecognizedChunkType>(Assert.Single(packet.Chunk<Error>().Causes)).Chunk.Span[0]);
    }

    [Fact]
    [Requirement("9260-12.4-02")]
    [Requirement("9260-12.4-03")]
    public void A_packet_full_of_probes_and_unknown_chunks_is_answered_by_one_packet()
    {
        Script script = In(AssociationState.Established);
        SctpChunk[] many = [.. Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? (SctpChunk)Probe : UnknownChunk(0xC0 + (i % 60), 20))];
        SentPacket packet = Assert.Single(script.Inject(many));
        Assert.True(packet.Bytes.Length <= 1480);
    }

    [Theory]
    [InlineData(0x3FFF, false, 1)]
    [InlineData(0x0011, false, 1)]
    [InlineData(0x7FFF, true, 1)]
    [InlineData(0x8003, false, 2)]
    [InlineData(0xBFFF, false, 2)]
    [InlineData(0xC000, true, 2)]
    [InlineData(0xFFFE, true, 2)]
    [Requirement("9260-3.2.1-05")]
    [Requirement("9260-3.2.1-06")]
    [Requirement("9260-3.2.1-07")]
    [Requirement("9260-3.2.1-08")]
    [Requirement("9260-3.2.1-09")]
    [Requirement("9260-3.2.2-01")]
    [Requirement("9260-3.3.3.1.2-01")]
    public void The_two_high_bits_of_an_unknown_parameter_of_INIT_decide(int type, bool isReported, int paths)
    {
        var script = new Script();
        script.Endpoint.Listen();
        UnknownParameter unknown = UnknownParameter(type, 5);
        InitAck initAck = script.Inject(0u, Script.NewInit(Script.PeerTag, unknown, Script.Peer2.Parameter())).Single().Chunk<InitAck>();

        List<UnrecognizedParameter> reports = [.. initAck.Parameters.OfType<UnrecognizedParameter>()];
        Assert.Equal(isReported ? 1 : 0, reports.Count);
        if (isReported)
        {
            Assert.Equal([(byte)(type >> 8), (byte)type, 0, 9, 1, 2, 3, 4, 5], reports[0].Parameter.ToArray());
        }

        _ = script.Inject(initAck.InitiateTag, new CookieEcho(initAck.Parameters.OfType<StateCookie>().Single().Cookie));
        Assert.Equal(paths, script.Endpoint.GetAssociation(0).PathCount);
    }

    [Theory]
    [InlineData(0x3FFF)]
    [InlineData(0x7FFF)]
    [Requirement("9260-3.2.1-10")]
    public void An_unknown_parameter_that_stops_does_not_undo_what_was_read(int type)
    {
        Script script = Script.Accepted(initParameters: [Script.Peer2.Parameter(), UnknownParameter(type), SctpAddress.Parse("192.0.2.3").Parameter()]);
        Assert.Equal(2, script.Association.PathCount);
    }

    [Fact]
    [Requirement("9260-3.2.2-01")]
    [Requirement("9260-3.3.3.1.2-01")]
    public void Each_unknown_parameter_that_asks_for_it_is_reported()
    {
        var script = new Script();
        script.Endpoint.Listen();
        SctpParameter[] unknown = [UnknownParameter(0xC001, 1), UnknownParameter(0x8001), UnknownParameter(0xC002, 2), UnknownParameter(0xC003, 0)];
        InitAck initAck = script.Inject(0u, Script.NewInit(5, unknown)).Single().Chunk<InitAck>();
        Assert.Equal([1, 2, 3], initAck.Parameters.OfType<UnrecognizedParameter>().Select(p => (int)p.Parameter.Span[1]));
    }
}
