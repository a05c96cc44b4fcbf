using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Sctp.Sim.Statistics;

/// <summary>The bands of all cells as a text with one line for each, its columns separated by tabs.</summary>
internal static class GoodputTable
{
    private const string Heading = "# bit/s of the link\tround trip in ms\tlost per million\truns\tmean bit/s\tstandard deviation";
    private const int Columns = 6;

    /// <summary>Writes a table.</summary>
    public static string Write(IReadOnlyList<KeyValuePair<GoodputCell, GoodputSample>> bands)
    {
        var text = new StringBuilder(Heading).Append('\n');
        foreach ((GoodputCell cell, GoodputSample sample) in bands)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{cell.BitsPerSecond}\t{cell.RoundTripMilliseconds}\t{cell.LossPerMillion}\t{sample.Runs}\t{sample.Mean:F0}\t{sample.Deviation:F0}\n");
        }

        return text.ToString();
    }

    /// <summary>Reads a table.</summary>
    /// <exception cref="FormatException">A line is not one of a table.</exception>
    public static IReadOnlyList<KeyValuePair<GoodputCell, GoodputSample>> Read(string text)
    {
        List<KeyValuePair<GoodputCell, GoodputSample>> bands = [];
        foreach (string line in text.Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            string[] columns = line.Split('\t');
            if (columns.Length != Columns)
            {
                throw new FormatException($"expected {Columns} columns: {line}");
            }

            CultureInfo culture = CultureInfo.InvariantCulture;
            bands.Add(new(
                new GoodputCell(long.Parse(columns[0], culture), int.Parse(columns[1], culture), int.Parse(columns[2], culture)),
                new GoodputSample(int.Parse(columns[3], culture), double.Parse(columns[4], culture), double.Parse(columns[5], culture))));
        }

        return bands;
    }
}
