namespace Sctp.Sim.Associations.Attack;

/// <summary>What a forger knows, or guesses, when it writes chunks for a victim.</summary>
internal readonly record struct ForgeTarget
{
    /// <summary>The tag that the victim expects.</summary>
    public uint Tag { get; init; }

    /// <summary>The tag that the victim's peer expects.</summary>
    public uint PeerTag { get; init; }

    /// <summary>The highest TSN that the victim has sent.</summary>
    public uint VictimTsn { get; init; }

    /// <summary>The highest TSN that was sent to the victim.</summary>
    public uint PeerTsn { get; init; }

    /// <summary>The streams that the victim takes DATA on.</summary>
    public ushort Streams { get; init; }

    /// <summary>A State Cookie of the victim; empty for none.</summary>
    public byte[] Cookie { get; init; }
}
