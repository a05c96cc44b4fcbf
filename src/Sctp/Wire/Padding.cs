using System.Runtime.CompilerServices;

namespace Sctp.Wire;

/// <summary>The boundary of 4 bytes that chunks and parameters are padded to (RFC 9260 sections 3.2 and 3.2.1).</summary>
internal static class Padding
{
    /// <summary>The space in bytes that a chunk or parameter of <paramref name="length"/> bytes occupies: 9260-3.2-10, 9260-3.2-12.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Padded(int length) => (length + 3) & ~3;
}
