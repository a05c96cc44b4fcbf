using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Network;
using Sctp.Sim.Xunit;

namespace Sctp.Properties.Simulation.Invariants;

/// <summary>
/// What RFC 9260 promises, as properties over generated scenarios: each lets only the oracles of its invariant judge, so that a failure names it.
/// </summary>
public sealed class InvariantTests
{
    /// <summary>RFC 9260 sections 1.5.2 and 6.2: nothing is lost, nothing comes twice, nothing is invented.</summary>
    [SimulationProperty]
    public void Every_message_is_delivered_exactly_once(Scenario scenario) => SimulationAssert.Holds(scenario, "O-D1", "O-D6", "O-L1");

    /// <summary>RFC 9260 section 6.9: a message arrives as it was sent, whatever it was cut into.</summary>
    [SimulationProperty]
    public void Every_message_arrives_unchanged(Scenario scenario) => SimulationAssert.Holds(scenario, "O-D2");

    /// <summary>RFC 9260 section 6.6.</summary>
    [SimulationProperty]
    public void Ordered_messages_of_a_stream_keep_their_order(Scenario scenario, int streams)
    {
        int count = 1 + (System.Math.Abs(streams % 5));
        SimulationAssert.Holds(scenario with { Client = Ordered(scenario.Client), Server = Ordered(scenario.Server) }, "O-D3");

        SideOptions Ordered(SideOptions side) => side with { Workload = side.Workload with { UnorderedPerMillion = 0, StreamCount = count } };
    }

    /// <summary>RFC 9260 section 5.1: nothing is delivered to a user who was not told of the association.</summary>
    [SimulationProperty]
    public void Data_comes_after_COMMUNICATION_UP(Scenario scenario) => SimulationAssert.Holds(scenario, "O-S21", "O-S2");

    /// <summary>RFC 9260 sections 3.3.4 and 6.2: a SACK says what arrived.</summary>
    [SimulationProperty]
    public void SACKs_tell_the_truth(Scenario scenario) => SimulationAssert.Holds(scenario, Every("O-A"));

    /// <summary>RFC 9260 section 6.2.1 and 7.2: no more is outstanding than cwnd and the peer's window allow.</summary>
    [SimulationProperty]
    public void Cwnd_and_window_bound_the_flight(Scenario scenario) => SimulationAssert.Holds(scenario, Every("O-C"));

    /// <summary>RFC 9260 section 6.3: the RTO stays between RTO.Min and RTO.Max, and T3-rtx runs while DATA is outstanding.</summary>
    [SimulationProperty]
    public void Timers_keep_their_bounds(Scenario scenario) => SimulationAssert.Holds(scenario, [.. Every("O-T"), "O-A22"]);

    /// <summary>RFC 9260 section 9: an association ends as its users asked, and its state goes by the diagram of section 4.</summary>
    [SimulationProperty]
    public void Associations_end_in_a_legal_way(Scenario scenario) => SimulationAssert.Holds(scenario, "O-S1", "O-S14", "O-S18", "O-L2", "O-L6");

    /// <summary>RFC 9260 section 5: both sides agree on one association, whoever opens it and whatever is lost.</summary>
    [SimulationProperty]
    public void A_set_up_that_collides_gives_one_association(Scenario scenario) =>
        SimulationAssert.Holds(scenario with { Opening = Opening.BothConnect }, "O-S1", "O-S7", "O-S8", "O-S13", "O-D1", "O-L1");

    /// <summary>RFC 9260 section 3: what is sent can be read, lies within the path MTU, is padded with zeros and has a right checksum.</summary>
    [SimulationProperty]
    public void Every_packet_is_well_formed(Scenario scenario) => SimulationAssert.Holds(scenario, Every("O-W"));

    /// <summary>What was taken is given back: memory stays in its bounds, and nothing of it is left at the end.</summary>
    [SimulationProperty]
    public void Nothing_leaks(Scenario scenario) => SimulationAssert.Holds(scenario, Every("O-M"));

    /// <summary>RFC 9260 section 6.8: what the checksum does not fit has no effect.</summary>
    [SimulationProperty]
    public void Damage_costs_time_and_nothing_else(Scenario scenario, PathOptions path)
    {
        LinkOptions damaging = path.ToServer with { CorruptPerMillion = 100_000, Corruption = CorruptionKind.BitFlips, CorruptChecksum = ChecksumTreatment.Wrong };
        SimulationAssert.Holds(
            scenario with { Paths = [.. scenario.Paths.Select(p => p with { ToServer = damaging })] },
            "O-W2", "O-D1", "O-D2", "O-D3", "O-L1");
    }

    /// <summary>Workloads and paths that are drawn apart meet in any way.</summary>
    [SimulationProperty]
    public void Any_workload_gets_through_any_path(WorkloadOptions ofClient, WorkloadOptions ofServer, PathOptions path, uint seed)
    {
        var endpoint = new SctpOptions
        {
            AssociationMaxRetrans = 1_000,
            MaxInitRetransmits = 1_000,
            ShutdownGuard = Duration.FromSeconds(100_000),
            ValidCookieLife = Duration.FromSeconds(600),
            OutboundStreams = 64,
        };
        SimulationAssert.Holds(new Scenario
        {
            Seed = seed,
            Paths = [path],
            Client = new SideOptions { Endpoint = endpoint, Workload = ofClient },
            Server = new SideOptions { Endpoint = endpoint, Workload = ofServer },
        });
    }

    private static string[] Every(string prefix) =>
        [.. OracleDescription.All.Select(oracle => oracle.Id).Where(id => id.StartsWith(prefix, System.StringComparison.Ordinal))];
}
