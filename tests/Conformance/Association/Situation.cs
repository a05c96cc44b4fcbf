using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Association;

/// <summary>An endpoint brought into each state of RFC 9260 section 4, and what there is to compare before and after an input.</summary>
internal static class Situation
{
    public static readonly AssociationState[] WithAssociation =
    [
        AssociationState.CookieWait, AssociationState.CookieEchoed, AssociationState.Established, AssociationState.ShutdownPending,
        AssociationState.ShutdownSent, AssociationState.ShutdownReceived, AssociationState.ShutdownAckSent,
    ];

    public static readonly AssociationState[] AfterSetup = WithAssociation[2..];

    public static TheoryData<AssociationState> All => [.. WithAssociation];

    public static TheoryData<AssociationState> Open => [.. AfterSetup];

    public static TheoryData<AssociationState> AllBut(params AssociationState[] left) => [.. WithAssociation.Except(left)];

    /// <summary>
    /// The endpoint opened the association, so that both sides' tags are known. It listens too. One DATA chunk is outstanding where the state needs that.
    /// </summary>
    public static Script In(AssociationState state, SctpOptions? options = null, IEntropy? entropy = null)
    {
        Script script;
        switch (state)
        {
            case AssociationState.Closed:
                script = new Script(options, entropy);
                break;
            case AssociationState.CookieWait:
                script = Script.Connecting(options, entropy);
                break;
            case AssociationState.CookieEchoed:
                script = Script.Connecting(options, entropy);
                _ = script.InjectInitAck();
                break;
            default:
                script = Script.Connected(options, entropy);
                break;
        }

        script.Endpoint.Listen();
        switch (state)
        {
            case AssociationState.ShutdownPending:
                _ = script.Send(100);
                script.Association.Shutdown(script.Now);
                break;
            case AssociationState.ShutdownSent:
                script.Association.Shutdown(script.Now);
                break;
            case AssociationState.ShutdownReceived:
                _ = script.Send(100);
                _ = script.Inject(new Shutdown(script.Tsn.Previous));
                break;
            case AssociationState.ShutdownAckSent:
                _ = script.Inject(new Shutdown(script.Tsn.Previous));
                break;
        }

        _ = script.Flush();
        script.Events.Clear();
        if (state != AssociationState.Closed)
        {
            Assert.Equal(state, script.Association.State);
        }

        return script;
    }

    /// <summary>Everything that an ignored packet must leave as it was.</summary>
    public static string Snapshot(this Script script)
    {
        SctpEndpoint endpoint = script.Endpoint;
        string text = $"{endpoint.AssociationCount} associations, {endpoint.PooledBytesInUse} bytes";
        if (endpoint.AssociationCount > 0)
        {
            SctpAssociation association = endpoint.GetAssociation(0);
            text += $", timer {endpoint.NextTimeout}, {association.GetStatus()}, {association.LocalTag:x} {association.PeerTag:x}, {association.PathCount} paths";
            for (int i = 0; i < association.PathCount; i++)
            {
                text += $", {association.GetPath(i) with { PacketsReceived = 0, PacketsSent = 0 }}";
            }
        }

        return text;
    }

    /// <summary>The packet leaves no trace: no answer, no event, nothing changed.</summary>
    public static void AssertIgnored(this Script script, uint tag, params SctpChunk[] chunks)
    {
        string before = script.Snapshot();
        script.Events.Clear();
        Assert.Empty(script.Inject(tag, chunks));
        Assert.Empty(script.Events);
        Assert.Equal(before, script.Snapshot());
    }

    /// <summary>The association is over and left nothing behind.</summary>
    public static void AssertGone(this Script script)
    {
        Assert.Equal(0, script.Endpoint.AssociationCount);
        Assert.Null(script.Endpoint.NextTimeout);
        Assert.Equal(0, script.Endpoint.PooledBytesInUse);
    }

    public static SctpEvent Single(this List<SctpEvent> events, SctpEventKind kind) => Assert.Single(events, e => e.Kind == kind);

    public static ValueList<T> List<T>(params T[] items) => ValueList.Create<T>(items);

    public static IPv4Address Parameter(this SctpAddress address)
    {
        byte[] bytes = new byte[4];
        _ = address.TryWriteBytes(bytes);
        return new IPv4Address(new ByteString(bytes));
    }

    public static UnknownParameter UnknownParameter(int type, int length = 3) =>
        new((ParameterType)type, new ByteString([.. Enumerable.Range(1, length).Select(i => (byte)i)]));

    public static Unknown UnknownChunk(int type, int length = 5) =>
        new((ChunkType)type, new ByteString([.. Enumerable.Range(1, length).Select(i => (byte)i)]));

    /// <summary>A packet from chunks that need not be well formed; the checksum is right.</summary>
    public static byte[] Raw(uint tag, params byte[][] chunks)
    {
        byte[] packet = [.. new SctpPacket(Script.PeerPort, Script.Port, tag, default).ToArray(), .. chunks.SelectMany(c => c)];
        CommonHeader.Seal(packet);
        return packet;
    }

    /// <summary>One chunk of each type of RFC 9260 and an unknown one of each kind.</summary>
    public static SctpChunk[] OneOfEach(Script script) =>
    [
        Script.NewData(0), Script.NewInit(0x1234),
        new InitAck(0x4321, 100_000, 10, 10, Script.PeerTsn, List<SctpParameter>(new StateCookie(new ByteString([1, 2, 3])))),
        new Sack(script.Tsn.Previous, 5000, default, default), new Heartbeat(List<SctpParameter>(new HeartbeatInfo(new ByteString([1, 2, 3, 4])))),
        new HeartbeatAck(List<SctpParameter>(new HeartbeatInfo(new ByteString([1, 2, 3, 4])))), new Abort(default), new Shutdown(script.Tsn.Previous),
        new ShutdownAck(), new Error(List<SctpErrorCause>(new StaleCookie(5))), new CookieEcho(new ByteString([1, 2, 3, 4])), new CookieAck(),
        new ShutdownComplete(), UnknownChunk(0x3e), UnknownChunk(0x7e), UnknownChunk(0xbe), UnknownChunk(0xfe),
    ];
}
