using System.CommandLine;
using System.IO;
using System.Linq;
using Sctp.Sim;

namespace Sctp.Cli.Simulation;

/// <summary><c>sctp sim oracles</c>: lists the invariants.</summary>
internal static class SimOraclesCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object for each." };
        var command = new ExampleCommand(
            "oracles",
            "Lists the invariants that every run is judged by, and at the end those of many runs together: id, name, sentence, the section that asks for it, how sharp it is, and under which conditions of a scenario it is silent.",
            "sctp sim oracles",
            "sctp sim oracles --json")
        {
            json,
        };
        command.SetAction(result =>
        {
            TextWriter output = result.InvocationConfiguration.Output;
            foreach (OracleDescription oracle in OracleDescription.All.Concat(OracleDescription.Statistical))
            {
                if (result.GetValue(json))
                {
                    WriteJson(output, oracle);
                }
                else
                {
                    WriteText(output, oracle);
                }
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void WriteText(TextWriter output, OracleDescription oracle)
    {
        output.WriteLine($"{oracle.Id,-6} {oracle.Name} ({oracle.Strength}; {ReportText.Section(oracle.RfcSection)})");
        output.WriteLine("       " + oracle.Statement);
        if (oracle.SilentUnder.Length > 0)
        {
            output.WriteLine("       silent under: " + oracle.SilentUnder);
        }
    }

    private static void WriteJson(TextWriter output, OracleDescription oracle) => JsonLine.Write(output, json =>
    {
        json.WriteString("id", oracle.Id);
        json.WriteString("name", oracle.Name);
        json.WriteString("statement", oracle.Statement);
        json.WriteString("section", oracle.RfcSection);
        json.WriteString("strength", oracle.Strength);
        json.WriteString("silentUnder", oracle.SilentUnder);
    });
}
