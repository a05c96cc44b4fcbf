using System.CommandLine;
using System.IO;
using Sctp.Scripts.Language;

namespace Sctp.Cli.Scripts;

/// <summary><c>sctp script check</c>: reads scripts without running them.</summary>
internal static class ScriptCheckCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("file") { Description = "Scripts, or folders of scripts (*.pkt).", Arity = ArgumentArity.OneOrMore };
        Option<string> platform = ScriptRunCommand.CreatePlatformOption();
        var command = new ExampleCommand(
            "check",
            "Reads packet scripts and tells the first error of each. Exit codes: 0 all can be read, 2 one cannot.",
            "sctp script check tests/",
            "sctp script check --platform Linux handshake.pkt")
        {
            names, platform,
        };
        command.SetAction(result =>
        {
            TextWriter output = result.InvocationConfiguration.Output;
            TextWriter error = result.InvocationConfiguration.Error;
            if (ScriptFiles.Find(result.GetValue(names)!, error) is not { } files)
            {
                return ExitCode.Usage;
            }

            int bad = 0;
            foreach (string file in files)
            {
                if (ScriptFiles.Read(file, error) is not { } text)
                {
                    bad++;
                }
                else if (!PacketScript.TryParse(file, text, out _, out ScriptError? failure, result.GetValue(platform)!))
                {
                    bad++;
                    error.WriteLine(failure!.ToString());
                }
            }

            output.WriteLine($"{files.Count} scripts, {bad} with errors");
            return bad == 0 ? ExitCode.Success : ExitCode.Usage;
        });
        return command;
    }
}
