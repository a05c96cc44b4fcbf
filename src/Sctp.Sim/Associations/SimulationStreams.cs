namespace Sctp.Sim.Associations;

/// <summary>The streams of randomness that nodes and applications draw from.</summary>
internal static class SimulationStreams
{
    /// <summary>The entity is the side, the ordinal the message.</summary>
    public const uint MessageSize = 0x300;
    public const uint MessageKind = 0x301;

    /// <summary>One stream for each <see cref="EntropyUse"/> from here on.</summary>
    public const uint Entropy = 0x400;

    /// <summary>The entity is the misbehaving host and its peer.</summary>
    public const uint PeerScript = 0x800;

    /// <summary>The entity is the attacker.</summary>
    public const uint Attacker = 0x801;
}
