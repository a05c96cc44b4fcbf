using System.Collections.Generic;

namespace Sctp.Scripts.Language;

/// <summary>Reads system calls: <c>name(arguments) = result ERROR (remark)</c>.</summary>
internal sealed class CallParser
{
    private readonly TokenStream _tokens;
    private readonly TimeParser _times;
    private readonly ExpressionParser _expressions;

    public CallParser(TokenStream tokens, TimeParser times, ExpressionParser expressions)
    {
        _tokens = tokens;
        _times = times;
        _expressions = expressions;
    }

    /// <summary>A call, behind its time; null for an error.</summary>
    public CallStatement? Read(TextPosition position, EventTime time)
    {
        Duration? end = null;
        if (_tokens.Current.Kind == TokenKind.Ellipsis)
        {
            _tokens.Next();
            TextPosition place = _tokens.Current.Position;
            end = _times.Return();
            if (end is null)
            {
                return null;
            }

            if (end < time.Offset)
            {
                _tokens.Fail(place, "the call would return before it begins");
                return null;
            }
        }

        string name = _tokens.Word("the name of a system call");
        if (!_tokens.Expect('('))
        {
            return null;
        }

        IReadOnlyList<ScriptExpression> arguments = _expressions.ListUpTo(')');
        if (!_tokens.Expect('='))
        {
            return null;
        }

        ScriptExpression result = _expressions.One();
        string? error = _tokens.Current.Kind == TokenKind.Word ? _tokens.Word("an error") : null;
        if (_tokens.Current.Is('('))
        {
            _tokens.SkipNote();
        }

        return new CallStatement(position, time, name, arguments, result, error, end);
    }
}
