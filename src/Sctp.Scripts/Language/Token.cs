namespace Sctp.Scripts.Language;

internal enum TokenKind
{
    End,
    Word,
    Integer,
    Decimal,
    Address,
    Text,
    Ellipsis,
    Option,
    Shell,
    Code,
    Symbol,
}

/// <summary>One token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text: of a quoted one what is inside, of an option its name and value behind the dashes.</param>
/// <param name="Number">The value of an integer; of a decimal fraction in nanoseconds (or parts of 10^-9).</param>
/// <param name="Position">Where it begins.</param>
/// <param name="Start">The offset of its first character.</param>
/// <param name="End">The offset behind its last character.</param>
internal readonly record struct Token(TokenKind Kind, string Text, long Number, TextPosition Position, int Start, int End)
{
    public bool Is(char symbol) => Kind == TokenKind.Symbol && Text[0] == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Word && Text == word;

    public string Describe() => Kind switch
    {
        TokenKind.End => "the end of the script",
        TokenKind.Text => "\"" + Text + "\"",
        TokenKind.Shell => "a shell command",
        TokenKind.Code => "a code block",
        _ => "'" + Text + "'",
    };
}
