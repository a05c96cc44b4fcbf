using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Sctp.Wire;

/// <summary>CRC32c by one chain of the CRC32c instructions of x86 or Arm, 8 bytes a step: the best way for short data.</summary>
internal static class Crc32cScalar
{
    /// <summary>Whether the processor has the instructions; without them the steps are emulated in software.</summary>
    public static bool IsSupported => Sse42.X64.IsSupported || Crc32.Arm64.IsSupported;

    /// <summary>The register after <paramref name="data"/>.</summary>
    public static uint Update(uint register, ReadOnlySpan<byte> data)
    {
        while (data.Length >= sizeof(ulong))
        {
            register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }

        if ((data.Length & sizeof(uint)) != 0)
        {
            register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt32LittleEndian(data));
            data = data[sizeof(uint)..];
        }

        foreach (byte b in data)
        {
            register = BitOperations.Crc32C(register, b);
        }

        return register;
    }
}
