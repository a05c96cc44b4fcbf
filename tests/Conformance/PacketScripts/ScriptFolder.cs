using System;
using System.IO;
using System.Linq;

namespace Sctp.Conformance.PacketScripts;

/// <summary>Our own scripts, in the folder of the sources.</summary>
internal static class ScriptFolder
{
    public static string Path { get; } = Find();

    /// <summary>The scripts by their names below the folder, in order.</summary>
    public static string[] Names { get; } =
    [
        .. Directory.GetFiles(Path, "*.pkt", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public static string Read(string name) => File.ReadAllText(System.IO.Path.Combine(Path, name));

    private static string Find()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "Sctp.sln")))
        {
            folder = System.IO.Path.GetDirectoryName(folder)!;
        }

        return System.IO.Path.Combine(folder, "tests", "Conformance", "scripts");
    }
}
