using System;
using System.IO;

namespace Sctp.Properties;

/// <summary>The folder of the repository, for tests that read its files: where sources were compiled says nothing in a deterministic build.</summary>
internal static class RepositoryRoot
{
    public static string Folder { get; } = Find();

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Sctp.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("Sctp.sln is in no folder above the tests.");
    }
}
