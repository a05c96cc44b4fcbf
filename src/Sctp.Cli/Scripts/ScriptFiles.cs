using System;
using System.Collections.Generic;
using System.IO;

namespace Sctp.Cli.Scripts;

/// <summary>The scripts that files and folders on the command line stand for.</summary>
internal static class ScriptFiles
{
    /// <summary>Files as they are named, folders with all *.pkt files below them in the order of their names; null for a name of nothing.</summary>
    public static List<string>? Find(IEnumerable<string> names, TextWriter error)
    {
        List<string> files = [];
        foreach (string name in names)
        {
            if (Directory.Exists(name))
            {
                string[] found = Directory.GetFiles(name, "*.pkt", SearchOption.AllDirectories);
                Array.Sort(found, StringComparer.Ordinal);
                files.AddRange(found);
            }
            else if (File.Exists(name))
            {
                files.Add(name);
            }
            else
            {
                error.WriteLine($"{name}: there is no such file or folder.");
                return null;
            }
        }

        if (files.Count == 0)
        {
            error.WriteLine("There is no script (*.pkt).");
            return null;
        }

        return files;
    }
}
