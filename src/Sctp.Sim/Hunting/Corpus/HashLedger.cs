using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Sctp.Sim.Hunting;

/// <summary>
/// The trace hashes of many seeds, as a text with one line for each: the same on every machine, operating system and build, so that a file of them kept from
/// one machine tells whether another one is as deterministic as it should be.
/// </summary>
public static class HashLedger
{
    private const string Heading = "# sctp sim: trace hash of each seed";

    /// <summary>Writes a ledger.</summary>
    public static string Write(IReadOnlyList<SeedHash> hashes)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        var text = new StringBuilder(Heading).Append('\n');
        for (int i = 0; i < hashes.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{hashes[i].Seed} {hashes[i].Hash}\n");
        }

        return text.ToString();
    }

    /// <summary>Reads a ledger.</summary>
    /// <returns>False with the line that cannot be understood.</returns>
    public static bool TryRead(string text, out IReadOnlyList<SeedHash> hashes, out string error)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<SeedHash> found = [];
        hashes = found;
        error = "";
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty || line[0] == '#')
            {
                continue;
            }

            int blank = line.IndexOf(' ');
            if (blank < 0 || !ulong.TryParse(line[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
            {
                error = $"expected a seed and a hash: {line}";
                return false;
            }

            found.Add(new SeedHash(seed, line[(blank + 1)..].ToString()));
        }

        return true;
    }
}

/// <summary>The trace hash of the scenario of a seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Hash">The hash.</param>
public readonly record struct SeedHash(ulong Seed, string Hash);
