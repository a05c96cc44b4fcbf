using System.Net;

namespace Sctp.Cli.Transfer;

/// <summary>What <c>sctp send</c> was asked to do.</summary>
internal sealed record SendSettings
{
    /// <summary>The peer's address and UDP port.</summary>
    public required IPEndPoint Peer { get; init; }

    /// <summary>The peer as the user named it.</summary>
    public required string PeerName { get; init; }

    public ushort LocalUdpPort { get; init; }

    public IPAddress? BindAddress { get; init; }

    /// <summary>The peer's SCTP port.</summary>
    public ushort SctpPort { get; init; } = 7;

    /// <summary>The own SCTP port, 0 for a random one.</summary>
    public ushort LocalSctpPort { get; init; }

    /// <summary>Bytes of the pattern to send; null reads standard input.</summary>
    public long? Bytes { get; init; }

    /// <summary>Bytes of one message.</summary>
    public int MessageSize { get; init; } = 1024;

    /// <summary>How many streams take turns.</summary>
    public int Streams { get; init; } = 1;

    public bool Unordered { get; init; }

    public uint PayloadProtocolId { get; init; }

    public ulong Seed { get; init; } = 1;

    public bool VerifyEcho { get; init; }

    /// <summary>How long the peer may take to answer the first INIT.</summary>
    public Duration ConnectTimeout { get; init; } = Duration.FromSeconds(10);

    /// <summary>How long nothing may be acknowledged or echoed.</summary>
    public Duration Timeout { get; init; } = Duration.FromSeconds(30);

    public int BufferSize { get; init; } = 4 * 1024 * 1024;

    public int? PathMtu { get; init; }

    public bool Json { get; init; }

    public bool ShowProgress { get; init; }
}
