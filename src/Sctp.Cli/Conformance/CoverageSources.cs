using System;
using System.Collections.Generic;
using System.IO;

namespace Sctp.Cli.Conformance;

/// <summary>All that a report is made from.</summary>
internal sealed class CoverageSources
{
    /// <summary>Where the requirements of this project are, seen from its root.</summary>
    public const string RequirementsFolder = "tests/Conformance/requirements";

    /// <summary>Where its packet scripts are.</summary>
    public const string ScriptsFolder = "tests/Conformance/scripts";

    /// <summary>The test that runs each of them; its cases name the script by its path below the folder.</summary>
    public const string ScriptTest = "Sctp.Conformance.PacketScripts.OwnScriptTests.A_script_of_ours_passes";

    public CoverageSources(RequirementCatalog catalog) => Catalog = catalog;

    public RequirementCatalog Catalog { get; }

    public List<Decision> Decisions { get; } = [];

    public List<Citation> Tests { get; } = [];

    public List<Citation> Scripts { get; } = [];

    public List<Citation> Code { get; } = [];

    /// <summary>Ids in comments of test sources: they have to exist, but show nothing.</summary>
    public List<Citation> TestComments { get; } = [];

    public List<string> Problems { get; } = [];

    /// <summary>Null counts every test; otherwise only those that passed.</summary>
    public TestResults? Results { get; init; }

    /// <summary>Reads the sources of a project.</summary>
    /// <param name="root">The root of the project.</param>
    /// <param name="requirements">The folder of requirements.</param>
    /// <param name="assemblies">The test assemblies.</param>
    /// <param name="results">Result files; none counts every test.</param>
    public static CoverageSources Read(string root, string requirements, IReadOnlyCollection<string> assemblies, IReadOnlyCollection<string> results)
    {
        TestResults? passed = results.Count > 0 ? new TestResults() : null;
        foreach (string file in results)
        {
            passed!.Read(file);
        }

        var sources = new CoverageSources(RequirementCatalog.Load(requirements)) { Results = passed };
        sources.Decisions.AddRange(Decision.Load(Path.Combine(requirements, Decision.FileName), sources.Problems));
        foreach (string assembly in assemblies)
        {
            TestAssembly.Read(assembly, sources.Tests, sources.Problems);
        }

        sources.Scripts.AddRange(TextCitations.InScripts(sources.Catalog, root, Path.Combine(root, ScriptsFolder)));
        sources.Code.AddRange(TextCitations.InSources(sources.Catalog, root, Path.Combine(root, "src")));
        sources.TestComments.AddRange(TextCitations.InSources(sources.Catalog, root, Path.Combine(root, "tests")));
        return sources;
    }

    /// <summary>The newest build of each test project below <c>tests</c>.</summary>
    public static List<string> BuiltTestAssemblies(string root)
    {
        var assemblies = new List<string>();
        string tests = Path.Combine(root, "tests");
        if (!Directory.Exists(tests))
        {
            return assemblies;
        }

        var projects = new List<string>(Directory.EnumerateFiles(tests, "*.csproj", SearchOption.AllDirectories));
        projects.Sort(StringComparer.Ordinal);
        foreach (string project in projects)
        {
            string output = Path.Combine(Path.GetDirectoryName(project)!, "bin");
            string? newest = null;
            foreach (string found in Directory.Exists(output) ? Directory.EnumerateFiles(output, Path.GetFileNameWithoutExtension(project) + ".dll", SearchOption.AllDirectories) : [])
            {
                if (newest is null || File.GetLastWriteTimeUtc(found) > File.GetLastWriteTimeUtc(newest))
                {
                    newest = found;
                }
            }

            if (newest is not null)
            {
                assemblies.Add(newest);
            }
        }

        return assemblies;
    }
}
