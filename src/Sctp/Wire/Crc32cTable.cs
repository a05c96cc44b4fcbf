using System;

namespace Sctp.Wire;

/// <summary>CRC32c byte by byte from a table: the reference that the other ways are compared with, and the way without any instruction for it.</summary>
internal static class Crc32cTable
{
    private static readonly uint[] s_table = CreateTable();

    /// <summary>The register after <paramref name="data"/>.</summary>
    public static uint Update(uint register, ReadOnlySpan<byte> data)
    {
        uint[] table = s_table;
        foreach (byte b in data)
        {
            register = table[(byte)(register ^ b)] ^ (register >> 8);
        }

        return register;
    }

    private static uint[] CreateTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint entry = i;
            for (int bit = 0; bit < 8; bit++)
            {
                entry = (entry & 1) != 0 ? Crc32c.ReflectedPolynomial ^ (entry >> 1) : entry >> 1;
            }

            table[i] = entry;
        }

        return table;
    }
}
