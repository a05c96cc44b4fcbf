using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace Sctp.Cli.Conformance;

/// <summary>Finds requirements that are named in text: comments of sources and of packet scripts.</summary>
internal static class TextCitations
{
    private const string Comment = "//";

    /// <summary>What the comments of C# files name, with file and line.</summary>
    public static List<Citation> InSources(RequirementCatalog catalog, string root, string folder)
    {
        var citations = new List<Citation>();
        Read(catalog, root, folder, "*.cs", Comment, withLine: true, citations);
        return citations;
    }

    /// <summary>What the comments of packet scripts name: a script that passes shows them.</summary>
    public static List<Citation> InScripts(RequirementCatalog catalog, string root, string folder)
    {
        var citations = new List<Citation>();
        Read(catalog, root, folder, "*.pkt", Comment, withLine: false, citations);
        return citations;
    }

    private static void Read(RequirementCatalog catalog, string root, string folder, string pattern, string comment, bool withLine, List<Citation> citations)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        var files = new List<string>(Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories));
        files.Sort(StringComparer.Ordinal);
        foreach (string file in files)
        {
            string name = Path.GetRelativePath(root, file).Replace('\\', '/');
            if (name.Contains("/obj/", StringComparison.Ordinal) || name.Contains("/bin/", StringComparison.Ordinal))
            {
                continue;
            }

            int number = 0;
            foreach (string line in File.ReadLines(file))
            {
                number++;
                int at = line.IndexOf(comment, StringComparison.Ordinal);
                if (at < 0)
                {
                    continue;
                }

                string where = withLine ? name + ":" + number.ToString(CultureInfo.InvariantCulture) : name;
                foreach (string id in catalog.IdsIn(line[at..]))
                {
                    citations.Add(new Citation(id, where));
                }
            }
        }
    }
}
