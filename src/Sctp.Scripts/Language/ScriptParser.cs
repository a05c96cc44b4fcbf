using System;
using System.Collections.Generic;

namespace Sctp.Scripts.Language;

/// <summary>Reads a script by recursive descent: header lines, then statements, each by the parser for its sort. Total: it never throws.</summary>
internal sealed class ScriptParser
{
    private readonly string _file;
    private readonly TokenStream _tokens;
    private readonly TimeParser _times;
    private readonly CallParser _calls;
    private readonly PacketParser _packets;

    public ScriptParser(string file, string text, string platform)
    {
        _file = file;
        _tokens = new TokenStream(text, platform);
        _times = new TimeParser(_tokens);
        ExpressionParser expressions = new(_tokens);
        _calls = new CallParser(_tokens, _times, expressions);
        _packets = new PacketParser(_tokens, expressions);
    }

    public bool TryParse(out PacketScript? script, out ScriptError? error)
    {
        ScriptHeader header = Header();
        List<ScriptStatement> statements = [];
        EventTime atOnce = new(EventTimeKind.Relative, Duration.Zero, null);
        while (_tokens.Current.Kind == TokenKind.Shell)
        {
            statements.Add(Shell(_tokens.Current.Position, atOnce)); // the initial command has no time
        }

        while (!_tokens.IsAtEnd)
        {
            if (Statement() is { } statement)
            {
                statements.Add(statement);
            }
        }

        script = null;
        error = null;
        if (_tokens.Error is { } failure)
        {
            error = new ScriptError(_file, failure.Position, failure.Message, _tokens.LineAt(failure.Position.Line));
            return false;
        }

        script = new PacketScript(_file, header, statements);
        return true;
    }

    private ScriptHeader Header()
    {
        ScriptHeader header = new();
        while (_tokens.Current.Kind == TokenKind.Option)
        {
            Token line = _tokens.Current;
            int equals = line.Text.IndexOf('=', StringComparison.Ordinal);
            (string name, string value) = equals < 0 ? (line.Text, string.Empty) : (line.Text[..equals], line.Text[(equals + 1)..]);
            _tokens.Next();
            if (header.Take(name, value) is { } complaint)
            {
                _tokens.Fail(line.Position, complaint);
            }
        }

        return header;
    }

    private ScriptStatement? Statement()
    {
        TextPosition position = _tokens.Current.Position;
        if (_times.Statement() is not { } time)
        {
            return null;
        }

        ScriptStatement? statement = _tokens.Current.Kind switch
        {
            TokenKind.Shell => Shell(position, time),
            TokenKind.Code => Code(position, time),
            TokenKind.Symbol when _tokens.Current.Is('<') || _tokens.Current.Is('>') => _packets.Read(position, time),
            TokenKind.Word or TokenKind.Ellipsis => _calls.Read(position, time),
            _ => null,
        };
        if (statement is null && _tokens.Error is null)
        {
            _tokens.FailHere("'<', '>', a system call, a shell command or a code block");
        }

        bool isExpectation = statement is PacketStatement { IsInbound: false } or IcmpStatement { IsInbound: false } or ForeignPacketStatement;
        if (statement is not null && !isExpectation && (time.Kind == EventTimeKind.Any || time.Latest is not null))
        {
            _tokens.Fail(position, "'*' and ranges of time are for expected packets");
        }

        return statement;
    }

    private ShellStatement Shell(TextPosition position, EventTime time)
    {
        ShellStatement statement = new(position, time, _tokens.Current.Text);
        _tokens.Next();
        return statement;
    }

    private CodeStatement Code(TextPosition position, EventTime time)
    {
        CodeStatement statement = new(position, time);
        _tokens.Next();
        return statement;
    }
}
