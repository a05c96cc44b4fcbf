using System.CommandLine;
using Sctp.Cli.Adapter;
using Sctp.Cli.Conformance;
using Sctp.Cli.Echo;
using Sctp.Cli.Scripts;
using Sctp.Cli.Simulation;
using Sctp.Cli.Transfer;

namespace Sctp.Cli;

/// <summary>The root command and its subcommands.</summary>
internal static class SctpCommand
{
    private const string Description = """
        SCTP (RFC 9260) from the command line: live over UDP encapsulation (RFC 6951), under a conformance runner, and in simulation.

        Examples:
          sctp echo --udp 9899
          sctp send --udp 127.0.0.1:9899 --bytes 10000000 --verify-echo
          sctp adapter < script.jsonl
          sctp script run handshake.pkt
          sctp sim run --seed 42
          sctp sim hunt --time 10m
          sctp conformance report --out artifacts/conformance

        Exit codes: 0 success, 1 failure, 2 usage, 3 two runs of one simulation differ, 4 an exception in the simulated core.
        """;

    public static RootCommand Create()
    {
        RootCommand root = new(Description)
        {
            EchoCommand.Create(),
            SendCommand.Create(),
            AdapterCommand.Create(),
            ScriptCommand.Create(),
            SimCommand.Create(),
            ConformanceCommand.Create(),
        };
        HelpWithExamples.AddTo(root);
        return root;
    }
}
