using System;

namespace Sctp.Conformance.Setup;

/// <summary>An entropy source of which each byte is one more than the last, after the bytes it was given.</summary>
internal sealed class CountingEntropy(params byte[] first) : IEntropy
{
    private int _drawn;

    public int BytesDrawn => _drawn;

    public void Fill(EntropyUse use, Span<byte> destination)
    {
        foreach (ref byte b in destination)
        {
            b = _drawn < first.Length ? first[_drawn] : unchecked((byte)_drawn);
            _drawn++;
        }
    }
}
