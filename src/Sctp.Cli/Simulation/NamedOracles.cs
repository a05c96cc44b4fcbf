using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using Sctp.Sim;

namespace Sctp.Cli.Simulation;

/// <summary>The oracles that a command line names.</summary>
internal static class NamedOracles
{
    private const string Name = "--oracle";

    /// <summary>An option that may be said several times.</summary>
    public static Option<string[]> CreateOption()
    {
        var option = new Option<string[]>(Name)
        {
            Description = "Judge by this oracle only, as in O-D1; may be said several times (default all; sctp sim oracles lists them).",
            DefaultValueFactory = _ => [],
        };
        option.Validators.Add(result =>
        {
            foreach (string id in result.Tokens.Select(t => t.Value).Where(id => OracleDescription.All.All(o => o.Id != id)))
            {
                result.AddError($"{Name} {id}: there is no such oracle; sctp sim oracles lists them.");
            }
        });
        return option;
    }

    /// <summary>What a command line must say to judge by these oracles: nothing for the usual ones.</summary>
    public static string Argument(IReadOnlyList<string> oracles) => string.Concat(oracles.Select(id => $" {Name} {id}"));

    /// <summary>The same as arguments of a process.</summary>
    public static IEnumerable<string> Arguments(IReadOnlyList<string> oracles) => oracles.SelectMany(id => new[] { Name, id });

    /// <summary>What runs a scenario and judges by these oracles.</summary>
    public static Func<Scenario, SimulationOptions, SimulationReport> Runner(IReadOnlyList<string> oracles) =>
        (scenario, options) => SimulationRun.Run(scenario, options with { Oracles = oracles });
}
