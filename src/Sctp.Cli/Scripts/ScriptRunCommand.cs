using System.CommandLine;
using System.IO;
using Sctp.Scripts.Execution;
using Sctp.Scripts.Language;
using Sctp.Scripts.Stack;

namespace Sctp.Cli.Scripts;

/// <summary><c>sctp script run</c>: runs scripts and says what became of each.</summary>
internal static class ScriptRunCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("file") { Description = "Scripts, or folders of scripts (*.pkt).", Arity = ArgumentArity.OneOrMore };
        var sut = new Option<string?>("--sut") { Description = "Test another stack: a command that speaks the adapter protocol on its standard input and output, started once for each script." };
        var tolerance = new Option<int?>("--tolerance") { Description = "By how many microseconds an expected packet may be early or late, whatever the scripts say (standard: --tolerance_usecs of the script, or 4000)." };
        Option<string> platform = CreatePlatformOption();
        var seed = new Option<long>("--seed") { Description = "What the random source of the stack begins with.", DefaultValueFactory = _ => 1 };
        var strict = new Option<bool>("--strict") { Description = "Exit with 1 when a script is unsupported." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object for each script." };
        var verbose = new Option<bool>("--verbose") { Description = "Print everything that happened, with its virtual time." };
        var command = new ExampleCommand(
            "run",
            "Runs packet scripts in packetdrill's language for SCTP in virtual time. Exit codes: 0 all passed or were unsupported, 1 one failed (with --strict also: was unsupported), 2 usage or a script that cannot be read.",
            "sctp script run tests/Conformance/scripts",
            "sctp script run --verbose handshake.pkt",
            "sctp script run --platform Linux --strict suite/",
            "sctp script run --sut 'sctp adapter' suite/")
        {
            names, sut, tolerance, platform, seed, strict, json, verbose,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(tolerance) is < 0)
            {
                result.AddError("--tolerance is not negative.");
            }
        });
        command.SetAction(result =>
        {
            ScriptRunOptions options = new()
            {
                Tolerance = result.GetValue(tolerance) is { } microseconds ? Duration.FromMicroseconds(microseconds) : null,
                Platform = result.GetValue(platform)!,
                Seed = result.GetValue(seed),
                Trace = result.GetValue(verbose),
            };
            TextWriter output = result.InvocationConfiguration.Output;
            TextWriter error = result.InvocationConfiguration.Error;
            if (ScriptFiles.Find(result.GetValue(names)!, error) is not { } files)
            {
                return ExitCode.Usage;
            }

            string? stackCommand = result.GetValue(sut);
            OutcomeWriter writer = new(output, result.GetValue(json));
            bool isUnreadable = false;
            foreach (string file in files)
            {
                if (ScriptFiles.Read(file, error) is not { } text)
                {
                    isUnreadable = true;
                    continue;
                }

                using AdapterStack? other = stackCommand is null ? null : new AdapterStack(stackCommand);
                IStackUnderTest stack = other is null ? new CoreStack() : other;
                writer.Write(new ScriptRunner(stack, options).Run(file, text));
            }

            writer.WriteTotals();
            return isUnreadable || writer.Count(ScriptVerdict.Invalid) > 0 ? ExitCode.Usage
                : writer.Count(ScriptVerdict.Failed) > 0 || (result.GetValue(strict) && writer.Count(ScriptVerdict.Unsupported) > 0) ? ExitCode.Failure
                : ExitCode.Success;
        });
        return command;
    }

    public static Option<string> CreatePlatformOption() => new("--platform")
    {
        Description = "The platform whose #ifdef branches are taken.",
        DefaultValueFactory = _ => PacketScript.StandardPlatform,
    };
}
