using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Sctp.Scripts.Language;

/// <summary>A value as a script writes it: an argument, a result, the field of a chunk, or a chunk itself.</summary>
/// <param name="Position">Where it begins.</param>
internal abstract record ScriptExpression(TextPosition Position);

/// <summary><c>...</c>: any value.</summary>
/// <param name="Position">Where it begins.</param>
internal sealed record EllipsisExpression(TextPosition Position) : ScriptExpression(Position)
{
    /// <inheritdoc />
    public override string ToString() => "...";
}

/// <summary>A number.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Value">The number.</param>
internal sealed record NumberExpression(TextPosition Position, long Value) : ScriptExpression(Position)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A name, such as a constant or the letters of flags.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Name">The name.</param>
internal sealed record WordExpression(TextPosition Position, string Name) : ScriptExpression(Position)
{
    /// <inheritdoc />
    public override string ToString() => Name;
}

/// <summary>A text in quotes.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Text">The text.</param>
internal sealed record TextExpression(TextPosition Position, string Text) : ScriptExpression(Position)
{
    /// <inheritdoc />
    public override string ToString() => "\"" + Text + "\"";
}

/// <summary>An IP address.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Address">Its text.</param>
internal sealed record AddressExpression(TextPosition Position, string Address) : ScriptExpression(Position)
{
    /// <inheritdoc />
    public override string ToString() => Address;
}

/// <summary><c>2:3</c>, a Gap Ack Block.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="First">The number in front of the colon.</param>
/// <param name="Last">The number behind it.</param>
internal sealed record RangeExpression(TextPosition Position, long First, long Last) : ScriptExpression(Position)
{
    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}:{Last}");
}

/// <summary>Constants joined by <c>|</c>.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Terms">The constants.</param>
internal sealed record OrExpression(TextPosition Position, IReadOnlyList<ScriptExpression> Terms) : ScriptExpression(Position)
{
    /// <inheritdoc />
    public override string ToString() => string.Join('|', Terms);
}

/// <summary>Values in brackets.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Items">The values.</param>
internal sealed record ListExpression(TextPosition Position, IReadOnlyList<ScriptExpression> Items) : ScriptExpression(Position)
{
    /// <inheritdoc />
    public override string ToString() => "[" + string.Join(", ", Items) + "]";
}

/// <summary>A function of a value: <c>htons(8080)</c>, <c>inet_addr("192.0.2.1")</c>.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Function">The name.</param>
/// <param name="Arguments">The values.</param>
internal sealed record CallExpression(TextPosition Position, string Function, IReadOnlyList<ScriptExpression> Arguments) : ScriptExpression(Position)
{
    /// <inheritdoc />
    public override string ToString() => Function + "(" + string.Join(", ", Arguments) + ")";
}

/// <summary>A member of a structure or a field of an element.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Name">Its name; null for a value by its place, and for <c>...</c>.</param>
/// <param name="Size">What stands in parentheses behind the name, as in <c>msg_iov(1)</c>.</param>
/// <param name="Value">The value.</param>
internal sealed record Member(TextPosition Position, string? Name, ScriptExpression? Size, ScriptExpression Value)
{
    /// <inheritdoc />
    public override string ToString() => Name is null ? Value.ToString() : Size is null ? Name + "=" + Value : Name + "(" + Size + ")=" + Value;
}

/// <summary>A structure in braces.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Members">Its members.</param>
internal sealed record StructExpression(TextPosition Position, IReadOnlyList<Member> Members) : ScriptExpression(Position)
{
    /// <summary>The value of the member of that name.</summary>
    /// <param name="name">The name.</param>
    public ScriptExpression? Find(string name) => Members.FirstOrDefault(member => member.Name == name)?.Value;

    /// <inheritdoc />
    public override string ToString() => "{" + string.Join(", ", Members) + "}";
}

/// <summary>A chunk, a parameter or an error cause: a name and fields in brackets.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Name">The name.</param>
/// <param name="Members">Its fields and the elements in it.</param>
internal sealed record ElementExpression(TextPosition Position, string Name, IReadOnlyList<Member> Members) : ScriptExpression(Position)
{
    /// <summary>The value of the field of that name.</summary>
    /// <param name="name">The name.</param>
    public ScriptExpression? Find(string name) => Members.FirstOrDefault(member => member.Name == name)?.Value;

    /// <inheritdoc />
    public override string ToString() => Name + "[" + string.Join(", ", Members) + "]";
}
