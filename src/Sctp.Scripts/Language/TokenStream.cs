namespace Sctp.Scripts.Language;

/// <summary>
/// The tokens of a script with one token of lookahead, and the small steps of a parser. The first error ends the text, so that every loop over tokens
/// comes to its end, and is what is reported.
/// </summary>
internal sealed class TokenStream
{
    private readonly Lexer _lexer;

    public TokenStream(string text, string platform)
    {
        _lexer = new Lexer(text, platform);
        Current = _lexer.Next();
    }

    /// <summary>The token that was not taken yet.</summary>
    public Token Current { get; private set; }

    /// <summary>The first error.</summary>
    public (TextPosition Position, string Message)? Error => _lexer.Error;

    public bool IsAtEnd => Current.Kind == TokenKind.End;

    /// <summary>Takes the token, whatever it is.</summary>
    public void Next() => Current = _lexer.Error is null ? _lexer.Next() : default;

    public void Fail(TextPosition position, string message)
    {
        _lexer.Fail(position, message);
        Current = default;
    }

    /// <summary>The token is not what it has to be.</summary>
    public void FailHere(string expected) => Fail(Current.Position, $"expected {expected}, found {Current.Describe()}");

    public bool Expect(char symbol)
    {
        if (!Current.Is(symbol))
        {
            FailHere($"'{symbol}'");
            return false;
        }

        Next();
        return true;
    }

    public bool TryTake(char symbol)
    {
        if (!Current.Is(symbol))
        {
            return false;
        }

        Next();
        return true;
    }

    public string Word(string what) => Text(TokenKind.Word, what);

    public string Address() => Text(TokenKind.Address, "an IP address");

    public long Integer(string what, long least, long greatest)
    {
        TextPosition position = Current.Position;
        long value = Integer(what);
        if (value < least || value > greatest)
        {
            Fail(position, $"{value} is not between {least} and {greatest}");
        }

        return value;
    }

    public long Integer(string what)
    {
        if (Current.Kind != TokenKind.Integer)
        {
            FailHere(what);
            return 0;
        }

        long value = Current.Number;
        Next();
        return value;
    }

    /// <summary>Skips a remark in parentheses, which is words of any kind.</summary>
    public void SkipNote()
    {
        int end = _lexer.FindOnLine(')', Current.End);
        if (end < 0)
        {
            Fail(Current.Position, "the note has no closing parenthesis on its line");
            return;
        }

        _lexer.SkipTo(end + 1);
        Next();
    }

    /// <summary>Takes everything up to the end of the token's line; the text from an offset on.</summary>
    public string RestOfLine(int start)
    {
        int end = _lexer.EndOfLine(Current.Start);
        string text = _lexer.Slice(start, end).Trim();
        _lexer.SkipTo(end);
        Next();
        return text;
    }

    public string LineAt(int line) => _lexer.LineAt(line);

    private string Text(TokenKind kind, string what)
    {
        if (Current.Kind != kind)
        {
            FailHere(what);
            return string.Empty;
        }

        string text = Current.Text;
        Next();
        return text;
    }
}
