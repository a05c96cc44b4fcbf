using System;
using System.Buffers;
using System.Globalization;

namespace Sctp.Sim;

/// <summary>Durations as exact text: a decimal number and the unit s, ms, us or ns, as in <c>250ms</c>, <c>1.5s</c> or <c>17ns</c>.</summary>
internal static class DurationText
{
    public const string Form = "a duration such as \"250ms\", \"1.5s\", \"20us\" or \"17ns\"";

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("-.0123456789");

    public static string Write(Duration duration)
    {
        long nanoseconds = duration.Nanoseconds;
        ulong size = nanoseconds < 0 ? (ulong)-(nanoseconds + 1) + 1 : (ulong)nanoseconds;
        return size switch
        {
            0 => "0s",
            >= 1_000_000_000 => Write(nanoseconds, 1_000_000_000m, "s"),
            >= 1_000_000 => Write(nanoseconds, 1_000_000m, "ms"),
            >= 1_000 => Write(nanoseconds, 1_000m, "us"),
            _ => Write(nanoseconds, 1m, "ns"),
        };
    }

    public static bool TryRead(ReadOnlySpan<char> text, out Duration duration)
    {
        duration = Duration.Zero;
        int unit = text.IndexOfAnyExcept(NumberCharacters);
        if (unit < 1 || !TryGetUnit(text[unit..], out decimal scale)
            || !decimal.TryParse(text[..unit], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            || Math.Abs(number) > 10_000_000_000_000_000_000m / scale)
        {
            return false;
        }

        decimal nanoseconds = number * scale;
        if (nanoseconds != decimal.Truncate(nanoseconds) || nanoseconds < long.MinValue || nanoseconds > long.MaxValue)
        {
            return false;
        }

        duration = Duration.FromNanoseconds((long)nanoseconds);
        return true;
    }

    private static string Write(long nanoseconds, decimal scale, string unit) =>
        (nanoseconds / scale).ToString("0.#########", CultureInfo.InvariantCulture) + unit;

    private static bool TryGetUnit(ReadOnlySpan<char> text, out decimal scale)
    {
        scale = text switch
        {
            "s" => 1_000_000_000m,
            "ms" => 1_000_000m,
            "us" => 1_000m,
            "ns" => 1m,
            _ => 0m,
        };
        return scale != 0;
    }
}
