using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Sctp.Conformance.Support;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Snapshots;

/// <summary>
/// A <see cref="Script"/> that writes down what goes in and what comes out, so that it reads like a packet script: the time since the line before, <c>&lt;</c> for
/// packets from the peer and <c>&gt;</c> for those of the endpoint, calls of the user, events as comments. What is random in a packet, cookies and nonces, is
/// left out; a Verification Tag is told where it is not the one that the receiver expects.
/// </summary>
internal sealed partial class Exchange
{
    private const uint OwnTag = 1;
    private const uint FirstTsn = 1;

    private readonly StringBuilder _text = new();
    private Instant _last;
    private int _eventsTold;

    /// <param name="options">The options of the endpoint.</param>
    /// <param name="firstTsn">Its Initial TSN.</param>
    /// <param name="tag">Its Initiate Tag; null draws them.</param>
    public Exchange(SctpOptions? options = null, uint firstTsn = FirstTsn, uint? tag = OwnTag)
    {
        Script = new Script(options, new SeededEntropy(1, firstTsn, tag));
        Script.Learn(OwnTag, new Tsn(firstTsn));
        _last = Script.Now;
    }

    public Script Script { get; }

    public SctpAssociation Association => Script.Association;

    /// <summary>The cookie of the last INIT ACK that the endpoint sent.</summary>
    public CookieEcho Cookie { get; private set; } = null!;

    /// <summary>An association that the endpoint opened. Its set-up has a snapshot of its own and is not written down.</summary>
    public static Exchange Up(SctpOptions? options = null, uint window = 100_000, uint firstTsn = FirstTsn, params SctpAddress[] peers)
    {
        var exchange = new Exchange(options, firstTsn);
        exchange.Connect(peers);
        exchange.Inject(NewInitAck(window, peers));
        exchange.Inject(new CookieAck());
        exchange.Restart("the association is up");
        return exchange;
    }

    /// <summary>Forgets the text so far; the time of the next line counts from now.</summary>
    public void Restart(string comment)
    {
        _text.Clear().Append("// ").Append(comment).Append('\n');
        _last = Script.Now;
    }

    public void Comment(string comment) => _text.Append("// ").Append(comment).Append('\n');

    public void Listen()
    {
        Line(Script.Now, "listen()", "");
        Script.Endpoint.Listen();
    }

    public List<SentPacket> Connect(params SctpAddress[] peers)
    {
        peers = peers.Length == 0 ? [Script.Peer] : peers;
        Line(Script.Now, $"connect({string.Join(", ", peers)})", "");
        Script.Association = Script.Endpoint.Connect(peers, Script.PeerPort, Script.Now);
        return Told(Script.Flush());
    }

    public static InitAck NewInitAck(uint window = 100_000, params SctpAddress[] peers) => new(
        Script.PeerTag,
        window,
        10,
        10,
        Script.PeerTsn,
        ValueList.Create<SctpParameter>([new StateCookie(new ByteString([1, 2, 3, 4, 5])), .. peers.Length < 2 ? [] : peers.Select(Transfer.TransferSteps.AddressOf)]));

    /// <summary>A call of the user.</summary>
    public List<SentPacket> Call(string name, Action<Script> call)
    {
        Line(Script.Now, name, "");
        call(Script);
        return Told(Script.Flush());
    }

    public List<SentPacket> Send(int length, in SendOptions options = default, [CallerArgumentExpression(nameof(options))] string shown = "")
    {
        Line(Script.Now, shown.Length == 0 ? $"send({length})" : $"send({length}, {shown.Replace("new SendOptions ", "", StringComparison.Ordinal)})", "");
        Assert.Equal(SendResult.Queued, Association.Send(Script.Pattern(length, 0), options, Script.Now));
        return Told(Script.Flush());
    }

    /// <summary>Several sends at once, before the endpoint is asked for packets.</summary>
    public List<SentPacket> SendMany(int count, int length)
    {
        for (int i = 0; i < count; i++)
        {
            Line(Script.Now, $"send({length})", "");
            Assert.Equal(SendResult.Queued, Association.Send(Script.Pattern(length, i), default, Script.Now));
        }

        return Told(Script.Flush());
    }

    public List<SentPacket> Inject(params SctpChunk[] chunks) => InjectFrom(Script.Peer, chunks.Any(chunk => chunk is Init) ? 0 : Script.Tag, chunks);

    public List<SentPacket> InjectFrom(SctpAddress source, uint tag, params SctpChunk[] chunks)
    {
        bool isExpected = tag == (chunks[0] is Init ? 0 : Script.Tag);
        string comment = (source == Script.Peer ? "" : $" from {source}") + (isExpected ? "" : $" tag {tag}");
        Line(Script.Now, "< sctp: " + TextOf(chunks), comment);
        return Told(Script.InjectFrom(source, tag, chunks));
    }

    public List<SentPacket> Sack(int acknowledged, uint window = 100_000, params GapAckBlock[] gaps) =>
        Inject(new Sack(Script.Tsn + (uint)acknowledged - 1, window, ValueList.Create<GapAckBlock>(gaps), default));

    /// <summary>Lets time pass; each packet is told at its own time.</summary>
    public List<SentPacket> Wait(long milliseconds) => Told(Script.WaitMilliseconds(milliseconds));

    /// <summary>Answers each HEARTBEAT in the packets.</summary>
    public List<SentPacket> AnswerHeartbeats(IEnumerable<SentPacket> packets)
    {
        var sent = new List<SentPacket>();
        foreach (SentPacket packet in packets.Where(p => p.Has<Heartbeat>()))
        {
            sent.AddRange(InjectFrom(packet.Transmit.Remote, Script.Tag, new HeartbeatAck(packet.Chunk<Heartbeat>().Parameters)));
        }

        return sent;
    }

    /// <summary>Compares with the approved text.</summary>
    public void Approve([CallerMemberName] string test = "") => ApprovedSnapshot.Match(_text.ToString(), test);

    private List<SentPacket> Told(List<SentPacket> packets)
    {
        foreach (SentPacket packet in packets)
        {
            if (packet.Packet.Chunks[0] is Init init)
            {
                Script.Learn(init.InitiateTag, init.InitialTsn);
            }

            if (packet.Packet.Chunks[0] is InitAck initAck)
            {
                Cookie = new CookieEcho(initAck.Parameters.OfType<StateCookie>().Single().Cookie);
            }

            bool isExpected = packet.Packet.VerificationTag == (packet.Packet.Chunks[0] is Init ? 0 : Script.PeerTag);
            string comment = (packet.Transmit.Remote == Script.Peer ? "" : $" to {packet.Transmit.Remote}") + (isExpected ? "" : $" tag {packet.Packet.VerificationTag}");
            Line(packet.Time, "> sctp: " + TextOf(packet.Packet.Chunks), comment);
        }

        for (; _eventsTold < Script.Events.Count; _eventsTold++)
        {
            Tell(Script.Events[_eventsTold]);
        }

        if (Script.Association is null && Script.Endpoint.AssociationCount > 0)
        {
            Script.Association = Script.Endpoint.GetAssociation(0);
        }

        return packets;
    }

    private void Tell(in SctpEvent e)
    {
        _text.Append("// ").Append(e.Kind);
        if (e.Kind == SctpEventKind.PathStateChanged)
        {
            _text.Append(' ').Append(e.Address).Append(' ').Append(e.PathState);
        }

        if (e.LossReason != LossReason.None)
        {
            _text.Append(' ').Append(e.LossReason);
        }

        _text.Append('\n');
        e.Message.Dispose();
    }

    private void Line(Instant time, string text, string comment)
    {
        decimal seconds = (time - _last).Nanoseconds / 1_000_000_000m;
        _last = time;
        _text.Append('+').Append(seconds.ToString("0.000######", CultureInfo.InvariantCulture)).Append(' ').Append(text);
        if (comment.Length > 0)
        {
            _text.Append(" //").Append(comment);
        }

        _text.Append('\n');
    }

    private static string TextOf(IEnumerable<SctpChunk> chunks) => RandomBytes().Replace(string.Join("; ", chunks), "$1$2, val=...");

    [GeneratedRegex(@"(STATE_COOKIE\[|COOKIE_ECHO\[flgs=0, |HEARTBEAT_INFORMATION\[)(len=\d+), val=[^\]]*")]
    private static partial Regex RandomBytes();
}
