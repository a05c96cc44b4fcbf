using System;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Association;

/// <summary>Ports, Verification Tags and the fields that every DATA chunk carries, over whole lives of associations.</summary>
public class IdentityTests
{
    [Fact]
    [Requirement("9260-3.1-01")]
    public void The_source_port_is_never_0_even_when_none_was_chosen()
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            var endpoint = new SctpEndpoint(new SctpOptions(), new SeededEntropy(seed));
            Assert.InRange(endpoint.LocalPort, 49_152, 65_535);
        }

        var zeros = new SctpEndpoint(new SctpOptions(), new ZeroEntropy());
        Assert.NotEqual(0, zeros.LocalPort);
    }

    [Fact]
    [Requirement("9260-3.1-02")]
    public void The_destination_port_0_is_refused_and_a_packet_from_port_0_is_not_answered()
    {
        var endpoint = new SctpEndpoint(new SctpOptions { LocalPort = Script.Port }, new SeededEntropy(1));
        endpoint.Listen();
        Assert.Throws<ArgumentOutOfRangeException>(() => endpoint.Connect(Script.Peer, 0, Instant.Epoch));
        Assert.Throws<ArgumentOutOfRangeException>(() => endpoint.ConnectPassive(0, Instant.Epoch));

        byte[] fromZero = new SctpPacket(0, Script.Port, 0, [Script.NewInit()]).ToArray();
        endpoint.Receive(fromZero, new NetworkPath(Script.Peer), Instant.Epoch);
        Assert.False(endpoint.TryTransmit(new byte[2000], Instant.Epoch, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [Requirement("9260-3.1-01")]
    [Requirement("9260-3.1-02")]
    [Requirement("9260-3.1-03")]
    public void Every_packet_of_a_life_has_both_ports_and_the_tag_of_its_receiver_but_for_the_INIT(int lossPercent)
    {
        var random = new Random(7);
        var pair = new Pair { Network = (_, _) => random.Next(100) < lossPercent ? Fate.Drop : Fate.Deliver };
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        for (int i = 0; i < 40; i++)
        {
            Assert.Equal(SendResult.Queued, a.Send(0, Script.Pattern(3000, i), pair.Now));
            Assert.Equal(SendResult.Queued, b.Send(0, Script.Pattern(300, i), pair.Now));
        }

        a.Shutdown(pair.Now);
        pair.RunUntil(() => pair.A.AssociationCount == 0 && pair.B.AssociationCount == 0, Duration.FromSeconds(3600));

        uint tagOfA = pair.Trace.Select(t => t.Packet.Packet.Chunks[0]).OfType<Init>().First().InitiateTag;
        uint[] tagsOfB = [.. pair.Trace.Select(t => t.Packet.Packet.Chunks[0]).OfType<InitAck>().Select(c => c.InitiateTag)];
        Assert.All(pair.Trace, t =>
        {
            SctpPacket packet = t.Packet.Packet;
            Assert.Equal(t.FromA ? 1001 : 1002, packet.SourcePort);
            Assert.Equal(t.FromA ? 1002 : 1001, packet.DestinationPort);
            switch (packet.Chunks[0])
            {
                case Init:
                    Assert.Equal(0u, packet.VerificationTag);
                    break;
                case Sctp.Wire.Forms.ShutdownComplete { Flags: Sctp.Wire.Forms.ShutdownComplete.TagReflected }:
                case Sctp.Wire.Forms.Abort { Flags: Sctp.Wire.Forms.Abort.TagReflected }:
                    break; // Reflects what it answers (9260-3.1-05, 9260-3.1-06).
                default:
                    Assert.Contains(packet.VerificationTag, t.FromA ? tagsOfB : [tagOfA]);
                    break;
            }
        });
    }

    [Fact]
    [Requirement("9260-3.3.1-02")]
    public void Reserved_flags_of_DATA_are_sent_as_0_and_ignored_on_receipt()
    {
        Script script = Script.Accepted();
        Data withReserved = Script.NewData(0) with { Flags = DataFlags.Whole | 0xF0 };
        script.Inject(withReserved);
        Assert.Equal(withReserved.Payload.ToArray(), script.Read());

        Data sent = script.Send(100, new SendOptions { Unordered = true, SackImmediately = true }).Single().Chunk<Data>();
        Assert.Equal(0, sent.Flags & 0xF0);
    }

    [Fact]
    [Requirement("9260-3.3.1-10")]
    public void Every_fragment_carries_the_payload_protocol_identifier()
    {
        Script script = Script.Accepted();
        var options = new SendOptions { PayloadProtocolId = (PayloadProtocolIdentifier)0xA1B2C3D4 };
        Data[] fragments = [.. script.Send(4000, options).SelectMany(p => p.Packet.Chunks).OfType<Data>()];
        Assert.True(fragments.Length >= 3);
        Assert.All(fragments, f => Assert.Equal(0xA1B2C3D4u, f.PayloadProtocolId));
    }

    private sealed class ZeroEntropy : IEntropy
    {
        public void Fill(EntropyUse use, Span<byte> destination) => destination.Clear();
    }
}
