using System;

namespace Sctp.Scripts.Language;

/// <summary>Reads the times of statements.</summary>
internal sealed class TimeParser
{
    private const long LongestInSeconds = 1_000_000_000;

    private readonly TokenStream _tokens;

    public TimeParser(TokenStream tokens) => _tokens = tokens;

    private bool IsAtTime => _tokens.Current.Kind is TokenKind.Integer or TokenKind.Decimal;

    /// <summary>The time at which a statement happens; null where there is none.</summary>
    public EventTime? Statement()
    {
        if (_tokens.TryTake('*'))
        {
            return new EventTime(EventTimeKind.Any, Duration.Zero, null);
        }

        EventTimeKind kind = _tokens.TryTake('+') ? EventTimeKind.Relative : EventTimeKind.Absolute;
        if (!IsAtTime)
        {
            _tokens.FailHere("a time");
            return null;
        }

        if (_tokens.Current.Number < 0)
        {
            _tokens.Fail(_tokens.Current.Position, "a time is not negative");
            return null;
        }

        Duration first = Take();
        if (!_tokens.TryTake('~'))
        {
            return new EventTime(kind, first, null);
        }

        if (kind == EventTimeKind.Relative && !_tokens.Expect('+'))
        {
            return null;
        }

        if (!IsAtTime || TimeOf(_tokens.Current) < first)
        {
            _tokens.FailHere("a later time");
            return null;
        }

        return new EventTime(kind, first, Take());
    }

    /// <summary>The time at which a call returns; null where there is none.</summary>
    public Duration? Return()
    {
        if (!IsAtTime || _tokens.Current.Number < 0)
        {
            _tokens.FailHere("the time at which the call returns");
            return null;
        }

        return Take();
    }

    private static Duration TimeOf(in Token token) =>
        token.Kind == TokenKind.Decimal ? Duration.FromNanoseconds(token.Number) : Duration.FromSeconds(Math.Min(token.Number, LongestInSeconds));

    private Duration Take()
    {
        if (_tokens.Current is { Kind: TokenKind.Integer, Number: > LongestInSeconds })
        {
            _tokens.Fail(_tokens.Current.Position, "the time is too big");
            return Duration.Zero;
        }

        Duration time = TimeOf(_tokens.Current);
        _tokens.Next();
        return time;
    }
}
