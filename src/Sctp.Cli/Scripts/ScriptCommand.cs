using System.CommandLine;

namespace Sctp.Cli.Scripts;

/// <summary><c>sctp script</c>: packet scripts.</summary>
internal static class ScriptCommand
{
    public static Command Create() => new("script", "Run packet scripts in packetdrill's language for SCTP, in virtual time.")
    {
        ScriptRunCommand.Create(),
        ScriptCheckCommand.Create(),
    };
}
