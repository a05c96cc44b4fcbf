using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sctp.Conformance.Support;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Association;

/// <summary>TSNs wrap: where they begin makes no difference (RFC 9260 section 1.6).</summary>
public class InitialTsnTests
{
    private static readonly uint[] InitialTsns = [0, 1, int.MaxValue, 0x8000_0000, uint.MaxValue - 1, uint.MaxValue];
    private static readonly List<string> Reference = Transfer(1_000_000, 2_000_000);

    public static TheoryData<uint, uint> Pairs()
    {
        var data = new TheoryData<uint, uint>();
        foreach (uint a in InitialTsns)
        {
            foreach (uint b in InitialTsns)
            {
                data.Add(a, b);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    [Requirement("9260-1.6-01")]
    [Requirement("9260-1.6-04")]
    public void The_trace_of_a_lossy_transfer_is_the_same_but_for_the_shift(uint tsnA, uint tsnB)
    {
        List<string> trace = Transfer(tsnA, tsnB);
        Assert.True(Reference.Count > 150, "there is a transfer to compare");
        Assert.Equal(Reference, trace);
    }

    private static List<string> Transfer(uint tsnA, uint tsnB)
    {
        int count = 0;
        var options = new SctpOptions { ReceiveBufferSize = 20_000, HeartbeatEnabled = false };
        var pair = new Pair(options, options, new SeededEntropy(1, tsnA), new SeededEntropy(2, tsnB))
        {
            Network = (_, packet) => packet.Has<Data>() && ++count % 7 == 3 ? Fate.Drop : count % 11 == 5 ? Fate.Duplicate : Fate.Deliver,
            DelayOf = (fromA, packet) => Duration.FromMilliseconds(packet.Bytes.Length % 3 == 0 ? 10 : 17),
        };
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        for (int i = 0; i < 60; i++)
        {
            var send = new SendOptions { StreamId = (ushort)(i % 3), Unordered = i % 5 == 0 };
            Assert.Equal(SendResult.Queued, a.Send(Script.Pattern(1 + (i * 97 % 4000), i), send, pair.Now));
            Assert.Equal(SendResult.Queued, b.Send(Script.Pattern(1 + (i * 31 % 2000), i), send, pair.Now));
            pair.Run(Duration.FromMilliseconds(5));
        }

        a.Shutdown(pair.Now);
        pair.Run(Duration.FromSeconds(200));
        Assert.Equal(60, pair.ReceivedBy(a).Count);
        Assert.Equal(60, pair.ReceivedBy(b).Count);
        HandshakeLossTests.AssertNothingLeft(pair);
        return [.. pair.Trace.Select(t => Normalize(t.FromA, t.Packet, tsnA, tsnB))];
    }

    /// <summary>The packet as text, with its TSNs counted from the first ones. Cookies hold a MAC and are left out.</summary>
    private static string Normalize(bool fromA, SentPacket packet, uint tsnA, uint tsnB)
    {
        uint own = fromA ? tsnA : tsnB;
        uint peer = fromA ? tsnB : tsnA;
        var text = new StringBuilder().Append(packet.Time).Append(fromA ? " A " : " B ");
        foreach (SctpChunk chunk in packet.Packet.Chunks)
        {
            string line = chunk switch
            {
                CookieEcho => "COOKIE_ECHO",
                Init init => (init with { InitialTsn = init.InitialTsn - own }).ToString(),
                InitAck initAck => (initAck with { InitialTsn = initAck.InitialTsn - own, Parameters = default }).ToString(),
                Data data => (data with { Tsn = data.Tsn - own }).ToString(),
                Sack sack => (sack with
                {
                    CumulativeTsn = sack.CumulativeTsn - peer,
                    Duplicates = ValueList.Create<Tsn>([.. sack.Duplicates.Select(d => d - peer)]),
                }).ToString(),
                Shutdown shutdown => new Shutdown(shutdown.CumulativeTsn - peer).ToString(),
                _ => chunk.ToString(),
            };
            text.Append(' ').Append(line);
        }

        return text.ToString();
    }
}
