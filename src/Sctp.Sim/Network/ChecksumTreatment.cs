namespace Sctp.Sim.Network;

/// <summary>What becomes of the checksum of a packet that was damaged.</summary>
public enum ChecksumTreatment
{
    /// <summary>It stays as it was, so it is wrong now.</summary>
    Wrong,

    /// <summary>It is made right again, as by a broken middlebox; the receiver cannot see the damage by it. Needs <see cref="SimulatedNetwork.Sealer"/>.</summary>
    Repaired,

    /// <summary>It becomes zero. Needs <see cref="SimulatedNetwork.Sealer"/>.</summary>
    Zero,
}
