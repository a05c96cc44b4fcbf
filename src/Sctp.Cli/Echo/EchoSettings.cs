using System.Net;

namespace Sctp.Cli.Echo;

/// <summary>What <c>sctp echo</c> was asked to do.</summary>
internal sealed record EchoSettings
{
    public required ushort UdpPort { get; init; }

    public ushort SctpPort { get; init; } = 7;

    public IPAddress? BindAddress { get; init; }

    /// <summary>Whether to end with the first association.</summary>
    public bool Once { get; init; }

    /// <summary>Whether the report is one JSON object per line.</summary>
    public bool Json { get; init; }

    public int MaxMessageSize { get; init; } = 16 * 1024 * 1024;

    public int BufferSize { get; init; } = 4 * 1024 * 1024;
}
