using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Sctp.Cli;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class ExampleCommand : Command
{
    public ExampleCommand(string name, string description, params string[] examples)
        : base(name, description) => Examples = examples;

    public string[] Examples { get; }
}

/// <summary>The standard help, and the examples of the command behind it.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private readonly HelpAction _standard;

    private HelpWithExamples(HelpAction standard) => _standard = standard;

    /// <summary>Gives a root command's help option this action.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction standard })
            {
                option.Action = new HelpWithExamples(standard);
            }
        }
    }

    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = _standard.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ExampleCommand command)
        {
            System.IO.TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in command.Examples)
            {
                output.WriteLine("  " + example);
            }
        }

        return exitCode;
    }
}
