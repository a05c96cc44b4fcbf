using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Net;
using System.Text;
using Sctp.Scripts.Language;
using Sctp.Scripts.Layouts;

namespace Sctp.Scripts.Packets;

/// <summary>A chunk, parameter or cause of a packet that the stack sent, read by the layouts of the notation; its numbers are those of the script.</summary>
internal sealed class LiveElement
{
    private const int TlvHeader = 4;
    private const int MaxBytesShown = 16;

    /// <summary>What is nested deeper is not taken apart: a script cannot write it either.</summary>
    private const int MaxDepth = 32;

    private readonly byte[] _bytes;
    private readonly int _depth;

    private LiveElement(ElementGroup group, byte[] bytes, bool isReflected, int depth)
    {
        Group = group;
        IsReflected = isReflected;
        _depth = depth;
        _bytes = bytes;
        Code = group == ElementGroup.Chunk ? bytes[0] : BinaryPrimitives.ReadUInt16BigEndian(bytes);
        Layout = ElementLayouts.Find(group, Code);
    }

    public ElementGroup Group { get; }

    public int Code { get; }

    public byte Flags => Group == ElementGroup.Chunk ? _bytes[1] : (byte)0;

    public int Length => BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(2));

    public ElementLayout? Layout { get; }

    /// <summary>Whether it is a chunk or parameter of the peer that the stack gives back: its numbers belong to the other side.</summary>
    public bool IsReflected { get; }

    public string Name => Layout?.Name ?? ElementLayouts.GenericName(Group);

    /// <summary>What follows type and length.</summary>
    public ReadOnlyMemory<byte> Body => _bytes.AsMemory(Math.Min(TlvHeader, _bytes.Length));

    /// <summary>Splits a sequence of elements; what is left over when one does not fit is dropped and told.</summary>
    public static List<LiveElement> ReadAll(ElementGroup group, ReadOnlySpan<byte> bytes, out bool isMalformed, bool isReflected = false, int depth = 0)
    {
        List<LiveElement> elements = [];
        while (bytes.Length >= TlvHeader)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
            if (length < TlvHeader || length > bytes.Length)
            {
                isMalformed = true;
                return elements;
            }

            elements.Add(new LiveElement(group, bytes[..length].ToArray(), isReflected, depth));
            bytes = bytes[Math.Min((length + 3) & ~3, bytes.Length)..];
        }

        isMalformed = !bytes.IsEmpty;
        return elements;
    }

    /// <summary>A number at an offset of the body, or 0.</summary>
    public uint UInt32At(int offset) => Body.Length >= offset + 4 ? BinaryPrimitives.ReadUInt32BigEndian(Body.Span[offset..]) : 0;

    /// <summary>The fields by name, in order, in the numbers of the script; whether they are all there, and nothing behind them.</summary>
    public List<Member> Read(Numbering numbering, out bool isWhole)
    {
        List<Member> members = [];
        isWhole = true;
        if (Group == ElementGroup.Chunk)
        {
            members.Add(Named("flgs", FlagsExpression()));
        }

        if (Layout is null)
        {
            members.Insert(0, Named(ElementLayouts.CodeField(Group), Number(Code)));
            members.Add(Named("len", Number(Length)));
            members.Add(Named(ElementLayouts.BytesField(Group), BytesExpression(Body.Span)));
            return members;
        }

        if (Layout.Fields is [.., { Kind: FieldKind.Payload or FieldKind.Bytes }])
        {
            members.Add(Named("len", Number(Length)));
        }

        ReadOnlySpan<byte> rest = Body.Span;
        foreach (FieldLayout field in Layout.Fields)
        {
            isWhole &= Read(field, ref rest, numbering, members);
        }

        isWhole &= rest.IsEmpty;
        return members;
    }

    public ElementExpression ToExpression(Numbering numbering)
    {
        List<Member> members = Read(numbering, out _);
        for (int i = 0; i < members.Count; i++)
        {
            members[i] = Shorten(members[i]);
        }

        return new ElementExpression(default, Name, members);
    }

    /// <summary>The elements in it: behind the fixed fields, or as the value of its named field.</summary>
    public List<LiveElement> Nested(out bool isMalformed)
    {
        isMalformed = false;
        int offset = 0;
        if (_depth == MaxDepth)
        {
            return [];
        }

        foreach (FieldLayout field in Layout?.Fields ?? [])
        {
            switch (field.Kind)
            {
                case FieldKind.UInt16 or FieldKind.Reserved16:
                    offset += 2;
                    break;
                case FieldKind.UInt32:
                    offset += 4;
                    break;
                case FieldKind.Parameters or FieldKind.NamedParameters or FieldKind.NamedParameter or FieldKind.Causes or FieldKind.NamedChunk:
                    ElementGroup group = field.Kind switch
                    {
                        FieldKind.Causes => ElementGroup.Cause,
                        FieldKind.NamedChunk => ElementGroup.Chunk,
                        _ => ElementGroup.Parameter,
                    };
                    bool isReflected = IsReflected || field.Kind is FieldKind.NamedChunk or FieldKind.NamedParameter or FieldKind.NamedParameters;
                    return ReadAll(group, Body.Span[Math.Min(offset, Body.Length)..], out isMalformed, isReflected, _depth + 1);
                default:
                    return [];
            }
        }

        return [];
    }

    public static NumberExpression Number(long value) => new(default, value);

    public static ListExpression BytesExpression(ReadOnlySpan<byte> bytes)
    {
        List<ScriptExpression> items = new(bytes.Length);
        foreach (byte value in bytes)
        {
            items.Add(Number(value));
        }

        return new ListExpression(default, items);
    }

    private static Member Named(string name, ScriptExpression value) => new(default, name, null, value);

    private static Member Shorten(Member member) => member.Value is ListExpression list && list.Items.Count > MaxBytesShown && list.Items[0] is NumberExpression
        ? member with { Value = new EllipsisExpression(default) }
        : member;

    private ScriptExpression FlagsExpression()
    {
        if (Layout is not { FlagLetters.Length: > 0 } layout || Flags == 0 || Flags >> layout.FlagLetters.Length != 0)
        {
            return Number(Flags);
        }

        StringBuilder letters = new();
        for (int i = layout.FlagLetters.Length - 1; i >= 0; i--)
        {
            _ = (Flags & (1 << i)) != 0 ? letters.Append(layout.FlagLetters[i]) : letters;
        }

        return new WordExpression(default, letters.ToString());
    }

    /// <summary>Reads one field; false where it is not all there.</summary>
    private bool Read(FieldLayout field, ref ReadOnlySpan<byte> rest, Numbering numbering, List<Member> members)
    {
        bool isWhole = true;
        switch (field.Kind)
        {
            case FieldKind.UInt16 or FieldKind.Reserved16:
                isWhole = rest.Length >= 2;
                uint small = TakeUInt16(ref rest);
                if (field.Kind == FieldKind.UInt16)
                {
                    members.Add(Named(field.Name, Number(small)));
                }

                break;
            case FieldKind.UInt32:
                if (rest.Length < 4)
                {
                    return rest.IsEmpty && field.Name is "sender_next_tsn" or "receiver_next_tsn"; // only of some responses
                }

                uint number = BinaryPrimitives.ReadUInt32BigEndian(rest);
                rest = rest[4..];
                uint shown = (field.Owner, IsReflected) switch
                {
                    (FieldOwner.SenderTag, false) => numbering.AnnouncedTagToScript(number),
                    (FieldOwner.SenderTsn, false) => Code is 1 or 2 && Group == ElementGroup.Chunk ? numbering.AnnouncedTsnToScript(number) : numbering.TsnToScript(number),
                    (FieldOwner.ReceiverTsn, true) => numbering.TsnToScript(number),
                    _ => number,
                };
                bool isFollowing = field.Alternative == "fsn" && (Flags & 2) == 0; // 8260-2.1: FSN unless the B bit is set
                members.Add(Named(isFollowing ? "fsn" : field.Name, Number(shown)));
                break;
            case FieldKind.Bytes or FieldKind.ByteList:
                members.Add(Named(field.Name, BytesExpression(rest)));
                rest = default;
                break;
            case FieldKind.Payload:
                rest = default;
                break;
            case FieldKind.Text or FieldKind.HostName:
                members.Add(Named(field.Name, new TextExpression(default, Encoding.UTF8.GetString(field.Kind == FieldKind.HostName ? rest.TrimEnd((byte)0) : rest))));
                rest = default;
                break;
            case FieldKind.Address4 or FieldKind.Address6:
                int size = field.Kind == FieldKind.Address4 ? 4 : 16;
                isWhole = rest.Length == size;
                members.Add(Named(field.Name, isWhole ? new AddressExpression(default, new IPAddress(rest).ToString()) : BytesExpression(rest)));
                rest = default;
                break;
            case FieldKind.CountedUInt16List or FieldKind.UInt16List:
                uint? count = null;
                if (field.Kind == FieldKind.CountedUInt16List && rest.Length >= 4)
                {
                    count = BinaryPrimitives.ReadUInt32BigEndian(rest);
                    rest = rest[4..];
                }

                isWhole = field.Kind == FieldKind.UInt16List || count == rest.Length / 2;
                List<ScriptExpression> numbers = [];
                while (rest.Length >= 2)
                {
                    numbers.Add(Number(TakeUInt16(ref rest)));
                }

                members.Add(Named(field.Name, new ListExpression(default, numbers)));
                break;
            case FieldKind.SackBlocks or FieldKind.NrSackBlocks:
                isWhole = ReadBlocks(ref rest, field.Kind == FieldKind.NrSackBlocks, members);
                break;
            case FieldKind.StreamPairs or FieldKind.StreamTriples:
                members.Add(Named(field.Name, ReadStreams(ref rest, field.Kind == FieldKind.StreamTriples)));
                break;
            case FieldKind.Parameters or FieldKind.Causes:
                List<LiveElement> elements = Nested(out bool isMalformed);
                foreach (LiveElement nested in elements)
                {
                    members.Add(new Member(default, null, null, nested.ToExpression(numbering)));
                }

                isWhole = !isMalformed;
                rest = default;
                break;
            case FieldKind.NamedParameters:
                List<ScriptExpression> items = [];
                foreach (LiveElement nested in Nested(out _))
                {
                    items.Add(nested.ToExpression(numbering));
                }

                members.Add(Named(field.Name, new ListExpression(default, items)));
                rest = default;
                break;
            case FieldKind.NamedParameter or FieldKind.NamedChunk:
                List<LiveElement> one = Nested(out _);
                members.Add(Named(field.Name, one.Count == 1 ? one[0].ToExpression(numbering) : BytesExpression(rest)));
                rest = default;
                break;
            default:
                break;
        }

        return isWhole;
    }

    private static uint TakeUInt16(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 2)
        {
            rest = default;
            return 0;
        }

        uint value = BinaryPrimitives.ReadUInt16BigEndian(rest);
        rest = rest[2..];
        return value;
    }

    private static bool ReadBlocks(ref ReadOnlySpan<byte> rest, bool hasTwoSorts, List<Member> members)
    {
        bool isWhole = rest.Length >= (hasTwoSorts ? 8 : 4);
        uint gaps = TakeUInt16(ref rest);
        uint nonRenegable = hasTwoSorts ? TakeUInt16(ref rest) : 0;
        uint duplicates = TakeUInt16(ref rest);
        _ = hasTwoSorts ? TakeUInt16(ref rest) : 0;
        isWhole &= rest.Length == 4 * (gaps + nonRenegable + duplicates);
        members.Add(Named("gaps", ReadRanges(ref rest, gaps)));
        if (hasTwoSorts)
        {
            members.Add(Named("nr_gaps", ReadRanges(ref rest, nonRenegable)));
        }

        List<ScriptExpression> numbers = [];
        for (uint i = 0; i < duplicates && rest.Length >= 4; i++)
        {
            numbers.Add(Number(BinaryPrimitives.ReadUInt32BigEndian(rest)));
            rest = rest[4..];
        }

        members.Add(Named("dups", new ListExpression(default, numbers)));
        return isWhole;
    }

    private static ListExpression ReadRanges(ref ReadOnlySpan<byte> rest, uint count)
    {
        List<ScriptExpression> ranges = [];
        for (uint i = 0; i < count && rest.Length >= 4; i++)
        {
            ranges.Add(new RangeExpression(default, TakeUInt16(ref rest), TakeUInt16(ref rest)));
        }

        return new ListExpression(default, ranges);
    }

    private static ListExpression ReadStreams(ref ReadOnlySpan<byte> rest, bool isTriple)
    {
        List<ScriptExpression> entries = [];
        while (rest.Length >= (isTriple ? 8 : 4))
        {
            List<Member> entry =
            [
                new(default, null, null, Number(TakeUInt16(ref rest))),
                new(default, null, null, Number(TakeUInt16(ref rest))),
            ];
            if (isTriple)
            {
                entry.Add(new Member(default, null, null, Number(BinaryPrimitives.ReadUInt32BigEndian(rest))));
                rest = rest[4..];
            }

            entries.Add(new StructExpression(default, entry));
        }

        return new ListExpression(default, entries);
    }
}
