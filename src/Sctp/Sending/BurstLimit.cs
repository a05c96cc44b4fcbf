namespace Sctp.Sending;

/// <summary>
/// Max.Burst by counting the packets of one opportunity in the output routine (rule D of RFC 9260 section 6.1; 9260-6.1-18), so that cwnd is left
/// alone (9260-6.1-19). An opportunity is one input: a received packet, a timer, a call of the user.
/// </summary>
internal struct BurstLimit
{
    private int _packets;

    public void Begin() => _packets = 0;

    public readonly bool Allows(int maxBurst) => maxBurst == 0 || _packets < maxBurst;

    public void CountPacket() => _packets++;
}
