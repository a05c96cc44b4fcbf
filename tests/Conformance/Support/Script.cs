using System.Collections.Generic;
using System.Linq;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Support;

/// <summary>
/// One endpoint under test against a peer that is played by hand: chunks go in, packets come out, time is virtual. Whatever the endpoint wants to send is
/// fetched at once after each input, so the time of a packet is the time of its cause.
/// </summary>
internal sealed class Script
{
    public const ushort PeerPort = 5000;
    public const ushort Port = 7;
    public const uint PeerTag = 0x0BADCAFE;
    public static readonly Tsn PeerTsn = new(1000);
    public static readonly SctpAddress Peer = SctpAddress.Parse("192.0.2.1");
    public static readonly SctpAddress Peer2 = SctpAddress.Parse("192.0.2.2");
    public static readonly SctpAddress Local = SctpAddress.Parse("192.0.2.100");

    private readonly byte[] _buffer = new byte[65_536];
    private readonly List<SentPacket> _sent = [];

    public Script(SctpOptions? options = null, IEntropy? entropy = null)
    {
        Endpoint = new SctpEndpoint((options ?? new SctpOptions()) with { LocalPort = Port }, entropy ?? new SeededEntropy(1));
    }

    public SctpEndpoint Endpoint { get; }

    public SctpAssociation Association { get; set; } = null!;

    public Instant Now { get; private set; } = Instant.FromNanoseconds(1_000_000_000);

    /// <summary>The endpoint's own Initiate Tag, once it was seen in its INIT or INIT ACK.</summary>
    public uint Tag { get; private set; }

    /// <summary>The endpoint's Initial TSN.</summary>
    public Tsn Tsn { get; private set; }

    public List<SctpEvent> Events { get; } = [];

    public static Init NewInit(uint tag = PeerTag, params SctpParameter[] parameters) =>
        new(tag, 100_000, 10, 10, PeerTsn, ValueList.Create<SctpParameter>(parameters));

    public static Data NewData(int offset, int length = 100, ushort stream = 0, ushort ssn = 0, byte flags = DataFlags.Whole) =>
        new(PeerTsn + (uint)offset, stream, new Ssn(ssn), 0, new ByteString(Pattern(length, offset))) { Flags = flags };

    public static byte[] Pattern(int length, int seed) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 7) + seed))];

    /// <summary>Makes the endpoint listen, and opens an association with it as the peer.</summary>
    public static Script Accepted(SctpOptions? options = null, IEntropy? entropy = null, params SctpParameter[] initParameters)
    {
        var script = new Script(options, entropy);
        script.Endpoint.Listen();
        InitAck initAck = script.Inject(0, NewInit(PeerTag, initParameters)).Single().Chunk<InitAck>();
        script.Learn(initAck.InitiateTag, initAck.InitialTsn);
        script.Inject(script.Tag, new CookieEcho(initAck.Parameters.OfType<StateCookie>().Single().Cookie));
        script.Association = script.Endpoint.GetAssociation(0);
        return script;
    }

    /// <summary>Makes the endpoint open an association, and accepts it as the peer.</summary>
    public static Script Connected(SctpOptions? options = null, IEntropy? entropy = null, uint window = 100_000, ushort streams = 10)
    {
        Script script = Connecting(options, entropy);
        script.InjectInitAck(window: window, streams: streams);
        script.Inject(script.Tag, new CookieAck());
        return script;
    }

    /// <summary>Makes the endpoint send its INIT.</summary>
    public static Script Connecting(SctpOptions? options = null, IEntropy? entropy = null, params SctpAddress[] peers)
    {
        var script = new Script(options, entropy);
        script.Association = script.Endpoint.Connect(peers.Length == 0 ? [Peer] : peers, PeerPort, script.Now);
        Init init = script.Flush().First().Chunk<Init>();
        script.Learn(init.InitiateTag, init.InitialTsn);
        return script;
    }

    /// <summary>Answers the INIT as the peer; returns what the endpoint sends then: its COOKIE ECHO.</summary>
    public List<SentPacket> InjectInitAck(uint tag = PeerTag, uint window = 100_000, ushort streams = 10, SctpAddress? from = null, params SctpParameter[] more) =>
        InjectFrom(
            from ?? Peer,
            Tag,
            new InitAck(tag, window, streams, streams, PeerTsn, ValueList.Create<SctpParameter>([new StateCookie(new ByteString([1, 2, 3, 4, 5])), .. more])));

    public void Learn(uint tag, Tsn tsn)
    {
        Tag = tag;
        Tsn = tsn;
    }

    /// <summary>The chunks arrive from the peer in one packet. Returns what the endpoint sends at once.</summary>
    public List<SentPacket> Inject(uint tag, params SctpChunk[] chunks) => InjectFrom(Peer, tag, chunks);

    /// <summary>The chunks arrive under the right tag.</summary>
    public List<SentPacket> Inject(params SctpChunk[] chunks) => InjectFrom(Peer, Tag, chunks);

    public List<SentPacket> InjectFrom(SctpAddress source, uint tag, params SctpChunk[] chunks) =>
        InjectBytes(source, new SctpPacket(PeerPort, Port, tag, ValueList.Create<SctpChunk>(chunks)).ToArray());

    public List<SentPacket> InjectBytes(SctpAddress source, byte[] packet)
    {
        Endpoint.Receive(packet, new NetworkPath(source, Local), Now);
        return Flush();
    }

    public List<SentPacket> Send(int length, in SendOptions options = default)
    {
        Assert.Equal(SendResult.Queued, Association.Send(Pattern(length, 0), options, Now));
        return Flush();
    }

    /// <summary>Acknowledges so many of the endpoint's TSNs, counted from its first.</summary>
    public List<SentPacket> Sack(int acknowledged, uint window = 100_000, params GapAckBlock[] gaps) =>
        Inject(new Sack(Tsn + (uint)acknowledged - 1, window, ValueList.Create<GapAckBlock>(gaps), default));

    /// <summary>Lets time pass, running every timer at its own deadline. Returns what was sent meanwhile.</summary>
    public List<SentPacket> Wait(Duration duration)
    {
        Instant end = Now + duration;
        var sent = new List<SentPacket>();
        while (Endpoint.NextTimeout is { } next && next <= end)
        {
            Now = Instant.Max(Now, next);
            Endpoint.Advance(Now);
            sent.AddRange(Flush());
        }

        Now = end;
        return sent;
    }

    public List<SentPacket> WaitMilliseconds(long milliseconds) => Wait(Duration.FromMilliseconds(milliseconds));

    /// <summary>Fetches all packets and events.</summary>
    public List<SentPacket> Flush()
    {
        _sent.Clear();
        while (Endpoint.TryTransmit(_buffer, Now, out Transmit transmit))
        {
            var packet = new SentPacket(Now, transmit, _buffer[..transmit.Length]);
            _sent.Add(packet);
            if (packet.Has<Init>())
            {
                Learn(packet.Chunk<Init>().InitiateTag, packet.Chunk<Init>().InitialTsn);
            }
        }

        while (Endpoint.TryGetEvent(out SctpEvent e))
        {
            Events.Add(e);
        }

        return [.. _sent];
    }

    /// <summary>Reads one message.</summary>
    public byte[]? Read()
    {
        if (!Association.TryReceive(out SctpMessage message))
        {
            return null;
        }

        using (message)
        {
            return message.ToArray();
        }
    }

    public bool Saw(SctpEventKind kind) => Events.Any(e => e.Kind == kind);
}

/// <summary>Flags of DATA chunks.</summary>
internal static class DataFlags
{
    public const byte Whole = 3;
    public const byte First = 2;
    public const byte Middle = 0;
    public const byte Last = 1;
    public const byte Unordered = 4;
    public const byte Immediate = 8;
}
