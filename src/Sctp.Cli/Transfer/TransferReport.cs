using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sctp.Cli.Transfer;

/// <summary>The numbers of one transfer.</summary>
internal sealed class TransferReport
{
    private Instant _start;
    private Instant _end;

    public long MessagesSent { get; private set; }

    public long BytesSent { get; private set; }

    public long MessagesReceived { get; private set; }

    public long BytesReceived { get; private set; }

    /// <summary>From COMMUNICATION UP to the last acknowledgement or the last message received.</summary>
    public Duration Elapsed => _end > _start ? _end - _start : Duration.Zero;

    public void Start(Instant now)
    {
        _start = now;
        _end = now;
    }

    public void Stop(Instant now) => _end = now;

    public void CountSent(int bytes)
    {
        MessagesSent++;
        BytesSent += bytes;
    }

    public void CountReceived(int bytes, bool isEndOfMessage)
    {
        MessagesReceived += isEndOfMessage ? 1 : 0;
        BytesReceived += bytes;
    }

    /// <summary>A number that grows as long as the peer takes part.</summary>
    public long Progress(SctpAssociation association, bool isConnecting) =>
        isConnecting ? 0 : BytesSent - association.BufferedBytes + BytesReceived + (long)association.State + 1;

    /// <summary>User bytes per second in one direction.</summary>
    public double GoodputOf(long bytes) => Elapsed == Duration.Zero ? 0 : bytes / (Elapsed.Nanoseconds / 1e9);

    public void Write(TextWriter output, SctpAssociation association, SendSettings settings, string? failure)
    {
        AssociationStatistics statistics = association.Statistics;
        if (settings.Json)
        {
            TransferLine line = new()
            {
                Ok = failure is null,
                Failure = failure,
                Messages = MessagesSent,
                Bytes = BytesSent,
                MessagesReceived = MessagesReceived,
                BytesReceived = BytesReceived,
                Verified = settings.VerifyEcho && failure is null,
                Nanoseconds = Elapsed.Nanoseconds,
                BytesPerSecond = (long)GoodputOf(BytesSent),
                PacketsSent = statistics.PacketsSent,
                PacketsReceived = statistics.PacketsReceived,
                TimeoutRetransmissions = statistics.TimeoutRetransmissions,
                FastRetransmissions = statistics.FastRetransmissions,
                OtherRetransmissions = statistics.OtherRetransmissions,
                WindowProbes = statistics.WindowProbes,
            };
            output.WriteLine(JsonSerializer.Serialize(line, TransferJson.Default.TransferLine));
            return;
        }

        CultureInfo culture = CultureInfo.InvariantCulture;
        output.WriteLine(string.Create(culture, $"sent      {MessagesSent} messages, {BytesSent} bytes in {Elapsed.Nanoseconds / 1e9:0.000} s, {GoodputOf(BytesSent) * 8 / 1e6:0.0} Mbit/s"));
        if (MessagesReceived > 0)
        {
            string verified = settings.VerifyEcho && failure is null ? ", equal to what was sent" : string.Empty;
            output.WriteLine(string.Create(culture, $"received  {MessagesReceived} messages, {BytesReceived} bytes{verified}"));
        }

        output.WriteLine(string.Create(culture, $"packets   {statistics.PacketsSent} sent, {statistics.PacketsReceived} received"));
        output.WriteLine(string.Create(
            culture,
            $"again     {statistics.TimeoutRetransmissions} by timeout, {statistics.FastRetransmissions} by fast retransmit, {statistics.OtherRetransmissions} otherwise; {statistics.WindowProbes} window probes"));
    }
}

/// <summary>The JSON report.</summary>
internal sealed record TransferLine
{
    public bool Ok { get; init; }

    public string? Failure { get; init; }

    public long Messages { get; init; }

    public long Bytes { get; init; }

    public long MessagesReceived { get; init; }

    public long BytesReceived { get; init; }

    public bool Verified { get; init; }

    public long Nanoseconds { get; init; }

    public long BytesPerSecond { get; init; }

    public long PacketsSent { get; init; }

    public long PacketsReceived { get; init; }

    public long TimeoutRetransmissions { get; init; }

    public long FastRetransmissions { get; init; }

    public long OtherRetransmissions { get; init; }

    public long WindowProbes { get; init; }
}

/// <summary>The generated serializer, which needs no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TransferLine))]
internal sealed partial class TransferJson : JsonSerializerContext;
