using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using Sctp.Cli;

// Exit codes: 0 success, 1 failure (also one of the run itself), 2 a command line that cannot be understood,
// 3 two runs of one simulation that differ, 4 an exception in the simulated core.
ParseResult parsed = SctpCommand.Create().Parse(args);
if (parsed.Action is ParseErrorAction { } misunderstood)
{
    misunderstood.ShowHelp = false;
    _ = parsed.Invoke();
    Console.Error.WriteLine("Try 'sctp --help'.");
    return ExitCode.Usage;
}

return parsed.Invoke();
