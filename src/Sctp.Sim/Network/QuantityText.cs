using System;
using System.Collections.Generic;
using System.Globalization;

namespace Sctp.Sim.Network;

/// <summary>Times, shares and lists as a person reads them in reports: rounded, and never too long for a line.</summary>
internal static class QuantityText
{
    private const int MostListed = 20;
    private const int MostBytes = 64;

    /// <summary>A time from the start of the run, as in <c>1.392 s</c>.</summary>
    public static string Moment(Duration time) => Scaled(time, 1_000_000_000m, "0.000", "s");

    /// <summary>A length of time in the unit that makes it short, as in <c>1.392 s</c>, <c>20 ms</c> or <c>17 ns</c>.</summary>
    public static string Length(Duration time) => Math.Abs((decimal)time.Nanoseconds) switch
    {
        0m => "0 s",
        >= 1_000_000_000m => Moment(time),
        >= 1_000_000m => Scaled(time, 1_000_000m, "0.###", "ms"),
        >= 1_000m => Scaled(time, 1_000m, "0.###", "us"),
        _ => Scaled(time, 1m, "0", "ns"),
    };

    /// <summary>A probability, as in <c>2.5 %</c>.</summary>
    public static string Share(int perMillion) => (perMillion / 10_000m).ToString("0.####", CultureInfo.InvariantCulture) + " %";

    /// <summary>The values of a list; of a long one the first, and how many more there are.</summary>
    public static string List<T>(IReadOnlyList<T> values, Func<T, string> describe)
    {
        List<string> listed = [];
        for (int i = 0; i < Math.Min(values.Count, MostListed); i++)
        {
            listed.Add(describe(values[i]));
        }

        string more = values.Count > MostListed ? string.Create(CultureInfo.InvariantCulture, $" and {values.Count - MostListed} more") : "";
        return string.Join(", ", listed) + more;
    }

    /// <summary>Bytes that are given in hexadecimal digits; of many the first, and how many there are.</summary>
    public static string Bytes(string digits) => digits.Length <= 2 * MostBytes
        ? digits
        : string.Create(CultureInfo.InvariantCulture, $"{digits.AsSpan(0, 2 * MostBytes)}... ({digits.Length / 2} bytes)");

    private static string Scaled(Duration time, decimal unit, string format, string name) =>
        (time.Nanoseconds / unit).ToString(format, CultureInfo.InvariantCulture) + " " + name;
}
