using System;
using System.CommandLine;
using Sctp.Sim;

namespace Sctp.Cli.Simulation;

/// <summary>The ways in which a scenario is drawn from a seed, by name.</summary>
internal static class Profiles
{
    public const string Default = "swarm";

    public static string[] Names { get; } = [Default];

    public static Option<string> CreateOption()
    {
        var option = new Option<string>("--profile")
        {
            Description = $"How scenarios are drawn from seeds: {string.Join(", ", Names)} (default {Default}).",
            DefaultValueFactory = _ => Default,
        };
        option.AcceptOnlyFromAmong(Names);
        return option;
    }

    public static Func<ulong, Scenario> Get(string name) => name == Default ? Scenario.Generate : throw new ArgumentOutOfRangeException(nameof(name), name, null);
}
