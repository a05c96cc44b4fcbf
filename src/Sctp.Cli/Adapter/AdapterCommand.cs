using System;
using System.CommandLine;
using System.IO;
using System.Text;

namespace Sctp.Cli.Adapter;

/// <summary><c>sctp adapter</c>.</summary>
internal static class AdapterCommand
{
    private const string Description =
        "Answers a conformance runner on standard input and output, one JSON object per line, in virtual time (adapter protocol 1.1).";

    public static Command Create()
    {
        ExampleCommand command = new("adapter", Description, """echo '{"id":1,"op":"hello","proto":1}' | sctp adapter""");
        command.SetAction(_ =>
        {
            UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false);
            using StreamReader input = new(Console.OpenStandardInput(), utf8);
            using StreamWriter output = new(Console.OpenStandardOutput(), utf8) { NewLine = "\n" };
            AdapterServer.Run(input, output);
            return ExitCode.Success;
        });
        return command;
    }
}
