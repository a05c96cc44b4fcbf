using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Transfer;

/// <summary>What the tests of data transfer do again and again with a <see cref="Script"/>.</summary>
internal static class TransferSteps
{
    /// <summary>The payload that fills one packet of the default path MTU of IPv4: 1480 - 12 - 16.</summary>
    public const int Full = 1452;

    /// <summary>PMDCS of the default path MTU of IPv4.</summary>
    public const int Pmdcs = 1468;

    public static readonly SctpAddress Peer3 = SctpAddress.Parse("192.0.2.3");

    /// <summary>An association that the endpoint opened with a peer of several addresses, all named and so confirmed.</summary>
    public static Script Multihomed(SctpOptions? options = null, uint window = 1_000_000, int addresses = 2)
    {
        SctpAddress[] peers = [.. new[] { Script.Peer, Script.Peer2, Peer3 }.Take(addresses)];
        Script script = Script.Connecting(options, null, peers);
        script.InjectInitAck(window: window, more: [.. peers.Select(AddressOf)]);
        script.Inject(script.Tag, new CookieAck());
        return script;
    }

    public static SctpParameter AddressOf(SctpAddress address)
    {
        byte[] bytes = new byte[address.Kind == SctpAddressKind.IPv6 ? 16 : 4];
        Assert.Equal(bytes.Length, address.TryWriteBytes(bytes));
        return bytes.Length == 4 ? new IPv4Address(new ByteString(bytes)) : new IPv6Address(new ByteString(bytes));
    }

    public static PathStatus Path(this Script script, int index = 0) => script.Association.GetPath(index);

    public static PathStatus PathTo(this Script script, SctpAddress address) =>
        Enumerable.Range(0, script.Association.PathCount).Select(script.Association.GetPath).Single(p => p.Address == address);

    public static IEnumerable<Data> DataOf(this IEnumerable<SentPacket> packets) => packets.SelectMany(p => p.Packet.Chunks).OfType<Data>();

    /// <summary>The TSNs of the DATA chunks, the endpoint's first being 1.</summary>
    public static IEnumerable<int> Tsns(this Script script, IEnumerable<SentPacket> packets) =>
        packets.DataOf().Select(d => script.Tsn.DistanceTo(d.Tsn) + 1);

    public static IEnumerable<Sack> SacksOf(this IEnumerable<SentPacket> packets) => packets.SelectMany(p => p.Packet.Chunks).OfType<Sack>();

    /// <summary>How many TSNs were used.</summary>
    public static int SentTsns(this Script script) => script.Tsn.DistanceTo(script.Association.GetStatus().NextTsn);

    /// <summary>Acknowledges everything that was sent.</summary>
    public static List<SentPacket> SackAll(this Script script, uint window = 1_000_000) => script.Sack(script.SentTsns(), window);

    /// <summary>Queues messages one by one; returns all packets.</summary>
    public static List<SentPacket> SendMany(this Script script, int count, int length, SendOptions options = default)
    {
        var sent = new List<SentPacket>();
        for (int i = 0; i < count; i++)
        {
            sent.AddRange(script.Send(length, options));
        }

        return sent;
    }

    /// <summary>Queues without fetching packets, so that it all counts as one opportunity to send.</summary>
    public static void Queue(this Script script, int count, int length, SendOptions options = default)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(SendResult.Queued, script.Association.Send(Script.Pattern(length, i), options, script.Now));
        }
    }

    /// <summary>Slow start until cwnd is at least so large; everything is acknowledged then.</summary>
    public static void GrowTo(this Script script, int cwnd, SctpAddress destination = default)
    {
        PathStatus Status() => destination.Kind == SctpAddressKind.None ? script.Path() : script.PathTo(destination);
        while (Status().CongestionWindow < cwnd)
        {
            while (Status().FlightSize < Status().CongestionWindow)
            {
                script.Send(Full, new SendOptions { Destination = destination });
            }

            script.SackAll();
        }
    }

    /// <summary>Sends full packets until the congestion window is full; returns how many.</summary>
    public static int FillWindow(this Script script)
    {
        int before = script.SentTsns();
        while (script.Path().FlightSize < script.Path().CongestionWindow)
        {
            script.Send(Full);
        }

        return script.SentTsns() - before;
    }

    public static GapAckBlock Gap(int start, int end) => new((ushort)start, (ushort)end);

    /// <summary>The times of packets, in milliseconds after <paramref name="start"/>.</summary>
    public static long[] Milliseconds(this IEnumerable<SentPacket> packets, Instant start) =>
        [.. packets.Select(p => (p.Time - start).TotalMilliseconds)];

    /// <summary>Answers each HEARTBEAT in the packets from the address it went to.</summary>
    public static List<SentPacket> AnswerHeartbeats(this Script script, IEnumerable<SentPacket> packets)
    {
        var sent = new List<SentPacket>();
        foreach (SentPacket packet in packets.Where(p => p.Has<Heartbeat>()).ToArray())
        {
            sent.AddRange(script.InjectFrom(packet.Transmit.Remote, script.Tag, new HeartbeatAck(packet.Chunk<Heartbeat>().Parameters)));
        }

        return sent;
    }
}
