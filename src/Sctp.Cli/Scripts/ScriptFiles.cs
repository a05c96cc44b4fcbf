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
                if (FindBelow(name, error) is not { } found)
                {
                    return null;
                }

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

    /// <summary>The text of a script; null where it cannot be read.</summary>
    public static string? Read(string file, TextWriter error)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"{file} cannot be read: {e.Message}");
            return null;
        }
    }

    private static string[]? FindBelow(string folder, TextWriter error)
    {
        try
        {
            string[] found = Directory.GetFiles(folder, "*.pkt", SearchOption.AllDirectories);
            Array.Sort(found, StringComparer.Ordinal);
            return found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"{folder} cannot be read: {e.Message}");
            return null;
        }
    }
}
