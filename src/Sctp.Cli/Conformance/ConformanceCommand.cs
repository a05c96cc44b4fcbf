using System.CommandLine;

namespace Sctp.Cli.Conformance;

/// <summary><c>sctp conformance</c>: what is known about how the stack keeps to its documents.</summary>
internal static class ConformanceCommand
{
    public static Command Create() => new("conformance", "Tells which requirements of the RFCs are shown by which tests.")
    {
        ConformanceReportCommand.Create(),
    };
}
