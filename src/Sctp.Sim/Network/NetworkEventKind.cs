namespace Sctp.Sim.Network;

/// <summary>What happens in the network. The numbers are in the hash of every run.</summary>
internal static class NetworkEventKind
{
    /// <summary>A packet arrives.</summary>
    public const int Arrival = 0;

    /// <summary>A report arrives that a packet was too big.</summary>
    public const int TooBig = 1;

    /// <summary>A link gets other options.</summary>
    public const int Change = 2;

    /// <summary>A bottleneck has time for the next packet.</summary>
    public const int Queue = 3;

    /// <summary>Packets have waited long enough for others to change places with.</summary>
    public const int Gather = 4;
}
