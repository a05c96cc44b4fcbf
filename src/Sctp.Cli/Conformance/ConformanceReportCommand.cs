using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;

namespace Sctp.Cli.Conformance;

/// <summary><c>sctp conformance report</c>.</summary>
internal static class ConformanceReportCommand
{
    public const string MarkdownFile = "conformance.md";
    public const string HtmlFile = "conformance.html";
    public const string JsonFile = "conformance.json";

    public static Command Create()
    {
        var root = new Option<DirectoryInfo>("--root") { Description = "The root of the project (default the current folder).", DefaultValueFactory = _ => new DirectoryInfo(".") };
        var requirements = new Option<DirectoryInfo?>("--requirements") { Description = $"The folder with the requirements (default {CoverageSources.RequirementsFolder})." };
        var tests = new Option<FileInfo[]>("--tests") { Description = "Test assemblies; they are read, not loaded (default the newest builds below tests).", AllowMultipleArgumentsPerToken = true };
        var results = new Option<FileInfo[]>("--results") { Description = "Result files (*.trx): only tests that passed count.", AllowMultipleArgumentsPerToken = true };
        var folder = new Option<DirectoryInfo?>("--out") { Description = $"A folder for {MarkdownFile}, {HtmlFile} and {JsonFile}." };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var command = new ExampleCommand(
            "report",
            "Shows for each document, topic and level which requirements are shown by a test, deliberately not done, not applicable or open. " +
            "Exit codes: 0 the data is in order, 1 an id does not exist or a decision contradicts a test, 2 usage.",
            "sctp conformance report",
            "sctp conformance report --out artifacts/conformance",
            "sctp conformance report --results TestResults/*.trx --json")
        {
            root, requirements, tests, results, folder, json,
        };
        command.SetAction(result =>
        {
            string project = result.GetRequiredValue(root).FullName;
            string data = result.GetValue(requirements)?.FullName ?? Path.Combine(project, CoverageSources.RequirementsFolder);
            List<string> assemblies = Names(result.GetValue(tests));
            if (assemblies.Count == 0)
            {
                assemblies = CoverageSources.BuiltTestAssemblies(project);
            }

            List<string> passed = Names(result.GetValue(results));
            foreach (string file in (IEnumerable<string>)[Path.Combine(data, RequirementCatalog.DocumentsFile), Path.Combine(data, Decision.FileName), .. assemblies, .. passed])
            {
                if (!File.Exists(file))
                {
                    result.InvocationConfiguration.Error.WriteLine($"There is no {file}.");
                    return ExitCode.Usage;
                }
            }

            if (assemblies.Count == 0)
            {
                result.InvocationConfiguration.Error.WriteLine("No test assembly was found: build the tests first, or name assemblies by --tests.");
                return ExitCode.Usage;
            }

            Coverage coverage;
            try
            {
                coverage = Coverage.Of(CoverageSources.Read(project, data, assemblies, passed));
            }
            catch (InvalidDataException e)
            {
                result.InvocationConfiguration.Error.WriteLine(e.Message);
                return ExitCode.Usage;
            }

            if (result.GetValue(folder) is { } target)
            {
                WriteFiles(target.FullName, coverage);
            }

            TextWriter output = result.InvocationConfiguration.Output;
            if (result.GetValue(json))
            {
                output.WriteLine(CoverageJson.Of(coverage));
            }
            else
            {
                CoverageText.Write(output, coverage);
            }

            return coverage.Problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    private static void WriteFiles(string folder, Coverage coverage)
    {
        Directory.CreateDirectory(folder);
        using (var markdown = new StreamWriter(Path.Combine(folder, MarkdownFile)) { NewLine = "\n" })
        {
            CoverageMarkdown.Write(markdown, coverage);
        }

        using (var html = new StreamWriter(Path.Combine(folder, HtmlFile)) { NewLine = "\n" })
        {
            CoverageHtml.Write(html, coverage);
        }

        File.WriteAllText(Path.Combine(folder, JsonFile), CoverageJson.Of(coverage) + "\n");
    }

    private static List<string> Names(FileInfo[]? files) => new(Array.ConvertAll(files ?? [], static file => file.FullName));
}
