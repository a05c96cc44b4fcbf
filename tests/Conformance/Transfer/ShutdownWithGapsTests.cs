using Sctp.Conformance.Support;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Transfer;

/// <summary>A peer that goes on sending while the own side waits for SHUTDOWN ACK.</summary>
public sealed class ShutdownWithGapsTests
{
    [Fact]
    [Requirement("9260-9.2-16")]
    [Requirement("9260-9.2-17")]
    public void A_SACK_with_more_gaps_than_a_packet_holds_leaves_room_for_the_SHUTDOWN()
    {
        Script script = Script.Accepted();
        script.Association.Shutdown(script.Now);
        Assert.Equal(ChunkType.Shutdown, Assert.Single(Assert.Single(script.Flush()).Packet.Chunks).Type);
        byte[] buffer = new byte[65_536];
        for (int i = 0; i < 1000; i++)
        {
            script.Endpoint.Receive(
                new SctpPacket(Script.PeerPort, Script.Port, script.Tag, ValueList.Create<SctpChunk>([Script.NewData(1 + (2 * i), 1, flags: DataFlags.Whole | DataFlags.Unordered)])).ToArray(),
                new NetworkPath(Script.Peer, Script.Local),
                script.Now);
            int packets = 0;
            while (script.Endpoint.TryTransmit(buffer, script.Now, out Transmit transmit))
            {
                Assert.True(++packets == 1, "one packet of DATA is answered without end");
                var packet = new SentPacket(script.Now, transmit, buffer[..transmit.Length]);
                Assert.Equal(2, packet.Packet.Chunks.Count);
                _ = packet.Chunk<Sack>();
                _ = packet.Chunk<Shutdown>();
            }

            Assert.Equal(1, packets);
        }
    }
}
