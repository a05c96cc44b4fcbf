using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Net;
using Sctp.Scripts.Language;
using Sctp.Scripts.Stack;

namespace Sctp.Scripts.Execution;

/// <summary>Values of scripts as values for a stack, and comparisons of the two.</summary>
internal static class ScriptValues
{
    public static long? Number(ScriptExpression? value) => value switch
    {
        NumberExpression number => number.Value,
        WordExpression { Name: "NULL" } => 0,
        CallExpression { Function: "htons" or "htonl", Arguments: [NumberExpression number] } => number.Value,
        ListExpression { Items: [NumberExpression number] } => number.Value,
        _ => null,
    };

    /// <summary>A payload protocol identifier: scripts write it in network order, with htonl() or swapped. Null where there is none to be read.</summary>
    public static uint? Ppid(ScriptExpression? value) => value switch
    {
        CallExpression { Function: "htonl", Arguments: [NumberExpression { Value: >= 0 and <= uint.MaxValue } number] } => (uint)number.Value,
        NumberExpression { Value: >= 0 and <= uint.MaxValue } number => BinaryPrimitives.ReverseEndianness((uint)number.Value),
        _ => null,
    };

    /// <summary>The names of constants joined by '|'; a 0 names nothing.</summary>
    public static List<string> Names(ScriptExpression? value)
    {
        List<string> names = [];
        switch (value)
        {
            case WordExpression word:
                names.Add(word.Name);
                break;
            case OrExpression or:
                foreach (ScriptExpression term in or.Terms)
                {
                    names.AddRange(Names(term));
                }

                break;
            case ListExpression { Items: [{ } one] }:
                return Names(one);
            case NumberExpression { Value: not 0 } number:
                names.Add(number.ToString());
                break;
            default:
                break;
        }

        return names;
    }

    /// <summary>A value for a stack; null where the script leaves it open. Association identifiers mean nothing on a one-to-one socket.</summary>
    public static StackValue? ToStack(ScriptExpression value)
    {
        switch (value)
        {
            case NumberExpression or CallExpression:
                return Number(value) is { } number ? (StackValue)number : null;
            case WordExpression word:
                return word.Name == "NULL" ? 0 : word.Name;
            case TextExpression text:
                return text.Text;
            case OrExpression:
                List<StackValue> names = [];
                foreach (string name in Names(value))
                {
                    names.Add(name);
                }

                return StackValue.Of(names);
            case ListExpression { Items: [{ } one] }:
                return ToStack(one);
            case ListExpression list:
                List<StackValue> values = [];
                foreach (ScriptExpression item in list.Items)
                {
                    if (ToStack(item) is { } converted)
                    {
                        values.Add(converted);
                    }
                }

                return StackValue.Of(values);
            case StructExpression structure:
                return ScriptAddress.Read(structure) is { Host: { } host } ? host : Members(structure);
            default:
                return null;
        }
    }

    public static bool IsAssociationId(string name) => name == "assoc_id" || name.EndsWith("_assoc_id", StringComparison.Ordinal);

    /// <summary>Compares what a script expects with what a stack tells; a member that the stack does not tell is unsupported.</summary>
    public static string? Difference(string where, ScriptExpression expected, StackValue? seen, out string? missing)
    {
        missing = null;
        switch (expected)
        {
            case EllipsisExpression:
                return null;
            case ListExpression { Items: [{ } one] } when seen is not { Kind: StackValueKind.List }:
                return Difference(where, one, seen, out missing);
            case StructExpression structure when ScriptAddress.Read(structure)?.Host is null:
                foreach (Member member in structure.Members)
                {
                    if (member.Name is not { } name)
                    {
                        if (member.Value is EllipsisExpression)
                        {
                            continue;
                        }

                        missing = $"{member.Value} without a name";
                        return null;
                    }

                    if (IsAssociationId(name))
                    {
                        continue;
                    }

                    StackValue? inner = seen is { Kind: StackValueKind.Object } ? seen[name] : name == "assoc_value" ? seen : null;
                    string? difference = Difference(name, member.Value, inner, out missing);
                    if (difference is not null || missing is not null)
                    {
                        return difference;
                    }
                }

                return null;
            default:
                break;
        }

        if (seen is null)
        {
            missing = where;
            return null;
        }

        if (seen is { Kind: StackValueKind.Object } && seen["assoc_value"] is { } scalar)
        {
            seen = scalar;
        }

        return IsEqual(expected, seen) ? null : $"{where}: expected {expected}, seen {seen}";
    }

    private static bool IsEqual(ScriptExpression expected, StackValue seen)
    {
        if (ScriptAddress.Read(expected)?.Host is { } host)
        {
            return seen.AsText() is { } text && IPAddress.TryParse(text, out IPAddress? one) && one.Equals(IPAddress.Parse(host));
        }

        if (Number(expected) is { } number && seen.AsInteger() is { } value)
        {
            return number == value;
        }

        if (expected is TextExpression wanted)
        {
            return seen.AsText() == wanted.Text;
        }

        List<string> names = Names(expected);
        List<string> found = [];
        if (seen.AsText() is { } name)
        {
            found.Add(name);
        }

        for (int i = 0; seen.Kind == StackValueKind.List && i < seen.Count; i++)
        {
            found.Add(seen.ValueAt(i).ToString());
        }

        bool isSet = expected is WordExpression or OrExpression or ListExpression { Items.Count: <= 1 } or NumberExpression { Value: 0 };
        return isSet && seen.Kind is StackValueKind.Text or StackValueKind.List && names.Count == found.Count && names.TrueForAll(found.Contains);
    }

    private static StackValue Members(StructExpression structure)
    {
        StackValue members = new();
        foreach (Member member in structure.Members)
        {
            if (member.Name is { } name && !IsAssociationId(name) && ToStack(member.Value) is { } value)
            {
                members[name] = value;
            }
        }

        return members;
    }
}
