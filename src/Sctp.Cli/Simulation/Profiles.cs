using System;
using System.CommandLine;
using System.Linq;
using Sctp.Sim;

namespace Sctp.Cli.Simulation;

/// <summary>The ways in which a scenario is drawn from a seed, by name.</summary>
internal static class Profiles
{
    public const string Default = "swarm";

    public static Option<string> CreateOption()
    {
        var option = new Option<string>("--profile")
        {
            Description = $"How scenarios are drawn from seeds: {string.Join(", ", Scenario.Profiles)}, with or without the version (default {Default}).",
            DefaultValueFactory = _ => Default,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } name && !IsKnown(name))
            {
                result.AddError($"--profile {name}: there are {string.Join(", ", Scenario.Profiles)}.");
            }
        });
        return option;
    }

    /// <summary>The scenarios of a profile, by seed.</summary>
    public static Func<ulong, Scenario> Get(string name) => seed => Scenario.Generate(seed, name);

    /// <summary>What a command line must say to draw by a profile: nothing for the default one.</summary>
    public static string Argument(string profile) =>
        profile.Length == 0 || profile == Default || profile.StartsWith(Default + "@", StringComparison.Ordinal) ? "" : " --profile " + profile;

    private static bool IsKnown(string name) =>
        Scenario.Profiles.Any(p => p == name || p.StartsWith(name + "@", StringComparison.Ordinal));
}
