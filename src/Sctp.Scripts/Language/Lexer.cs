using System;
using System.Collections.Generic;
using System.Net;

namespace Sctp.Scripts.Language;

/// <summary>Splits a script into tokens. Comments and the branches of other platforms are skipped. Never throws; a text that is no token sets an error.</summary>
internal sealed class Lexer
{
    private const string Symbols = "+*~<>=[](){},;:|/!-.@&?^%$\\'";

    /// <summary>An IPv6 address with an IPv4 address at its end, and a colon behind it.</summary>
    private const int MaxAddressLength = 46;

    private readonly string _text;
    private readonly string _platform;
    private readonly Stack<Branch> _branches = new();
    private int _offset;
    private int _line = 1;
    private int _lineStart;

    public Lexer(string text, string platform)
    {
        _text = text;
        _platform = platform;
    }

    /// <summary>The first error.</summary>
    public (TextPosition Position, string Message)? Error { get; private set; }

    private TextPosition Here => new(_line, _offset - _lineStart + 1);

    private char Current => Peek(0);

    /// <summary>Ends the text here, with an error where there was none.</summary>
    public void Fail(TextPosition position, string message)
    {
        Error ??= (position, message);
        _offset = _text.Length;
    }

    /// <summary>The offset of the end of the line that holds an offset.</summary>
    public int EndOfLine(int offset)
    {
        int end = _text.IndexOf('\n', Math.Min(offset, _text.Length));
        return end < 0 ? _text.Length : end;
    }

    /// <summary>Goes on behind an offset at or after the present one.</summary>
    public void SkipTo(int offset)
    {
        while (_offset < offset && _offset < _text.Length)
        {
            Step();
        }
    }

    /// <summary>The offset of a character from an offset on, up to the end of the line; or -1.</summary>
    public int FindOnLine(char wanted, int offset)
    {
        int start = Math.Min(offset, _text.Length);
        return _text.IndexOf(wanted, start, EndOfLine(start) - start);
    }

    public string Slice(int start, int end) => _text[Math.Min(start, _text.Length)..Math.Min(end, _text.Length)];

    public string LineAt(int line)
    {
        string[] lines = _text.Split('\n');
        return line >= 1 && line <= lines.Length ? lines[line - 1].TrimEnd('\r') : string.Empty;
    }

    public Token Next()
    {
        SkipBlanks();
        TextPosition position = Here;
        int start = _offset;
        if (_offset >= _text.Length)
        {
            if (_branches.Count > 0 && Error is null)
            {
                Fail(_branches.Peek().Position, "#ifdef without #endif");
            }

            return new Token(TokenKind.End, string.Empty, 0, position, start, start);
        }

        char c = Current;
        if (c == '"')
        {
            return Quoted('"', TokenKind.Text, position);
        }

        if (c == '`')
        {
            return Quoted('`', TokenKind.Shell, position);
        }

        if (c == '%' && Peek(1) == '{')
        {
            return Code(position);
        }

        if (c == '.' && Peek(1) == '.' && Peek(2) == '.')
        {
            return Take(3, TokenKind.Ellipsis, position);
        }

        if (c == '-' && Peek(1) == '-' && (char.IsAsciiLetter(Peek(2)) || Peek(2) == '_'))
        {
            return Option(position);
        }

        if (TryAddress(position, out Token address))
        {
            return address;
        }

        if (char.IsAsciiDigit(c) || ((c == '-' || c == '.') && char.IsAsciiDigit(Peek(1))) || (c == '-' && Peek(1) == '.' && char.IsAsciiDigit(Peek(2))))
        {
            return Number(position);
        }

        if (char.IsAsciiLetter(c) || c == '_')
        {
            int length = 1;
            while (char.IsAsciiLetterOrDigit(Peek(length)) || Peek(length) == '_')
            {
                length++;
            }

            if (length == 1 && c == 'I' && string.CompareOrdinal(_text, _offset, "I-DATA", 0, 6) == 0)
            {
                length = 6;
            }

            return Take(length, TokenKind.Word, position);
        }

        if (Symbols.Contains(c, StringComparison.Ordinal))
        {
            return Take(1, TokenKind.Symbol, position);
        }

        return Failed(position, $"'{(char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)}' is no part of the language");
    }

    private char Peek(int ahead) => _offset + ahead < _text.Length ? _text[_offset + ahead] : '\0';

    private void Step()
    {
        if (_text[_offset] == '\n')
        {
            _line++;
            _lineStart = _offset + 1;
        }

        _offset++;
    }

    private Token Failed(TextPosition position, string message)
    {
        int start = _offset;
        Fail(position, message);
        return new Token(TokenKind.End, string.Empty, 0, position, start, start);
    }

    private Token Take(int length, TokenKind kind, TextPosition position)
    {
        int start = _offset;
        SkipTo(_offset + length);
        return new Token(kind, _text[start.._offset], 0, position, start, _offset);
    }

    private void SkipBlanks()
    {
        while (_offset < _text.Length)
        {
            char c = Current;
            if (char.IsWhiteSpace(c) || c == '\uFEFF')
            {
                Step();
            }
            else if (c == '/' && Peek(1) == '/')
            {
                SkipTo(EndOfLine(_offset));
            }
            else if (c == '/' && Peek(1) == '*')
            {
                SkipComment();
            }
            else if (c == '#')
            {
                Directive();
            }
            else
            {
                return;
            }
        }
    }

    private void SkipComment()
    {
        TextPosition position = Here;
        int end = _text.IndexOf("*/", _offset + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            Fail(position, "the comment has no end");
            return;
        }

        SkipTo(end + 2);
    }

    /// <summary>A branch for a platform, or a comment up to the end of the line.</summary>
    private void Directive()
    {
        TextPosition position = Here;
        int end = EndOfLine(_offset);
        string[] words = DirectiveWords(_text[_offset..end]);
        string directive = words.Length > 0 ? words[0] : string.Empty;
        SkipTo(end);
        switch (directive)
        {
            case "ifdef" or "ifndef":
                if (words.Length < 2)
                {
                    Fail(position, $"#{directive} names no platform");
                    return;
                }

                bool isTaken = words[1].Equals(_platform, StringComparison.OrdinalIgnoreCase) == (directive == "ifdef");
                _branches.Push(new Branch(position));
                if (!isTaken)
                {
                    SkipBranch();
                }

                break;
            case "else":
                if (_branches.Count == 0)
                {
                    Fail(position, "#else without #ifdef");
                    return;
                }

                SkipBranch();
                break;
            case "endif":
                if (_branches.Count == 0)
                {
                    Fail(position, "#endif without #ifdef");
                    return;
                }

                _ = _branches.Pop();
                break;
            default:
                break;
        }
    }

    /// <summary>Goes behind the #else or to the #endif of the innermost branch; both are lines of their own.</summary>
    private void SkipBranch()
    {
        int depth = 0;
        while (_offset < _text.Length)
        {
            int end = EndOfLine(_offset);
            switch (DirectiveWords(_text[_offset..end]))
            {
                case ["ifdef" or "ifndef", ..]:
                    depth++;
                    break;
                case ["endif", ..] when depth == 0:
                    return; // read as a directive next
                case ["endif", ..]:
                    depth--;
                    break;
                case ["else", ..] when depth == 0:
                    SkipTo(end);
                    return;
                default:
                    break;
            }

            SkipTo(Math.Min(end + 1, _text.Length));
        }
    }

    /// <summary>The words behind the # of a line; none where there is no #.</summary>
    private static string[] DirectiveWords(string line) =>
        line.TrimStart() is ['#', .. var rest] ? rest.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : [];

    private Token Quoted(char quote, TokenKind kind, TextPosition position)
    {
        int end = _text.IndexOf(quote, _offset + 1);
        while (quote == '"' && end > 0 && _text[end - 1] == '\\')
        {
            end = _text.IndexOf(quote, end + 1);
        }

        return end < 0
            ? Failed(position, kind == TokenKind.Text ? "the text has no closing quote" : "the shell command has no closing backtick")
            : TakeInner(1, end, 1, kind, position);
    }

    private Token Code(TextPosition position)
    {
        int end = _text.IndexOf("}%", _offset + 2, StringComparison.Ordinal);
        return end < 0 ? Failed(position, "the code block has no end") : TakeInner(2, end, 2, TokenKind.Code, position);
    }

    /// <summary>A token with marks at its beginning and its end, which are no part of its text.</summary>
    private Token TakeInner(int opening, int end, int closing, TokenKind kind, TextPosition position)
    {
        string inner = _text[(_offset + opening)..end];
        return Take(end + closing - _offset, kind, position) with { Text = inner };
    }

    private Token Option(TextPosition position)
    {
        int length = 2;
        while (Peek(length) != '\0' && !char.IsWhiteSpace(Peek(length)))
        {
            length++;
        }

        return TakeInner(2, _offset + length, 0, TokenKind.Option, position);
    }

    /// <summary>1.2.3.4, or anything of hexadecimal digits and colons that holds "::" or 7 colons (2:3 is a range).</summary>
    private bool TryAddress(TextPosition position, out Token token)
    {
        token = default;
        int length = 0;
        int dots = 0;
        int colons = 0;
        bool isDouble = false;
        while (length <= MaxAddressLength && (char.IsAsciiHexDigit(Peek(length)) || Peek(length) is '.' or ':'))
        {
            char c = Peek(length);
            if (c == '.' && Peek(length + 1) == '.')
            {
                break; // 0...1 is a time, an ellipsis and a time
            }

            dots += c == '.' ? 1 : 0;
            colons += c == ':' ? 1 : 0;
            isDouble |= c == ':' && Peek(length + 1) == ':';
            length++;
        }

        bool isAddress = (dots == 3 && (colons == 0 || (colons == 1 && Peek(length - 1) == ':'))) || isDouble || colons is 7 or 8;
        if (!isAddress || length > MaxAddressLength)
        {
            return false;
        }

        while (length > 2 && Peek(length - 1) == ':' && Peek(length - 2) != ':')
        {
            length--; // the colon behind the address of a packet
        }

        if (!IPAddress.TryParse(_text.AsSpan(_offset, length), out _))
        {
            return false;
        }

        token = Take(length, TokenKind.Address, position);
        return true;
    }

    private Token Number(TextPosition position)
    {
        bool isNegative = Current == '-';
        int length = isNegative ? 1 : 0;
        if (Peek(length) == '0' && Peek(length + 1) is 'x' or 'X' && char.IsAsciiHexDigit(Peek(length + 2)))
        {
            return Hexadecimal(position, length + 2, isNegative);
        }

        long value = 0;
        bool isTooBig = false;
        while (char.IsAsciiDigit(Peek(length)))
        {
            isTooBig |= value > (long.MaxValue - 9) / 10;
            value = isTooBig ? value : (value * 10) + Peek(length) - '0';
            length++;
        }

        if (Peek(length) != '.' || !char.IsAsciiDigit(Peek(length + 1)))
        {
            if (isTooBig)
            {
                return Failed(position, "the number is too big");
            }

            return Take(length, TokenKind.Integer, position) with { Number = isNegative ? -value : value };
        }

        length++;
        long fraction = 0;
        long unit = 1_000_000_000;
        while (char.IsAsciiDigit(Peek(length)))
        {
            unit /= 10;
            fraction += unit * (Peek(length) - '0');
            length++;
        }

        if (isTooBig || value > 1_000_000_000)
        {
            return Failed(position, "the number is too big");
        }

        long nanoseconds = (value * 1_000_000_000) + fraction;
        return Take(length, TokenKind.Decimal, position) with { Number = isNegative ? -nanoseconds : nanoseconds };
    }

    private Token Hexadecimal(TextPosition position, int length, bool isNegative)
    {
        long value = 0;
        int digits = 0;
        while (char.IsAsciiHexDigit(Peek(length)))
        {
            value = unchecked((value << 4) | (uint)Convert.ToInt32(Peek(length).ToString(), 16));
            digits += digits > 0 || Peek(length) != '0' ? 1 : 0;
            length++;
        }

        if (digits > 15)
        {
            return Failed(position, "the number is too big");
        }

        return Take(length, TokenKind.Integer, position) with { Number = isNegative ? -value : value };
    }

    private readonly record struct Branch(TextPosition Position);
}
