using System.IO;
using System.Linq;
using System.Reflection;

namespace Sctp.Conformance.Documents;

/// <summary>What the documents list is what there is.</summary>
public class OptionsDocumentTests
{
    [Fact]
    public void Every_option_is_in_the_list_of_options_and_nothing_else()
    {
        string[] documented =
        [
            .. File.ReadLines(Path.Combine(RepositoryRoot(), "docs", "options.md"))
                .Where(line => line.StartsWith("| `", System.StringComparison.Ordinal))
                .Select(line => line.Split('`')[1])
                .Order(System.StringComparer.Ordinal),
        ];
        string[] options =
        [
            .. typeof(SctpOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name).Order(System.StringComparer.Ordinal),
        ];
        Assert.Equal(options, documented);
    }

    private static string RepositoryRoot()
    {
        string folder = System.AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sctp.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
