using System;
using System.IO;
using Sctp.Sim;

namespace Sctp.Cli.Simulation;

/// <summary>Scenarios as files.</summary>
internal static class ScenarioFile
{
    private const int MostBytes = 64 << 20;

    /// <summary>Reads one; says on the error output why it cannot.</summary>
    public static bool TryRead(FileInfo file, TextWriter error, out Scenario scenario)
    {
        string problem;
        try
        {
            if (!TryReadText(file, out string text))
            {
                scenario = new Scenario();
                problem = $"It has more than {MostBytes >> 20} MiB: it is no scenario.";
            }
            else if (ScenarioJson.TryRead(text, out scenario, out problem))
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

    // A device has no length and no end.
    private static bool TryReadText(FileInfo file, out string text)
    {
        using FileStream stream = file.OpenRead();
        using var content = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        while (content.Length <= MostBytes && stream.Read(buffer) is > 0 and int length)
        {
            content.Write(buffer, 0, length);
        }

        content.Position = 0;
        using var reader = new StreamReader(content);
        text = content.Length <= MostBytes ? reader.ReadToEnd() : "";
        return content.Length <= MostBytes;
    }

    public static void Write(string path, Scenario scenario) => File.WriteAllText(path, ScenarioJson.Write(scenario) + "\n");
}
