using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Sctp.Scripts.Stack;

/// <summary>What a <see cref="StackValue"/> holds.</summary>
public enum StackValueKind
{
    /// <summary>Members by name, in the order they were added.</summary>
    Object,

    /// <summary>An integer.</summary>
    Number,

    /// <summary>A name or another text.</summary>
    Text,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>Values in order; an OR of constants travels as the list of their names.</summary>
    List,
}

/// <summary>
/// What travels between the runner and a stack under test: the arguments of a call, the value of a socket option, what an answer tells. Absent members
/// and members of another kind read as null.
/// </summary>
public sealed class StackValue
{
    /// <summary>With more members than this they are looked up in a table.</summary>
    private const int MaxSearched = 16;

    private readonly List<string> _names = [];
    private readonly List<StackValue> _values = [];
    private readonly long _number;
    private readonly string? _text;
    private SortedDictionary<string, int>? _indices;

    /// <summary>An object without members.</summary>
    public StackValue()
    {
    }

    private StackValue(StackValueKind kind, long number, string? text)
    {
        Kind = kind;
        _number = number;
        _text = text;
    }

    /// <summary>What this value is.</summary>
    public StackValueKind Kind { get; }

    /// <summary>The number of members or of values of a list.</summary>
    public int Count => _values.Count;

    /// <summary>The member of that name, or null; setting adds or replaces it.</summary>
    /// <param name="name">The name of the member.</param>
    public StackValue? this[string name]
    {
        get
        {
            int index = IndexOf(name);
            return index < 0 ? null : _values[index];
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            int index = IndexOf(name);
            if (index >= 0)
            {
                _values[index] = value;
                return;
            }

            _indices?.Add(name, _names.Count);
            _names.Add(name);
            _values.Add(value);
        }
    }

    /// <summary>A list.</summary>
    /// <param name="values">Its values.</param>
    public static StackValue Of(params IEnumerable<StackValue> values)
    {
        StackValue list = new(StackValueKind.List, 0, null);
        list._values.AddRange(values);
        return list;
    }

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    public static StackValue FromInt64(long value) => new(StackValueKind.Number, value, null);

    /// <summary>A text.</summary>
    /// <param name="value">The text.</param>
    public static StackValue FromString(string value) => new(StackValueKind.Text, 0, value);

    /// <summary>A flag.</summary>
    /// <param name="value">The flag.</param>
    public static StackValue FromBoolean(bool value) => new(StackValueKind.Flag, value ? 1 : 0, null);

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator StackValue(long value) => FromInt64(value);

    /// <summary>A text.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator StackValue(string value) => FromString(value);

    /// <summary>A flag.</summary>
    /// <param name="value">The flag.</param>
    public static implicit operator StackValue(bool value) => FromBoolean(value);

    /// <summary>The name of the member at an index of an object.</summary>
    /// <param name="index">From 0.</param>
    public string NameAt(int index) => _names[index];

    /// <summary>The value at an index of an object or a list.</summary>
    /// <param name="index">From 0.</param>
    public StackValue ValueAt(int index) => _values[index];

    /// <summary>Whether there is such a member.</summary>
    /// <param name="name">The name of the member.</param>
    public bool Has(string name) => this[name] is not null;

    /// <summary>This value as a number; a flag is 0 or 1.</summary>
    public long? AsInteger() => Kind is StackValueKind.Number or StackValueKind.Flag ? _number : null;

    /// <summary>This value as a text.</summary>
    public string? AsText() => _text;

    /// <summary>A member that is a number.</summary>
    /// <param name="name">The name of the member.</param>
    public long? Integer(string name) => this[name] is { Kind: StackValueKind.Number } value ? value._number : null;

    /// <summary>A member that is a number of 32 bits.</summary>
    /// <param name="name">The name of the member.</param>
    public int? Int32(string name) => Integer(name) is { } value && value is >= int.MinValue and <= int.MaxValue ? (int)value : null;

    /// <summary>A member that is a text.</summary>
    /// <param name="name">The name of the member.</param>
    public string? Text(string name) => this[name]?._text;

    /// <summary>Whether a member is true or a number other than 0.</summary>
    /// <param name="name">The name of the member.</param>
    public bool Flag(string name) => this[name]?.AsInteger() is not (null or 0);

    /// <summary>A member in hexadecimal digits; null where there are none or they are no bytes.</summary>
    /// <param name="name">The name of the member.</param>
    public byte[]? Bytes(string name)
    {
        if (Text(name) is not { } hex || hex.Length % 2 != 0)
        {
            return null;
        }

        foreach (char digit in hex)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return null;
            }
        }

        return Convert.FromHexString(hex);
    }

    /// <summary>Names that travel as a list, or as one text.</summary>
    /// <param name="name">The name of the member.</param>
    public IReadOnlyList<string> Names(string name)
    {
        List<string> names = [];
        if (this[name] is not { } member)
        {
            return names;
        }

        if (member._text is { } one)
        {
            names.Add(one);
        }

        foreach (StackValue value in member._values)
        {
            if (value._text is { } text)
            {
                names.Add(text);
            }
        }

        return names;
    }

    /// <summary>A member that is an object, or an empty object.</summary>
    /// <param name="name">The name of the member.</param>
    public StackValue Object(string name) => this[name] is { Kind: StackValueKind.Object } value ? value : new StackValue();

    /// <summary>A number that travels alone, as a list of one, or as <c>assoc_value</c> of an object.</summary>
    /// <param name="name">The name of the member.</param>
    public int? Scalar(string name) => this[name] switch
    {
        { Kind: StackValueKind.Object } value => value.Int32("assoc_value"),
        { Kind: StackValueKind.List, Count: 1 } list => list.ValueAt(0).AsInteger() is { } one and >= int.MinValue and <= int.MaxValue ? (int)one : null,
        { } other => other.AsInteger() is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null,
        null => null,
    };

    /// <inheritdoc />
    public override string ToString()
    {
        switch (Kind)
        {
            case StackValueKind.Number:
                return _number.ToString(CultureInfo.InvariantCulture);
            case StackValueKind.Flag:
                return _number == 0 ? "false" : "true";
            case StackValueKind.Text:
                return _text!;
            default:
                break;
        }

        StringBuilder text = new();
        bool isList = Kind == StackValueKind.List;
        for (int i = 0; i < _values.Count; i++)
        {
            _ = text.Append(i == 0 ? string.Empty : isList ? "|" : ", ");
            _ = isList ? text.Append(_values[i]) : text.Append(_names[i]).Append('=').Append(_values[i]);
        }

        return isList ? text.ToString() : "{" + text + "}";
    }

    private int IndexOf(string name)
    {
        if (_names.Count <= MaxSearched)
        {
            return _names.IndexOf(name);
        }

        if (_indices is null)
        {
            _indices = new SortedDictionary<string, int>(StringComparer.Ordinal);
            for (int i = 0; i < _names.Count; i++)
            {
                _indices.Add(_names[i], i);
            }
        }

        return _indices.TryGetValue(name, out int index) ? index : -1;
    }
}
