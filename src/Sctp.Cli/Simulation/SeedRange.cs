using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sctp.Cli.Simulation;

/// <summary>Seeds from one to another, both included, written <c>A..B</c>.</summary>
internal readonly record struct SeedRange(ulong First, ulong Last)
{
    public static bool TryParse([NotNullWhen(true)] string? text, out SeedRange range)
    {
        range = default;
        if (text is null)
        {
            return false;
        }

        int dots = text.IndexOf("..", System.StringComparison.Ordinal);
        if (dots < 0
            || !ulong.TryParse(text[..dots], NumberStyles.None, CultureInfo.InvariantCulture, out ulong first)
            || !ulong.TryParse(text[(dots + 2)..], NumberStyles.None, CultureInfo.InvariantCulture, out ulong last)
            || last < first)
        {
            return false;
        }

        range = new SeedRange(first, last);
        return true;
    }
}
