using System;
using System.IO;

namespace Sctp.Conformance.Documents;

/// <summary>The folder of the repository, for tests that read its files.</summary>
internal static class RepositoryFolder
{
    public static string Root { get; } = Find();

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
