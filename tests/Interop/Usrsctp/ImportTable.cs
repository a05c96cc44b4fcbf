using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;

namespace Sctp.Interop.Usrsctp;

/// <summary>
/// The table through which a loaded ELF library (64 bits) calls functions by name. An entry can be led elsewhere: this is how a library that asks the machine for the
/// time or for random bytes is given those of the simulation.
/// </summary>
internal sealed unsafe partial class ImportTable
{
    private const int ProgramHeaderOffset = 32;
    private const int DynamicSegment = 2;
    private const int PltRelocationSize = 2;
    private const int StringTable = 5;
    private const int SymbolTable = 6;
    private const int PltRelocations = 23;
    private const int RelocationSize = 24;
    private const int SymbolSize = 24;
    private const int ReadAndWrite = 3;

    private readonly Dictionary<string, nint> _slots = [];

    public ImportTable(string fileName)
    {
        byte* image = (byte*)FindImage(fileName);
        long* dynamic = FindDynamicSection(image);
        byte* relocations = image;
        byte* symbols = image;
        byte* names = image;
        long size = 0;
        for (; dynamic[0] != 0; dynamic += 2)
        {
            switch (dynamic[0])
            {
                case PltRelocations:
                    relocations = At(image, dynamic[1]);
                    break;
                case PltRelocationSize:
                    size = dynamic[1];
                    break;
                case SymbolTable:
                    symbols = At(image, dynamic[1]);
                    break;
                case StringTable:
                    names = At(image, dynamic[1]);
                    break;
                default:
                    break;
            }
        }

        for (byte* relocation = relocations; relocation < relocations + size; relocation += RelocationSize)
        {
            uint symbol = *(uint*)(relocation + 12);
            uint name = *(uint*)(symbols + ((long)symbol * SymbolSize));
            _slots[Marshal.PtrToStringUTF8((nint)(names + name))!] = (nint)(image + *(long*)relocation);
        }
    }

    /// <summary>Leads the calls of a function elsewhere.</summary>
    /// <returns>Where they went before.</returns>
    public nint Redirect(string function, void* target)
    {
        nint slot = _slots[function];
        nint page = slot & ~(nint)(Environment.SystemPageSize - 1);
        if (MProtect(page, Environment.SystemPageSize, ReadAndWrite) != 0)
        {
            throw new InvalidOperationException("The import table cannot be written.");
        }

        nint before = *(nint*)slot;
        *(nint*)slot = (nint)target;
        return before;
    }

    private static nint FindImage(string fileName)
    {
        foreach (string line in File.ReadLines("/proc/self/maps"))
        {
            if (line.Contains(fileName, StringComparison.Ordinal))
            {
                return nint.Parse(line.AsSpan(0, line.IndexOf('-', StringComparison.Ordinal)), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
        }

        throw new DllNotFoundException(fileName + " is not loaded.");
    }

    private static long* FindDynamicSection(byte* image)
    {
        byte* header = image + *(long*)(image + ProgramHeaderOffset);
        ushort headerSize = *(ushort*)(image + 54);
        ushort count = *(ushort*)(image + 56);
        for (int i = 0; i < count; i++, header += headerSize)
        {
            if (*(uint*)header == DynamicSegment)
            {
                return (long*)(image + *(long*)(header + 16));
            }
        }

        throw new InvalidDataException("The library has no dynamic section.");
    }

    // Some loaders turn the offsets of the dynamic section into addresses.
    private static byte* At(byte* image, long value) => value < (long)image ? image + value : (byte*)value;

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int MProtect(nint address, nint length, int protection);
}
