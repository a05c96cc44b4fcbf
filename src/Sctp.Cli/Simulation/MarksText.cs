using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Sctp.Sim;

namespace Sctp.Cli.Simulation;

/// <summary>Which marks a hunt reached, in a line.</summary>
internal static class MarksText
{
    public static string Describe(MarkSet marks, int most)
    {
        IReadOnlyList<MarkDescription> unreached = marks.Unreached();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{marks.Count}/{MarkCatalog.All.Count}");
        for (int i = 0; i < Math.Min(most, unreached.Count); i++)
        {
            text.Append(i == 0 ? "   unreached: " : ", ").Append(unreached[i].Name);
        }

        return unreached.Count > most ? text.Append(", ...").ToString() : text.ToString();
    }
}
