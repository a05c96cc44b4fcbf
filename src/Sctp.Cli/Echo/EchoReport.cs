using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sctp.Cli.Hosting;

namespace Sctp.Cli.Echo;

/// <summary>What <c>sctp echo</c> prints, in words or in JSON.</summary>
internal sealed class EchoReport
{
    private readonly TextWriter _output;
    private readonly bool _json;

    public EchoReport(TextWriter output, bool json)
    {
        _output = output;
        _json = json;
    }

    public void Listening(ushort udpPort, ushort sctpPort) => Write(
        new EchoLine { Event = "listening", UdpPort = udpPort, SctpPort = sctpPort },
        Invariant($"listening on SCTP port {sctpPort}, UDP port {udpPort}"));

    public void Up(in SctpEvent e)
    {
        string peer = e.Association!.GetPath(0).Address.ToString();
        Write(
            new EchoLine { Event = "up", Association = e.Association.Id, Peer = peer, SctpPort = e.Association.RemotePort },
            Invariant($"association {e.Association.Id} up: {peer}, SCTP port {e.Association.RemotePort}"));
    }

    public void End(in SctpEvent e, EchoAssociation echo)
    {
        bool isGraceful = e.Kind == SctpEventKind.ShutdownComplete;
        string end = isGraceful ? "shut down" : "lost: " + MessageText.OfLoss(e);
        Write(
            new EchoLine
            {
                Event = isGraceful ? "shutdown" : "lost",
                Association = e.Association!.Id,
                Reason = isGraceful ? null : MessageText.OfLoss(e),
                Messages = echo.MessagesEchoed,
                Bytes = echo.BytesEchoed,
                Lost = echo.MessagesLost,
            },
            Invariant($"association {e.Association.Id} {end}; {echo.MessagesEchoed} messages, {echo.BytesEchoed} bytes echoed, {echo.MessagesLost} messages lost"));
    }

    private static string Invariant(System.FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Write(EchoLine line, string text)
    {
        _output.WriteLine(_json ? JsonSerializer.Serialize(line, EchoJson.Default.EchoLine) : text);
        _output.Flush();
    }
}

/// <summary>One line of the JSON report.</summary>
internal sealed record EchoLine
{
    public required string Event { get; init; }

    public ulong? Association { get; init; }

    public string? Peer { get; init; }

    public ushort? UdpPort { get; init; }

    public ushort? SctpPort { get; init; }

    public string? Reason { get; init; }

    public long? Messages { get; init; }

    public long? Bytes { get; init; }

    public long? Lost { get; init; }
}

/// <summary>The generated serializer, which needs no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EchoLine))]
internal sealed partial class EchoJson : JsonSerializerContext;
