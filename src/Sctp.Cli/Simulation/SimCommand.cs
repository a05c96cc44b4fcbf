using System.CommandLine;

namespace Sctp.Cli.Simulation;

/// <summary><c>sctp sim</c>: what is done with the simulator.</summary>
internal static class SimCommand
{
    public static Command Create() => new("sim", "Simulate associations in virtual time over networks that lose, reorder, duplicate and corrupt.")
    {
        SimRunCommand.Create(),
        SimHuntCommand.Create(),
        SimReplayCommand.Create(),
        SimShrinkCommand.Create(),
        SimExplainCommand.Create(),
        SimDeterminismCommand.Create(),
        SimCorpusCommand.Create(),
        SimOraclesCommand.Create(),
        SimMarksCommand.Create(),
    };
}
