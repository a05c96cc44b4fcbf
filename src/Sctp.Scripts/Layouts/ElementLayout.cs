using System;

namespace Sctp.Scripts.Layouts;

internal enum ElementGroup
{
    Chunk,
    Parameter,
    Cause,
}

/// <summary>How a field stands on the wire.</summary>
internal enum FieldKind
{
    UInt16,
    UInt32,

    /// <summary>16 bits that are 0 and have no name in scripts.</summary>
    Reserved16,

    /// <summary>User data: zeros as the length tells, not compared.</summary>
    Payload,

    /// <summary>Bytes up to the end.</summary>
    Bytes,

    /// <summary>Text up to the end.</summary>
    Text,

    /// <summary>A host name, which a zero byte ends.</summary>
    HostName,

    Address4,
    Address6,

    /// <summary>16-bit numbers up to the end.</summary>
    UInt16List,

    /// <summary>8-bit numbers up to the end.</summary>
    ByteList,

    /// <summary>A 32-bit count and as many 16-bit numbers.</summary>
    CountedUInt16List,

    /// <summary>Counts, Gap Ack Blocks and duplicates of a SACK chunk.</summary>
    SackBlocks,

    /// <summary>The same of an NR-SACK chunk, with two sorts of blocks.</summary>
    NrSackBlocks,

    /// <summary>Pairs of stream and number, as in FORWARD-TSN.</summary>
    StreamPairs,

    /// <summary>Triples of stream, flags and number, as in I-FORWARD-TSN.</summary>
    StreamTriples,

    /// <summary>Parameters that stand in the element without a name.</summary>
    Parameters,

    /// <summary>Error causes that stand in the element without a name.</summary>
    Causes,

    /// <summary>Parameters as the value of a named field.</summary>
    NamedParameters,

    /// <summary>One parameter as the value of a named field.</summary>
    NamedParameter,

    /// <summary>One chunk as the value of a named field.</summary>
    NamedChunk,
}

/// <summary>Whose number a field holds, seen from the sender of the packet: a script writes its own numbers for those of the stack under test.</summary>
internal enum FieldOwner
{
    Nobody,
    SenderTag,
    SenderTsn,
    ReceiverTsn,
}

/// <summary>One field.</summary>
/// <param name="Name">Its name in scripts.</param>
/// <param name="Kind">How it stands on the wire.</param>
/// <param name="Owner">Whose number it is.</param>
/// <param name="Alternative">A second name, where the notation has two.</param>
internal sealed record FieldLayout(string Name, FieldKind Kind, FieldOwner Owner = FieldOwner.Nobody, string? Alternative = null);

/// <summary>A chunk, a parameter or an error cause.</summary>
/// <param name="Group">Which of the three.</param>
/// <param name="Code">Its type or cause code.</param>
/// <param name="Name">Its name in scripts.</param>
/// <param name="FlagLetters">The letters of its flags, from the lowest bit.</param>
/// <param name="Fields">Its fields in order.</param>
internal sealed record ElementLayout(ElementGroup Group, int Code, string Name, string FlagLetters, FieldLayout[] Fields)
{
    /// <summary>The flags of these letters.</summary>
    public byte FlagsOf(string letters)
    {
        int flags = 0;
        foreach (char letter in letters)
        {
            flags |= 1 << FlagLetters.IndexOf(letter, StringComparison.Ordinal);
        }

        return (byte)flags;
    }

    public FieldLayout? Find(string name) => Array.Find(Fields, field => field.Name == name || field.Alternative == name);
}
