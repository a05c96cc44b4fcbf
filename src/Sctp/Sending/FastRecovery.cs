using Sctp.Wire;

namespace Sctp.Sending;

/// <summary>Fast Recovery of an association (RFC 9260 section 7.2.4).</summary>
internal struct FastRecovery
{
    /// <summary>Miss indications that lead to a Fast Retransmit (9260-16-18).</summary>
    public const int MissIndicationThreshold = 3;

    public bool IsActive { get; private set; }

    /// <summary>When all TSNs up to this one are acknowledged, Fast Recovery is over.</summary>
    public Tsn ExitPoint { get; private set; }

    /// <summary>Whether the one packet that ignores cwnd is still to be sent (9260-7.2.4-07).</summary>
    public bool IsPacketDue { get; private set; }

    /// <summary>The path that packet goes to.</summary>
    public int PacketPath { get; private set; }

    /// <summary>9260-7.2.4-12.</summary>
    public void Enter(Tsn highestOutstanding)
    {
        IsActive = true;
        ExitPoint = highestOutstanding;
    }

    public void RequirePacket(int pathIndex)
    {
        IsPacketDue = true;
        PacketPath = pathIndex;
    }

    public void PacketSent() => IsPacketDue = false;

    /// <summary>9260-6.2.1-08.</summary>
    public void OnCumulativeAck(Tsn cumulativeTsn)
    {
        if (IsActive && cumulativeTsn >= ExitPoint)
        {
            this = default; // What is still marked then is no Fast Retransmit, and keeps to cwnd.
        }
    }

    /// <summary>
    /// T3-rtx expired: what was lost is now repaired by slow start, which section 7.2.3 asks for and Fast Recovery would hold at one PMDCS.
    /// </summary>
    public void OnRetransmissionTimeout() => this = default;
}
