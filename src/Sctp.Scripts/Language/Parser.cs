using System;
using System.Collections.Generic;
using Sctp.Scripts.Packets;

namespace Sctp.Scripts.Language;

/// <summary>
/// Reads a script by recursive descent with one token of lookahead. Total: the first error ends the text, so that every loop comes to its end, and is
/// what is reported. Nesting is bounded.
/// </summary>
internal sealed class Parser
{
    private const int MaxDepth = 32;

    private readonly string _file;
    private readonly string _text;
    private readonly Lexer _lexer;
    private Token _token;
    private int _depth;

    public Parser(string file, string text, string platform)
    {
        _file = file;
        _text = text;
        _lexer = new Lexer(text, platform);
        _token = _lexer.Next();
    }

    private bool IsAtEnd => _token.Kind == TokenKind.End;

    public bool TryParse(out PacketScript? script, out ScriptError? error)
    {
        List<ScriptOption> options = [];
        List<ScriptStatement> statements = [];
        while (_token.Kind == TokenKind.Option)
        {
            int equals = _token.Text.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? _token.Text : _token.Text[..equals];
            options.Add(new ScriptOption(_token.Position, name, equals < 0 ? string.Empty : _token.Text[(equals + 1)..]));
            Next();
        }

        EventTime atOnce = new(EventTimeKind.Relative, Duration.Zero, null);
        while (_token.Kind == TokenKind.Shell)
        {
            statements.Add(new ShellStatement(_token.Position, atOnce, _token.Text)); // the initial command has no time
            Next();
        }

        while (!IsAtEnd)
        {
            if (Statement() is { } statement)
            {
                statements.Add(statement);
            }
        }

        script = null;
        error = null;
        if (_lexer.Error is { } failure)
        {
            error = new ScriptError(_file, failure.Position, failure.Message, _lexer.LineAt(failure.Position.Line));
            return false;
        }

        script = new PacketScript(_file, options, statements, _text.Split('\n'));
        return true;
    }

    private static bool IsTimeToken(in Token token) => token.Kind is TokenKind.Integer or TokenKind.Decimal;

    private static Duration TimeOf(in Token token) =>
        token.Kind == TokenKind.Decimal ? Duration.FromNanoseconds(token.Number) : Duration.FromSeconds(Math.Min(token.Number, 1_000_000_000));

    private void Next() => _token = _lexer.Error is null ? _lexer.Next() : default;

    private void Fail(TextPosition position, string message)
    {
        _lexer.Fail(position, message);
        _token = default;
    }

    private void FailHere(string expected) => Fail(_token.Position, $"expected {expected}, found {_token.Describe()}");

    private bool Expect(char symbol)
    {
        if (!_token.Is(symbol))
        {
            FailHere($"'{symbol}'");
            return false;
        }

        Next();
        return true;
    }

    private bool TryTake(char symbol)
    {
        if (!_token.Is(symbol))
        {
            return false;
        }

        Next();
        return true;
    }

    private string Word(string what)
    {
        if (_token.Kind != TokenKind.Word)
        {
            FailHere(what);
            return string.Empty;
        }

        string word = _token.Text;
        Next();
        return word;
    }

    private long Integer(string what, long greatest)
    {
        TextPosition position = _token.Position;
        long value = Integer(what);
        if (value < 0 || value > greatest)
        {
            Fail(position, $"{value} is not between 0 and {greatest}");
        }

        return value;
    }

    private long Integer(string what)
    {
        if (_token.Kind != TokenKind.Integer)
        {
            FailHere(what);
            return 0;
        }

        long value = _token.Number;
        Next();
        return value;
    }

    private ScriptStatement? Statement()
    {
        TextPosition position = _token.Position;
        if (Time() is not { } time)
        {
            return null;
        }

        ScriptStatement? statement = _token.Kind switch
        {
            TokenKind.Shell => Shell(position, time),
            TokenKind.Code => Code(position, time),
            _ when _token.Is('<') || _token.Is('>') => Packet(position, time),
            TokenKind.Word or TokenKind.Ellipsis => Call(position, time),
            _ => null,
        };
        if (statement is null && _lexer.Error is null)
        {
            FailHere("'<', '>', a system call, a shell command or a code block");
        }

        bool isExpectation = statement is PacketStatement { IsInbound: false } or IcmpStatement { IsInbound: false } or ForeignPacketStatement;
        if (statement is not null && !isExpectation && (time.Kind == EventTimeKind.Any || time.Latest is not null))
        {
            Fail(position, "'*' and ranges of time are for expected packets");
        }

        return statement;
    }

    private EventTime? Time()
    {
        if (TryTake('*'))
        {
            return new EventTime(EventTimeKind.Any, Duration.Zero, null);
        }

        EventTimeKind kind = TryTake('+') ? EventTimeKind.Relative : EventTimeKind.Absolute;
        if (!IsTimeToken(_token))
        {
            FailHere("a time");
            return null;
        }

        if (_token.Number < 0)
        {
            Fail(_token.Position, "a time is not negative");
            return null;
        }

        Duration first = TimeOf(_token);
        Next();
        if (!TryTake('~'))
        {
            return new EventTime(kind, first, null);
        }

        if (kind == EventTimeKind.Relative && !Expect('+'))
        {
            return null;
        }

        if (!IsTimeToken(_token) || TimeOf(_token) < first)
        {
            FailHere("a later time");
            return null;
        }

        Duration last = TimeOf(_token);
        Next();
        return new EventTime(kind, first, last);
    }

    private ShellStatement Shell(TextPosition position, EventTime time)
    {
        ShellStatement statement = new(position, time, _token.Text);
        Next();
        return statement;
    }

    private CodeStatement Code(TextPosition position, EventTime time)
    {
        CodeStatement statement = new(position, time, _token.Text);
        Next();
        return statement;
    }

    private CallStatement? Call(TextPosition position, EventTime time)
    {
        Duration? end = null;
        if (_token.Kind == TokenKind.Ellipsis)
        {
            Next();
            if (!IsTimeToken(_token) || _token.Number < 0)
            {
                FailHere("the time at which the call returns");
                return null;
            }

            end = TimeOf(_token);
            Next();
        }

        string name = Word("the name of a system call");
        if (!Expect('('))
        {
            return null;
        }

        IReadOnlyList<ScriptExpression> arguments = Expressions(')');
        if (!Expect('='))
        {
            return null;
        }

        ScriptExpression result = Expression();
        string? error = null;
        if (_token.Kind == TokenKind.Word)
        {
            error = _token.Text;
            Next();
        }

        if (_token.Is('('))
        {
            SkipNote();
        }

        return new CallStatement(position, time, name, arguments, result, error, end);
    }

    /// <summary>A remark in parentheses is words of any kind.</summary>
    private void SkipNote()
    {
        int end = _lexer.FindOnLine(')', _token.End);
        if (end < 0)
        {
            Fail(_token.Position, "the note has no closing parenthesis on its line");
            return;
        }

        _lexer.SkipTo(end + 1);
        Next();
    }

    private ScriptStatement? Packet(TextPosition position, EventTime time)
    {
        bool isInbound = _token.Is('<');
        int start = _token.Start;
        Next();
        string? source = null;
        string? destination = null;
        while (_token.IsWord("ipv4") || _token.IsWord("ipv6"))
        {
            Next();
            source = Address();
            if (!Expect('>'))
            {
                return null;
            }

            destination = Address();
            if (!Expect(':'))
            {
                return null;
            }
        }

        string? ecn = null;
        long? tag = null;
        if (TryTake('['))
        {
            if (_token.IsWord("sctp"))
            {
                Next();
                _ = Expect('(');
                tag = Integer("a Verification Tag", uint.MaxValue);
                _ = Expect(')');
                _ = Encapsulation();
            }
            else if (_token.Kind == TokenKind.Word && _token.Text is "noecn" or "ect0" or "ect1" or "ect01" or "ce")
            {
                ecn = Word("the ECN field");
            }
            else
            {
                return Foreign(position, time, start);
            }

            if (!Expect(']'))
            {
                return null;
            }
        }

        if (_token.IsWord("sctp"))
        {
            PacketPattern? pattern = Sctp(source, destination, ecn);
            return pattern is null ? null : new PacketStatement(position, time, isInbound, pattern);
        }

        return _token.IsWord("icmp") ? Icmp(position, time, isInbound, tag, destination) : Foreign(position, time, start);
    }

    private string Address()
    {
        if (_token.Kind != TokenKind.Address)
        {
            FailHere("an IP address");
            return string.Empty;
        }

        string address = _token.Text;
        Next();
        return address;
    }

    private PacketPattern? Sctp(string? source, string? destination, string? ecn)
    {
        TextPosition position = _token.Position;
        bool isBad = false;
        bool isZero = false;
        long? tag = null;
        Next();
        if (TryTake('('))
        {
            do
            {
                TextPosition at = _token.Position;
                string word = Word("bad_crc32c, zero_checksum or tag");
                isBad |= word == "bad_crc32c";
                isZero |= word == "zero_checksum";
                if (word == "tag")
                {
                    _ = Expect('=');
                    tag = Integer("a Verification Tag", uint.MaxValue);
                }
                else if (word is not ("bad_crc32c" or "zero_checksum" or ""))
                {
                    Fail(at, $"'{word}' is nothing that can be said of an SCTP header");
                }
            }
            while (TryTake(','));
            _ = Expect(')');
        }

        (long sourcePort, long destinationPort) = Encapsulation();
        if (!Expect(':'))
        {
            return null;
        }

        if (_token.Is('['))
        {
            if (Expression() is not ListExpression bytes)
            {
                Fail(position, "expected bytes in brackets");
                return null;
            }

            if (ElementCheck.FindInBytes(bytes) is { } complaint)
            {
                Fail(complaint.Position, complaint.Message);
            }

            return new PacketPattern(position, source, destination, ecn, isBad, isZero, tag, sourcePort, destinationPort, null, bytes);
        }

        List<ElementExpression> chunks = [];
        while (_token.Kind == TokenKind.Word)
        {
            TextPosition at = _token.Position;
            if (Expression() is not ElementExpression chunk)
            {
                Fail(at, "expected a chunk");
                return null;
            }

            if (ElementCheck.Find(ElementGroup.Chunk, chunk) is { } wrong)
            {
                Fail(wrong.Position, wrong.Message);
            }

            chunks.Add(chunk);

            if (!TryTake(';'))
            {
                break;
            }
        }

        return _lexer.Error is null
            ? new PacketPattern(position, source, destination, ecn, isBad, isZero, tag, sourcePort, destinationPort, chunks, null)
            : null;
    }

    private (long Source, long Destination) Encapsulation()
    {
        if (!_token.Is('/'))
        {
            return (0, 0);
        }

        Next();
        if (!_token.IsWord("udp"))
        {
            FailHere("udp");
            return (0, 0);
        }

        Next();
        _ = Expect('(');
        long source = Integer("a UDP port", ushort.MaxValue);
        _ = Expect('>');
        long destination = Integer("a UDP port", ushort.MaxValue);
        _ = Expect(')');
        return (source, destination);
    }

    private IcmpStatement Icmp(TextPosition position, EventTime time, bool isInbound, long? tag, string? destination)
    {
        Next();
        string type = Word("the type of the ICMP message");
        string? code = null;
        long? mtu = null;
        if (_token.Kind == TokenKind.Word && _token.Text != "mtu")
        {
            code = Word("the code");
        }

        if (_token.IsWord("mtu"))
        {
            Next();
            mtu = Integer("an MTU", ushort.MaxValue);
        }

        return new IcmpStatement(position, time, isInbound, tag, type, code, mtu, destination);
    }

    /// <summary>A packet of another protocol goes up to the end of its line.</summary>
    private ForeignPacketStatement Foreign(TextPosition position, EventTime time, int start)
    {
        int end = _lexer.EndOfLine(_token.Start);
        string text = _lexer.Slice(start, end).Trim();
        _lexer.SkipTo(end);
        Next();
        return new ForeignPacketStatement(position, time, text);
    }

    private List<ScriptExpression> Expressions(char close)
    {
        List<ScriptExpression> items = [];
        if (TryTake(close))
        {
            return items;
        }

        do
        {
            items.Add(Expression());
        }
        while (TryTake(','));
        _ = Expect(close);
        return items;
    }

    private ScriptExpression Expression()
    {
        TextPosition position = _token.Position;
        if (++_depth > MaxDepth)
        {
            Fail(position, "the value is nested too deeply");
        }

        ScriptExpression first = Term();
        if (_token.Is('|'))
        {
            List<ScriptExpression> terms = [first];
            while (TryTake('|'))
            {
                terms.Add(Term());
            }

            first = new OrExpression(position, terms);
        }

        _depth--;
        return first;
    }

    private ScriptExpression Term()
    {
        Token token = _token;
        switch (token.Kind)
        {
            case TokenKind.Ellipsis:
                Next();
                return new EllipsisExpression(token.Position);
            case TokenKind.Integer:
                Next();
                if (_token.Is(':'))
                {
                    Next();
                    return new RangeExpression(token.Position, token.Number, Integer("the end of the range"));
                }

                return new NumberExpression(token.Position, token.Number);
            case TokenKind.Text:
                Next();
                if (_token.Kind == TokenKind.Ellipsis)
                {
                    Next(); // "text"... means that more follows; only the beginning matters
                }

                return new TextExpression(token.Position, token.Text);
            case TokenKind.Address:
                Next();
                return new AddressExpression(token.Position, token.Text);
            case TokenKind.Word:
                Next();
                return Named(token);
            case TokenKind.Symbol when token.Text == "[":
                Next();
                return new ListExpression(token.Position, Expressions(']'));
            case TokenKind.Symbol when token.Text == "{":
                Next();
                return new StructExpression(token.Position, Members('}'));
            default:
                FailHere("a value");
                return new EllipsisExpression(token.Position);
        }
    }

    private ScriptExpression Named(in Token token)
    {
        if (_token.Is('['))
        {
            Next();
            return new ElementExpression(token.Position, token.Text.Replace('-', '_'), Members(']'));
        }

        if (_token.Is('('))
        {
            Next();
            return new CallExpression(token.Position, token.Text, Expressions(')'));
        }

        return new WordExpression(token.Position, token.Text);
    }

    private List<Member> Members(char close)
    {
        List<Member> members = [];
        if (TryTake(close))
        {
            return members;
        }

        do
        {
            members.Add(OneMember());
        }
        while (TryTake(','));
        _ = Expect(close);
        return members;
    }

    private Member OneMember()
    {
        TextPosition position = _token.Position;
        if (++_depth > MaxDepth)
        {
            Fail(position, "the value is nested too deeply");
        }

        Member member = OneMember(position);
        _depth--;
        return member;
    }

    private Member OneMember(TextPosition position)
    {
        ScriptExpression value = Expression();
        string? name = null;
        ScriptExpression? size = null;
        if (_token.Is('=') && value is WordExpression word)
        {
            name = word.Name;
        }
        else if (_token.Is('=') && value is CallExpression { Arguments.Count: 1 } call)
        {
            name = call.Function;
            size = call.Arguments[0];
        }

        if (name is null)
        {
            return new Member(position, null, null, value);
        }

        Next();
        return new Member(position, name, size, Expression());
    }
}
