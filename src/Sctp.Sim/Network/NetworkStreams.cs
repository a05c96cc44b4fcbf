namespace Sctp.Sim.Network;

/// <summary>The streams of randomness that the network draws from, one for each knob. Other layers take numbers from 0x200 up.</summary>
internal static class NetworkStreams
{
    public const uint Loss = 0x100;
    public const uint Jitter = 0x101;
    public const uint Reorder = 0x102;
    public const uint Duplicate = 0x103;
    public const uint Corrupt = 0x104;
    public const uint OvertakingJitter = 0x105;
    public const uint Copies = 0x106;
    public const uint LateCopy = 0x107;
    public const uint Mark = 0x108;
    public const uint Burst = 0x109;
    public const uint BurstLoss = 0x10A;
    public const uint SomeOfNext = 0x10B;
    public const uint RandomVictim = 0x10C;
    public const uint Red = 0x10D;
    public const uint Ptb = 0x10E;
}
