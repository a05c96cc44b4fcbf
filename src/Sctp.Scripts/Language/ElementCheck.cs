using System.Collections.Generic;
using Sctp.Scripts.Layouts;

namespace Sctp.Scripts.Language;

/// <summary>Whether a chunk, parameter or cause of a script can be meant: known names, and numbers that fit their fields.</summary>
internal static class ElementCheck
{
    private const string Length = "len";
    private const string Flags = "flgs";

    /// <summary>What is wrong first, or null.</summary>
    public static (TextPosition Position, string Message)? Find(ElementGroup group, ElementExpression element)
    {
        string generic = ElementLayouts.GenericName(group);
        ElementLayout? layout = ElementLayouts.Find(group, element.Name);
        bool isGeneric = element.Name == generic || element.Name == "RECONFIG_REQUEST_GENERIC";
        if (layout is null && !isGeneric)
        {
            return (element.Position, $"{element.Name} is no {group switch { ElementGroup.Chunk => "chunk", ElementGroup.Parameter => "parameter", _ => "error cause" }} of the notation (write {generic}[...])");
        }

        List<string> seen = [];
        bool isOpen = false;
        foreach (Member member in element.Members)
        {
            if (Find(group, element, layout, member, seen) is { } complaint)
            {
                return complaint;
            }

            if (isOpen && member is { Name: null, Value: ElementExpression behind })
            {
                return (member.Position, $"{behind.Name} cannot stand behind '...', which is all that follows");
            }

            isOpen |= member is { Name: null, Value: EllipsisExpression };
        }

        return null;
    }

    /// <summary>What is wrong first in a packet that is written byte by byte, or null.</summary>
    public static (TextPosition Position, string Message)? FindInBytes(ListExpression bytes) => FindList(bytes, byte.MaxValue);

    private static (TextPosition Position, string Message)? Find(ElementGroup group, ElementExpression element, ElementLayout? layout, Member member, List<string> seen)
    {
        if (member.Name is not { } name)
        {
            return FindUnnamed(element, layout, member.Value);
        }

        if (seen.Contains(name))
        {
            return (member.Position, $"{element.Name} has {name} twice");
        }

        seen.Add(name);
        switch (name)
        {
            case Flags when group == ElementGroup.Chunk:
                return FindFlags(element, layout, member.Value);
            case Length:
                return FindNumber(member.Value, ushort.MaxValue);
            default:
                break;
        }

        if (layout is null)
        {
            bool isKnown = name == ElementLayouts.CodeField(group) || name == ElementLayouts.BytesField(group) || name == "req_sn";
            return !isKnown ? (member.Position, $"{element.Name} has no field {name}")
                : name == ElementLayouts.CodeField(group) ? FindType(member.Value, group == ElementGroup.Chunk ? byte.MaxValue : ushort.MaxValue)
                : name == ElementLayouts.BytesField(group) ? FindList(member.Value, byte.MaxValue)
                : null;
        }

        FieldLayout? field = layout.Find(name) ?? (name == "dups" && element.Name == "NR_SACK" ? layout.Find("gaps") : null);
        return field is null ? (member.Position, $"{element.Name} has no field {name}") : FindValue(field, member.Value);
    }

    private static (TextPosition Position, string Message)? FindUnnamed(ElementExpression element, ElementLayout? layout, ScriptExpression value)
    {
        if (value is EllipsisExpression)
        {
            return null;
        }

        FieldLayout? inner = layout is null ? null : System.Array.Find(layout.Fields, field => field.Kind is FieldKind.Parameters or FieldKind.Causes);
        if (inner is null || value is not ElementExpression nested)
        {
            return (value.Position, $"{value} cannot stand in {element.Name}");
        }

        return Find(inner.Kind == FieldKind.Causes ? ElementGroup.Cause : ElementGroup.Parameter, nested);
    }

    private static (TextPosition Position, string Message)? FindFlags(ElementExpression element, ElementLayout? layout, ScriptExpression value)
    {
        if (value is not WordExpression word)
        {
            return FindNumber(value, byte.MaxValue);
        }

        string letters = layout?.FlagLetters ?? string.Empty;
        for (int i = 0; i < word.Name.Length; i++)
        {
            if (!letters.Contains(word.Name[i], System.StringComparison.Ordinal) || word.Name.IndexOf(word.Name[i], System.StringComparison.Ordinal) != i)
            {
                return (value.Position, letters.Length == 0 ? $"{element.Name} has no flags by letter" : $"the flags of {element.Name} are of the letters {letters}, each once");
            }
        }

        return null;
    }

    private static (TextPosition Position, string Message)? FindValue(FieldLayout field, ScriptExpression value)
    {
        switch (field.Kind)
        {
            case FieldKind.UInt16:
                return FindNumber(value, ushort.MaxValue);
            case FieldKind.UInt32:
                return FindNumber(value, uint.MaxValue);
            case FieldKind.Bytes or FieldKind.ByteList:
                return FindList(value, byte.MaxValue);
            case FieldKind.UInt16List or FieldKind.CountedUInt16List:
                return FindList(value, ushort.MaxValue);
            case FieldKind.SackBlocks or FieldKind.NrSackBlocks:
                return FindList(value, uint.MaxValue);
            case FieldKind.Address4 or FieldKind.Address6:
                return value is EllipsisExpression or AddressExpression ? null : (value.Position, $"{field.Name} is an address");
            case FieldKind.Text or FieldKind.HostName:
                return value is EllipsisExpression or TextExpression ? null : (value.Position, $"{field.Name} is a text in quotes");
            case FieldKind.NamedParameters when value is ListExpression list:
                foreach (ScriptExpression item in list.Items)
                {
                    if (FindNested(ElementGroup.Parameter, item) is { } complaint)
                    {
                        return complaint;
                    }
                }

                return null;
            case FieldKind.NamedParameter:
                return FindNested(ElementGroup.Parameter, value);
            case FieldKind.NamedChunk:
                return FindNested(ElementGroup.Chunk, value);
            case FieldKind.StreamPairs or FieldKind.StreamTriples:
                return FindStreams(value, field.Kind == FieldKind.StreamPairs ? 2 : 3);
            default:
                return value is EllipsisExpression ? null : (value.Position, $"{value} is no value of {field.Name}");
        }
    }

    private static (TextPosition Position, string Message)? FindNested(ElementGroup group, ScriptExpression value) => value switch
    {
        EllipsisExpression => null,
        ElementExpression element => Find(group, element),
        _ => (value.Position, $"{value} is no {(group == ElementGroup.Chunk ? "chunk" : "parameter")}"),
    };

    private static (TextPosition Position, string Message)? FindNumber(ScriptExpression value, long greatest) => value switch
    {
        EllipsisExpression => null,
        NumberExpression number when number.Value >= 0 && number.Value <= greatest => null,
        NumberExpression number => (value.Position, $"{number.Value} is not between 0 and {greatest}"),
        _ => (value.Position, $"{value} is no number"),
    };

    /// <summary>A number, or the name of a type in its place.</summary>
    private static (TextPosition Position, string Message)? FindType(ScriptExpression value, long greatest) =>
        value is not WordExpression word ? FindNumber(value, greatest)
        : TypeNames.Parse(word.Name) is null ? (word.Position, $"{word.Name} is no type")
        : null;

    private static (TextPosition Position, string Message)? FindList(ScriptExpression value, long greatest)
    {
        if (value is not ListExpression list)
        {
            return value is EllipsisExpression ? null : (value.Position, $"{value} is no list");
        }

        foreach (ScriptExpression item in list.Items)
        {
            (TextPosition, string)? complaint = item switch
            {
                RangeExpression range => range.First is < 0 or > ushort.MaxValue || range.Last is < 0 or > ushort.MaxValue ? (range.Position, $"{range} does not fit 16 bits") : null,
                _ => FindType(item, greatest),
            };
            if (complaint is not null)
            {
                return complaint;
            }
        }

        return null;
    }

    private static (TextPosition Position, string Message)? FindStreams(ScriptExpression value, int count)
    {
        if (value is not ListExpression list)
        {
            return value is EllipsisExpression ? null : (value.Position, $"{value} is no list");
        }

        foreach (ScriptExpression item in list.Items)
        {
            if (item is EllipsisExpression)
            {
                continue;
            }

            if (item is not StructExpression entry || entry.Members.Count != count)
            {
                return (item.Position, $"an entry of ids is {count} numbers in braces");
            }

            for (int i = 0; i < entry.Members.Count; i++)
            {
                if (FindNumber(entry.Members[i].Value, i < 2 ? ushort.MaxValue : uint.MaxValue) is { } complaint)
                {
                    return complaint;
                }
            }
        }

        return null;
    }
}
