using System;

namespace Sctp.Sim.Hunting;

/// <summary>The two sides of a scenario, by name.</summary>
internal static class SidesOf
{
    public static SideOptions Get(Scenario scenario, Side side) => side == Side.Client ? scenario.Client : scenario.Server;

    public static Scenario With(Scenario scenario, Side side, Func<SideOptions, SideOptions> change) => side == Side.Client
        ? scenario with { Client = change(scenario.Client) }
        : scenario with { Server = change(scenario.Server) };

    public static Scenario WithBoth(Scenario scenario, Func<SideOptions, SideOptions> change) =>
        scenario with { Client = change(scenario.Client), Server = change(scenario.Server) };
}
