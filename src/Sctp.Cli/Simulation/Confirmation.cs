using System.Text.Json;
using Sctp.Sim;
using Sctp.Sim.Hunting;

namespace Sctp.Cli.Simulation;

/// <summary>Whether a fresh process sees in a scenario file what this process saw.</summary>
/// <param name="IsSame">Whether it does.</param>
/// <param name="Difference">What it saw instead; null where it saw the same.</param>
internal sealed record Confirmation(bool IsSame, string? Difference)
{
    public static Confirmation Of(string file, SimulationReport seen)
    {
        (int exitCode, string output, string error) = FreshProcess.Run(["sim", "replay", file, "--json", .. NamedOracles.Arguments(seen.Oracles)]);
        if (exitCode is not (ExitCode.Success or ExitCode.Failure or ExitCode.CoreCrash))
        {
            return new Confirmation(false, $"the process ended with {exitCode}: {error.Trim()}");
        }

        try
        {
            using var json = JsonDocument.Parse(output);
            string hash = json.RootElement.GetProperty("traceHash").GetString()!;
            string failure = json.RootElement.TryGetProperty("failure", out JsonElement key) ? key.GetString()! : CorpusEntry.Clean;
            string expected = CorpusEntry.OutcomeOf(seen);
            return failure != expected ? new Confirmation(false, $"{failure} instead of {expected}")
                : hash != seen.TraceHash ? new Confirmation(false, $"hash {hash} instead of {seen.TraceHash}")
                : new Confirmation(true, null);
        }
        catch (JsonException)
        {
            return new Confirmation(false, "its output is not JSON: " + output);
        }
    }
}
