using System;
using System.Collections.Generic;

namespace Sctp.Sim.Network;

/// <summary>
/// Reads delays from text, as for <see cref="LinkOptions.JitterTrace"/>: one delay in milliseconds with up to six decimals on each line, as in <c>12.5</c>. Empty lines
/// and what follows a <c>#</c> are ignored.
/// </summary>
public static class DelayTrace
{
    private const int Decimals = 6;
    private const long LargestMilliseconds = 1_000_000_000;

    /// <summary>Reads all delays.</summary>
    /// <returns>False when a line holds something else; <paramref name="delays"/> then has those before it, and <paramref name="line"/> is its number from 1 on.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out IReadOnlyList<Duration> delays, out int line)
    {
        List<Duration> found = [];
        delays = found;
        line = 0;
        foreach (ReadOnlySpan<char> whole in text.EnumerateLines())
        {
            line++;
            int comment = whole.IndexOf('#');
            ReadOnlySpan<char> number = (comment < 0 ? whole : whole[..comment]).Trim();
            if (number.IsEmpty)
            {
                continue;
            }

            if (!TryParseDelay(number, out Duration delay))
            {
                return false;
            }

            found.Add(delay);
        }

        line = 0;
        return true;
    }

    private static bool TryParseDelay(ReadOnlySpan<char> text, out Duration delay)
    {
        delay = Duration.Zero;
        long value = 0;
        int decimals = -1;
        int digits = 0;
        foreach (char c in text)
        {
            if (c == '.' && decimals < 0)
            {
                decimals = 0;
                continue;
            }

            if (!char.IsAsciiDigit(c) || (decimals >= 0 && ++decimals > Decimals) || value > LargestMilliseconds * 1_000_000)
            {
                return false;
            }

            value = (value * 10) + (c - '0');
            digits++;
        }

        for (int i = Math.Max(decimals, 0); i < Decimals; i++)
        {
            if (value > long.MaxValue / 10)
            {
                return false;
            }

            value *= 10;
        }

        delay = Duration.FromNanoseconds(value);
        return digits > 0;
    }
}
