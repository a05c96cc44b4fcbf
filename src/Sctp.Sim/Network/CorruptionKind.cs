namespace Sctp.Sim.Network;

/// <summary>How packets are damaged.</summary>
public enum CorruptionKind
{
    /// <summary>One to three bits are flipped anywhere in the packet: a checksum that finds up to three wrong bits finds it always.</summary>
    BitFlips,

    /// <summary>The end of the packet is missing.</summary>
    Truncation,

    /// <summary>One to four bytes in a row are replaced.</summary>
    Overwrite,

    /// <summary>One to 64 random bytes follow the packet.</summary>
    Extension,

    /// <summary>The end of the packet is replaced with the end of the packet that the link carried before it; a packet for which that makes no third one suffers <see cref="BitFlips"/>.</summary>
    Splice,
}
