using System;
using System.Text.Json.Nodes;
using Sctp.Cli.Adapter;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Adapter;

/// <summary>A runner in miniature: it sends requests to an adapter in this process and plays the peer with packets made by hand.</summary>
internal sealed class AdapterPeer
{
    public const long Millisecond = 1_000_000;
    public const long Second = 1_000_000_000;
    public const ushort LocalPort = 8080;
    public const ushort PeerPort = 54321;
    public const uint PeerTag = 0x01020304;
    public const uint PeerInitialTsn = 1000;

    private readonly AdapterServer _server = new();
    private long _id;

    public AdapterPeer(long seed = 1) => Request("reset", new JsonObject { ["now"] = 0, ["seed"] = seed });

    /// <summary>The virtual time in nanoseconds.</summary>
    public long Now { get; private set; }

    /// <summary>The Verification Tag of packets to the adapter.</summary>
    public uint Tag { get; private set; }

    /// <summary>The Initial TSN of the adapter.</summary>
    public Tsn InitialTsn { get; private set; }

    public ushort RemotePort { get; private set; } = PeerPort;

    public ushort SutPort { get; private set; } = LocalPort;

    /// <summary>The peer's next TSN.</summary>
    public Tsn NextTsn { get; private set; } = new(PeerInitialTsn);

    public AdapterAnswer Request(string operation, JsonObject? members = null)
    {
        JsonObject request = members ?? [];
        request["id"] = ++_id;
        request["op"] = operation;
        if (operation == "advance")
        {
            Now = request["to"]!.GetValue<long>();
        }

        AdapterAnswer answer = new(_server.Answer(request.ToJsonString()), Now);
        Assert.Equal(_id, answer.Id);
        Assert.True(answer.Next is null || answer.Next > Now, $"next {answer.Next} is not after {Now}");
        return answer;
    }

    public AdapterAnswer AdvanceTo(long time) => Request("advance", new JsonObject { ["to"] = time });

    public int Socket() => (int)Request("socket", new JsonObject { ["style"] = "one-to-one" }).Result;

    public AdapterAnswer Fd(string operation, int fd) => Request(operation, new JsonObject { ["fd"] = fd });

    public AdapterAnswer Get(int fd, string name) => Request("getsockopt", new JsonObject { ["fd"] = fd, ["name"] = name });

    public AdapterAnswer Set(int fd, string name, JsonNode value) =>
        Request("setsockopt", new JsonObject { ["fd"] = fd, ["name"] = name, ["value"] = value });

    public AdapterAnswer Send(int fd, int length, JsonObject? members = null)
    {
        JsonObject request = members ?? [];
        request["fd"] = fd;
        request["hex"] = new string('0', 2 * length);
        return Request("send", request);
    }

    public AdapterAnswer Receive(int fd, int length = 65536, bool withInfo = false) =>
        Request("recv", new JsonObject { ["fd"] = fd, ["len"] = length, ["info"] = withInfo });

    /// <summary>A packet from the peer arrives.</summary>
    public AdapterAnswer Inject(uint verificationTag, params SctpChunk[] chunks)
    {
        byte[] packet = new SctpPacket(RemotePort, SutPort, verificationTag, [.. chunks]).ToArray();
        return Request("packet", new JsonObject { ["hex"] = Convert.ToHexStringLower(packet), ["src"] = "192.0.2.1", ["dst"] = "192.168.0.1" });
    }

    public AdapterAnswer Inject(params SctpChunk[] chunks) => Inject(Tag, chunks);

    /// <summary>A packet with one DATA chunk that is a whole ordered message.</summary>
    public AdapterAnswer InjectData(int length = 100, Ssn ssn = default)
    {
        Data chunk = new(NextTsn, 0, ssn, 0, [.. new byte[length]]) { Flags = 3 };
        NextTsn = NextTsn.Next;
        return Inject(chunk);
    }

    public Sack SackOf(uint chunks) => new(InitialTsn + chunks - 1, 100_000, [], []);

    /// <summary>socket, bind, listen.</summary>
    public int Listener()
    {
        int fd = Socket();
        Assert.Equal(0, Request("bind", new JsonObject { ["fd"] = fd, ["port"] = (int)LocalPort }).Result);
        Assert.Equal(0, Request("listen", new JsonObject { ["fd"] = fd, ["backlog"] = 1 }).Result);
        return fd;
    }

    /// <summary>The peer opens an association with a listener; the accepted descriptor.</summary>
    public int Accept(int listener, params SctpParameter[] parameters)
    {
        AdapterAnswer answer = Inject(0, new Init(PeerTag, 100_000, 5, 7, new Tsn(PeerInitialTsn), [.. parameters]));
        InitAck initAck = answer.Only<InitAck>();
        Assert.Equal(PeerTag, answer.Sent[0].VerificationTag);
        Tag = initAck.InitiateTag;
        InitialTsn = initAck.InitialTsn;
        StateCookie cookie = Assert.Single(initAck.Parameters, parameter => parameter is StateCookie) as StateCookie ?? throw new InvalidOperationException();
        _ = Inject(new CookieEcho(cookie.Cookie)).Only<CookieAck>();
        AdapterAnswer accepted = Fd("accept", listener);
        Assert.True(accepted.Result >= 0, accepted.Line);
        return (int)accepted.Result;
    }

    /// <summary>connect() from a bound socket; the INIT it sends.</summary>
    public AdapterAnswer Connect(int fd)
    {
        RemotePort = 8080;
        SutPort = 54322;
        Assert.Equal(0, Request("bind", new JsonObject { ["fd"] = fd, ["port"] = (int)SutPort }).Result);
        AdapterAnswer answer = Request("connect", new JsonObject { ["fd"] = fd, ["addr"] = "192.0.2.1", ["port"] = (int)RemotePort });
        Assert.Equal(-1, answer.Result);
        Assert.Equal("EINPROGRESS", answer.Error);
        Init init = answer.Only<Init>();
        Tag = init.InitiateTag;
        InitialTsn = init.InitialTsn;
        return answer;
    }

    /// <summary>The answer to the INIT.</summary>
    public AdapterAnswer InjectInitAck(ByteString cookie) =>
        Inject(new InitAck(PeerTag, 100_000, 5, 7, new Tsn(PeerInitialTsn), [new StateCookie(cookie)]));

    /// <summary>An established association that the adapter opened.</summary>
    public int Establish()
    {
        int fd = Socket();
        _ = Connect(fd);
        _ = InjectInitAck([1, 2, 3, 4]).Only<CookieEcho>();
        Assert.Empty(Inject(new CookieAck()).Sent);
        return fd;
    }
}
