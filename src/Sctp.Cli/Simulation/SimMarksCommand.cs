using System.CommandLine;
using System.IO;
using Sctp.Sim;

namespace Sctp.Cli.Simulation;

/// <summary><c>sctp sim marks</c>: lists the situations that a hunt ought to come into.</summary>
internal static class SimMarksCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object for each." };
        var command = new ExampleCommand(
            "marks",
            "Lists the situations that simulations ought to come into sometimes; a hunt names those that it never reached.",
            "sctp sim marks",
            "sctp sim marks --json")
        {
            json,
        };
        command.SetAction(result =>
        {
            TextWriter output = result.InvocationConfiguration.Output;
            string group = "";
            foreach (MarkDescription mark in MarkCatalog.All)
            {
                if (result.GetValue(json))
                {
                    WriteJson(output, mark);
                    continue;
                }

                if (mark.Group != group)
                {
                    group = mark.Group;
                    output.WriteLine(group);
                }

                output.WriteLine($"  {mark.Name,-36} {mark.Statement}");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void WriteJson(TextWriter output, MarkDescription mark) => JsonLine.Write(output, json =>
    {
        json.WriteString("name", mark.Name);
        json.WriteString("group", mark.Group);
        json.WriteString("statement", mark.Statement);
    });
}
