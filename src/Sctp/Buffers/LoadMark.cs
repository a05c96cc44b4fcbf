namespace Sctp.Buffers;

/// <summary>Whether more memory was needed than an idle association keeps, since this was asked last: what is needed again and again is not let go.</summary>
internal struct LoadMark
{
    private bool _wasLarge;

    public void Note(bool isLarge) => _wasLarge |= isLarge;

    public bool Take()
    {
        bool wasLarge = _wasLarge;
        _wasLarge = false;
        return wasLarge;
    }
}
