using System;
using System.Collections.Generic;
using System.IO;
using System.Xml;

namespace Sctp.Cli.Conformance;

/// <summary>
/// Which tests passed, from the result files of <c>dotnet test --logger trx</c>. A test with several cases passed when one of them passed and none failed;
/// a skipped one did not pass.
/// </summary>
internal sealed class TestResults
{
    /// <summary>What a case shows of a text that it was given; the rest of a longer one is cut off.</summary>
    private const int LongestArgument = 50;

    private readonly Dictionary<string, bool> _tests = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, bool>> _scripts = [];

    /// <summary>Adds the results of one file.</summary>
    /// <exception cref="InvalidDataException">It is no result file.</exception>
    public void Read(string path)
    {
        try
        {
            ReadXml(path);
        }
        catch (XmlException e)
        {
            throw new InvalidDataException($"{path} is no result file: {e.Message}", e);
        }
    }

    /// <summary>Whether a test, or all tests of a class, passed.</summary>
    public bool Passed(string test) => _tests.GetValueOrDefault(test);

    /// <summary>Whether a packet script passed when <see cref="CoverageSources.ScriptTest"/> ran it; what other tests do with its name says nothing.</summary>
    public bool PassedScript(string script)
    {
        string name = script.StartsWith(CoverageSources.ScriptsFolder + "/", StringComparison.Ordinal) ? script[(CoverageSources.ScriptsFolder.Length + 1)..] : script;
        string file = '"' + (name.Length > LongestArgument ? name[..LongestArgument] : name + '"');
        bool passed = false;
        foreach ((string label, bool isGood) in _scripts)
        {
            if (label.Contains(file, StringComparison.Ordinal))
            {
                if (!isGood)
                {
                    return false;
                }

                passed = true;
            }
        }

        return passed;
    }

    private void ReadXml(string path)
    {
        var outcomes = new List<(string Id, string Case, string Outcome)>();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        using (XmlReader xml = XmlReader.Create(path, new XmlReaderSettings { IgnoreComments = true, IgnoreWhitespace = true }))
        {
            string definition = "";
            while (xml.Read())
            {
                if (xml.NodeType != XmlNodeType.Element)
                {
                    continue;
                }

                switch (xml.LocalName)
                {
                    case "UnitTestResult":
                        outcomes.Add((xml.GetAttribute("testId") ?? "", xml.GetAttribute("testName") ?? "", xml.GetAttribute("outcome") ?? ""));
                        break;
                    case "UnitTest":
                        definition = xml.GetAttribute("id") ?? "";
                        break;
                    case "TestMethod":
                        names[definition] = (xml.GetAttribute("className") ?? "") + "." + WithoutArguments(xml.GetAttribute("name") ?? "");
                        break;
                }
            }
        }

        foreach ((string id, string label, string outcome) in outcomes)
        {
            if (outcome is not ("Passed" or "Failed" or "Error" or "Timeout" or "Aborted") || !names.TryGetValue(id, out string? name))
            {
                continue;
            }

            bool passed = outcome == "Passed";
            Note(name, passed);
            Note(name[..name.LastIndexOf('.')], passed);
            if (name == CoverageSources.ScriptTest)
            {
                _scripts.Add(KeyValuePair.Create(label, passed));
            }
        }
    }

    private void Note(string name, bool passed) => _tests[name] = passed && _tests.GetValueOrDefault(name, true);

    private static string WithoutArguments(string name)
    {
        int at = name.IndexOf('(', StringComparison.Ordinal);
        name = at < 0 ? name : name[..at];
        return name[(name.LastIndexOf('.') + 1)..];
    }
}
