using System;
using System.CommandLine;
using System.Globalization;

namespace Sctp.Cli.Simulation;

/// <summary>Real time as a person writes it: <c>90s</c>, <c>10m</c>, <c>8h</c>, <c>1h30m</c>; a number alone is seconds.</summary>
internal static class TimeText
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(100_000);

    /// <summary>The option that says how long something may take.</summary>
    public static Option<string?> CreateOption(string description)
    {
        var option = new Option<string?>("--time") { Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !TryParse(text, out _))
            {
                result.AddError($"--time {text}: expected a time such as 90s, 10m or 8h.");
            }
        });
        return option;
    }

    /// <summary>Reads one.</summary>
    /// <returns>False for what is no time, none at all or longer than anybody can wait.</returns>
    public static bool TryParse(string? text, out TimeSpan time)
    {
        time = TimeSpan.Zero;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOfAnyExceptInRange('0', '9');
            ReadOnlySpan<char> digits = end < 0 ? rest : rest[..end];
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                return false;
            }

            rest = rest[digits.Length..];
            TimeSpan unit = rest switch
            {
                [] or ['s', ..] => TimeSpan.FromSeconds(1),
                ['m', ..] => TimeSpan.FromMinutes(1),
                ['h', ..] => TimeSpan.FromHours(1),
                ['d', ..] => TimeSpan.FromDays(1),
                _ => TimeSpan.Zero,
            };
            if (unit == TimeSpan.Zero || number > (Longest - time) / unit)
            {
                return false;
            }

            time += number * unit;
            rest = rest.IsEmpty ? rest : rest[1..];
        }

        return time > TimeSpan.Zero;
    }

    /// <summary>A time as <c>hh:mm:ss</c>.</summary>
    public static string Clock(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}");

    /// <summary>Virtual time in the unit that makes it short.</summary>
    public static string Long(long seconds) => seconds switch
    {
        < 600 => string.Create(CultureInfo.InvariantCulture, $"{seconds} s"),
        < 36_000 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60.0:F0} min"),
        < 864_000 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3_600.0:F1} h"),
        < 63_072_000 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 86_400.0:F1} days"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 31_536_000.0:F1} years"),
    };
}
