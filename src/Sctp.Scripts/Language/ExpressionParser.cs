using System.Collections.Generic;

namespace Sctp.Scripts.Language;

/// <summary>Reads values: arguments, results, structures, and chunks with what is in them. Nesting is bounded.</summary>
internal sealed class ExpressionParser
{
    private const int MaxDepth = 32;

    private readonly TokenStream _tokens;
    private int _depth;

    public ExpressionParser(TokenStream tokens) => _tokens = tokens;

    /// <summary>Values with commas between them, up to and with a closing symbol.</summary>
    public List<ScriptExpression> ListUpTo(char close)
    {
        List<ScriptExpression> items = [];
        if (_tokens.TryTake(close))
        {
            return items;
        }

        do
        {
            items.Add(One());
        }
        while (_tokens.TryTake(','));
        _ = _tokens.Expect(close);
        return items;
    }

    /// <summary>One value.</summary>
    public ScriptExpression One()
    {
        TextPosition position = _tokens.Current.Position;
        Enter(position);
        ScriptExpression first = Term();
        if (_tokens.Current.Is('|'))
        {
            List<ScriptExpression> terms = [first];
            while (_tokens.TryTake('|'))
            {
                terms.Add(Term());
            }

            first = new OrExpression(position, terms);
        }

        _depth--;
        return first;
    }

    private void Enter(TextPosition position)
    {
        if (++_depth > MaxDepth)
        {
            _tokens.Fail(position, "the value is nested too deeply");
        }
    }

    private ScriptExpression Term()
    {
        Token token = _tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Ellipsis:
                _tokens.Next();
                return new EllipsisExpression(token.Position);
            case TokenKind.Integer:
                _tokens.Next();
                return _tokens.TryTake(':')
                    ? new RangeExpression(token.Position, token.Number, _tokens.Integer("the end of the range"))
                    : new NumberExpression(token.Position, token.Number);
            case TokenKind.Text:
                _tokens.Next();
                if (_tokens.Current.Kind == TokenKind.Ellipsis)
                {
                    _tokens.Next(); // "text"... means that more follows; only the beginning matters
                }

                return new TextExpression(token.Position, token.Text);
            case TokenKind.Address:
                _tokens.Next();
                return new AddressExpression(token.Position, token.Text);
            case TokenKind.Word:
                _tokens.Next();
                return Named(token);
            case TokenKind.Symbol when token.Is('['):
                _tokens.Next();
                return new ListExpression(token.Position, ListUpTo(']'));
            case TokenKind.Symbol when token.Is('{'):
                _tokens.Next();
                return new StructExpression(token.Position, MembersUpTo('}'));
            default:
                _tokens.FailHere("a value");
                return new EllipsisExpression(token.Position);
        }
    }

    private ScriptExpression Named(in Token token)
    {
        if (_tokens.TryTake('['))
        {
            return new ElementExpression(token.Position, token.Text.Replace('-', '_'), MembersUpTo(']'));
        }

        return _tokens.TryTake('(')
            ? new CallExpression(token.Position, token.Text, ListUpTo(')'))
            : new WordExpression(token.Position, token.Text);
    }

    private List<Member> MembersUpTo(char close)
    {
        List<Member> members = [];
        if (_tokens.TryTake(close))
        {
            return members;
        }

        do
        {
            TextPosition position = _tokens.Current.Position;
            Enter(position);
            members.Add(OneMember(position));
            _depth--;
        }
        while (_tokens.TryTake(','));
        _ = _tokens.Expect(close);
        return members;
    }

    private Member OneMember(TextPosition position)
    {
        ScriptExpression value = One();
        (string? name, ScriptExpression? size) = value switch
        {
            WordExpression word => (word.Name, null),
            CallExpression { Arguments: [var argument] } call => (call.Function, argument),
            _ => default((string?, ScriptExpression?)),
        };
        return name is not null && _tokens.TryTake('=') ? new Member(position, name, size, One()) : new Member(position, null, null, value);
    }
}
