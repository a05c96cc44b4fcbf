using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Transfer;

/// <summary>A router that drops what is too big and says so: RFC 9260 sections 7.3 and 10.</summary>
public class PathMtuScenarios
{
    [Theory]
    [InlineData(1, 1200)]
    [InlineData(10, 1200)]
    [InlineData(30, 576)]
    [InlineData(30, 900)]
    [Requirement("9260-10-09")]
    [Requirement("9260-7.3-01")]
    [Requirement("9260-6.9-09")]
    [Requirement("9260-10-08")]
    public void After_Packet_Too_Big_only_chunks_already_cut_are_larger(int packetsBefore, int mtu)
    {
        var pair = new Pair();
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        int packets = 0;
        bool wasTold = false;
        Tsn cut = a.GetStatus().NextTsn;
        var quotes = new Queue<byte[]>();
        pair.Network = (fromA, packet) =>
        {
            if (!fromA)
            {
                return Fate.Deliver;
            }

            Data[] data = [.. packet.Packet.Chunks.OfType<Data>()];
            if (wasTold && packet.Bytes.Length > mtu)
            {
                Assert.False(packet.Transmit.DontFragment, "larger than the path MTU and not to be fragmented");
                Assert.True(Assert.Single(data).Tsn < cut, "a chunk cut after the path MTU fell is too large");
            }

            if (!wasTold)
            {
                cut = data.Select(d => d.Tsn.Next).Append(cut).Aggregate(Tsn.Max);
            }

            if (++packets >= packetsBefore && packet.Transmit.DontFragment && packet.Bytes.Length > mtu)
            {
                quotes.Enqueue(packet.Bytes[..28]);
                return Fate.Drop;
            }

            return Fate.Deliver;
        };
        var sent = new List<byte[]>();
        for (int i = 0; i < 60; i++)
        {
            sent.Add(Script.Pattern(4000, i));
            Assert.Equal(SendResult.Queued, a.Send(0, sent[^1], pair.Now));
        }

        // Forged by somebody who does not know the tag: nothing happens.
        byte[] forged = new SctpPacket(1001, 1002, 12345, [new CookieAck()]).ToArray();
        pair.A.ReceiveIcmp(new IcmpMessage { Kind = IcmpKind.PacketTooBig, Mtu = 600, Remote = Pair.AddressesB[0], QuotedPacket = forged }, pair.Now);
        Assert.Equal(1480, a.GetPath(0).PathMtu);

        pair.RunUntil(() => quotes.Count > 0, Duration.FromSeconds(10));
        pair.A.ReceiveIcmp(new IcmpMessage { Kind = IcmpKind.PacketTooBig, Mtu = mtu, Remote = Pair.AddressesB[0], QuotedPacket = quotes.Peek() }, pair.Now);
        wasTold = true;
        Assert.Equal(mtu, a.GetPath(0).PathMtu);
        pair.RunUntil(() => pair.ReceivedBy(b).Count == 60, Duration.FromSeconds(120));
        Assert.Equal(sent, pair.ReceivedBy(b));
    }
}
