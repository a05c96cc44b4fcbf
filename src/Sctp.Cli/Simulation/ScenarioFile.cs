using System;
using System.IO;
using Sctp.Sim;

namespace Sctp.Cli.Simulation;

/// <summary>Scenarios as files.</summary>
internal static class ScenarioFile
{
    /// <summary>Reads one; says on the error output why it cannot.</summary>
    public static bool TryRead(FileInfo file, TextWriter error, out Scenario scenario)
    {
        string problem;
        try
        {
            if (ScenarioJson.TryRead(File.ReadAllText(file.FullName), out scenario, out problem))
            {
                return true;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            scenario = new Scenario();
            problem = e.Message;
        }

        error.WriteLine($"{file}: {problem}");
        return false;
    }

    public static void Write(string path, Scenario scenario) => File.WriteAllText(path, ScenarioJson.Write(scenario) + "\n");
}
