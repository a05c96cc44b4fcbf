using System.Collections.Generic;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Sim.Engine;

namespace Sctp.Interop.Usrsctp;

/// <summary>A run in which one side is usrsctp.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="ForeignSide">Which side is usrsctp.</param>
/// <param name="Report">What happened.</param>
/// <param name="Deviations">The names of the known deviations of usrsctp that the run came by.</param>
/// <param name="Violations">The violations that none of them explains.</param>
internal sealed record ForeignRun(ulong Seed, Side ForeignSide, SimulationReport Report, IReadOnlyList<string> Deviations, IReadOnlyList<Violation> Violations)
{
    public static ForeignRun Run(ulong seed, SimulationOptions? options = null) => Run(ForeignScenarios.Generate(seed), options);

    public static ForeignRun Run(Scenario scenario, SimulationOptions? options = null)
    {
        ulong seed = scenario.Seed;
        Side side = ForeignScenarios.ForeignSide(seed);
        bool extends = ForeignScenarios.Extends(seed);
        UsrsctpStack? stack = null;
        int host = HostNumbers.Of(side, 0);
        int peer = HostNumbers.Of(side == Side.Client ? Side.Server : Side.Client, 0);
        SctpAddress address = new AddressBook(HostNumbers.CountFor(1), 1).Of(peer)[0];
        var random = new Randomness(seed);
        List<string> deviations = [];
        var foreign = new ForeignPeer(side, Create) { IsKnownDeviation = Knows };
        try
        {
            SimulationReport report = SimulationRun.Run(scenario, (options ?? new SimulationOptions { CollectsMarks = false }) with { Foreign = foreign });
            return new ForeignRun(seed, side, report, deviations, Unexplained(report, foreign, stack!));
        }
        finally
        {
            stack?.Dispose();
        }

        bool Knows(AssociationSide at, Violation violation)
        {
            if (KnownDeviations.Find(at, violation) is not { } deviation)
            {
                return false;
            }

            deviations.Add(deviation.Name);
            return true;
        }

        // A host that crashes forgets all, and so does the one instance of the library.
        ISctpStack Create(SideOptions own, int incarnation)
        {
            stack?.Dispose();
            return stack = new UsrsctpStack(own, address, HostNumbers.PortOf(peer), random, (uint)(host | (incarnation << 16)), extends);
        }
    }

    // Where usrsctp has data and sends it no more, the end that the own side waits for cannot come either.
    private static List<Violation> Unexplained(SimulationReport report, ForeignPeer foreign, UsrsctpStack stack)
    {
        bool isStuck = foreign.Deviations.Any(KnownDeviations.IsStuck);
        return [.. report.Violations.Where(violation => !(isStuck && KnownDeviations.WaitsForShutdown(violation))
            && !(stack.HasSentShutdownComplete && KnownDeviations.IsAbortAfterEnd(violation)))];
    }
}
