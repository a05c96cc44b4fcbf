namespace Sctp.Sim.Associations.Drills;

/// <summary>The DATA chunks that went one way in one association, told apart by its verification tag, as far as drills ask.</summary>
internal sealed class DrillFlow(uint tag)
{
    private const int Remembered = 512;

    private readonly uint[] _tsns = new uint[Remembered];
    private readonly byte[] _times = new byte[Remembered];
    private uint _highest;
    private bool _hasAny;

    public uint Tag { get; } = tag;

    /// <summary>Notes a DATA chunk.</summary>
    /// <returns>How many times it went by now, and whether it came before one that has a lower TSN.</returns>
    public (int Times, bool LeavesGap) Note(uint tsn)
    {
        int slot = (int)(tsn % Remembered);
        bool leavesGap = _hasAny && WirePacket.IsBefore(_highest + 1, tsn);
        if (!_hasAny || WirePacket.IsBefore(_highest, tsn))
        {
            _highest = tsn;
        }

        _hasAny = true;
        if (_times[slot] == 0 || _tsns[slot] != tsn)
        {
            _tsns[slot] = tsn;
            _times[slot] = 0;
        }

        _times[slot] += _times[slot] < byte.MaxValue ? (byte)1 : (byte)0;
        return (_times[slot], leavesGap);
    }
}
