namespace Sctp.Sim.Network;

/// <summary>The streams of randomness that the network draws from, one for each knob. Other layers take numbers from 0x200 up.</summary>
internal static class NetworkStreams
{
    public const uint Loss = 0x100;
    public const uint Jitter = 0x101;
    public const uint Reorder = 0x102;
    public const uint Duplicate = 0x103;
    public const uint Corrupt = 0x104;
}
