using System;
using System.Collections.Generic;

namespace Sctp.Sim;

/// <summary>Draws scenarios by the name of a profile, with or without its version.</summary>
internal static class ScenarioGenerator
{
    private const string Lite = "lite@1";

    private static readonly KnobProfile[] Profiles = [KnobProfile.Swarm, KnobProfile.Mortal, KnobProfile.Crash, KnobProfile.Attack, KnobProfile.Perf];

    /// <summary>The names of all profiles with their versions.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Array.ConvertAll(Profiles, profile => profile.FullName), Lite];

    public static Scenario Generate(ulong seed) => new SwarmGenerator(seed, KnobProfile.Swarm).Generate();

    /// <exception cref="ArgumentException">There is no such profile.</exception>
    public static Scenario Generate(ulong seed, string profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (profile is Lite or "lite")
        {
            return new LiteGenerator(seed).Generate() with { Profile = Lite };
        }

        foreach (KnobProfile known in Profiles)
        {
            if (profile == known.Name || profile == known.FullName)
            {
                return new SwarmGenerator(seed, known).Generate();
            }
        }

        throw new ArgumentException($"There is no profile \"{profile}\"; there are {string.Join(", ", Names)}.", nameof(profile));
    }
}
