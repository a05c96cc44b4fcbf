using Sctp.Properties.Simulation.Mutants;
using Sctp.Sim;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation;

public partial class OracleTests
{
    /// <summary>Two paths with frequent HEARTBEATs; data flows slowly on the first.</summary>
    private static Scenario Watched => TwoCleanPaths with
    {
        HealAfter = Duration.FromSeconds(30),
        Client = Side with { Endpoint = Side.Endpoint with { HeartbeatInterval = Duration.FromSeconds(1) } },
        Server = Side with
        {
            Endpoint = Side.Endpoint with { HeartbeatInterval = Duration.FromSeconds(1) },
            Workload = Side.Workload with { SendInterval = Duration.FromMilliseconds(300) },
        },
    };

    /// <summary>The first path is down for a while.</summary>
    private static Scenario Failing => Watched with { Faults = [new PathOutage(Duration.FromSeconds(3), Duration.FromSeconds(15), 0, true, true)] };

    /// <summary>One path that is down for a while.</summary>
    private static Scenario Interrupted => Failing with { Paths = [new PathOptions(Clean, Clean)] };

    private static Scenario Jittery
    {
        get
        {
            LinkOptions link = Clean with { Jitter = Duration.FromMilliseconds(15) };
            return Busy with { Paths = [new PathOptions(link, link)] };
        }
    }

    [Fact]
    public void An_RTO_by_another_alpha_is_seen() =>
        AssertSeen("O-T1", s => new CongestionMutants.HasOtherOptions(s, options => options with { RtoAlphaExponent = 1 }), Jittery);

    [Fact]
    public void An_RTO_that_does_not_follow_SRTT_is_seen() => AssertSeen(
        "O-T1",
        s => new PlantedBugs.StatusBug(s, path => path with { RetransmissionTimeout = path.RetransmissionTimeout + Duration.FromNanoseconds(1) }, 0, null));

    [Fact]
    public void A_round_trip_of_a_chunk_that_was_sent_again_is_seen() => AssertSeen("O-T3", s => new TimerMutants.MeasuresWhatWasSentAgain(s), VeryLossy);

    [Fact]
    public void A_stack_that_stops_to_measure_is_seen() => AssertSeen("O-T4", s => new TimerMutants.StopsToMeasure(s));

    [Fact]
    public void An_RTO_that_is_not_doubled_is_seen() => AssertSeen(
        "O-T5",
        s => new CongestionMutants.ShowsOtherwise(s, x => x.T3Expiries > 0, path => path with { RetransmissionTimeout = Duration.FromSeconds(1) }),
        Interrupted);

    [Fact]
    public void An_early_retransmission_is_seen() => AssertSeen("O-T6", s => new CongestionMutants.SendsAgainOnSack(s, onlyIfSentAgain: false));

    [Fact]
    public void A_HEARTBEAT_too_early_is_seen() =>
        AssertSeen("O-T7", s => new CongestionMutants.HasOtherOptions(s, options => options with { HeartbeatInterval = Duration.FromMilliseconds(1) }), Watched);

    [Fact]
    public void A_HEARTBEAT_that_never_comes_is_seen() =>
        AssertSeen("O-T7", s => new CongestionMutants.HasOtherOptions(s, options => options with { HeartbeatInterval = Duration.FromSeconds(1_000) }), Watched);

    [Fact]
    public void A_HEARTBEAT_that_comes_late_is_seen() =>
        AssertSeen("O-T7", s => new CongestionMutants.HasOtherOptions(s, options => options with { HeartbeatInterval = Duration.FromSeconds(8) }), Watched);

    // HB.Max.Burst lets one HEARTBEAT go each RTO, and each path is due more often than that.
    [Fact]
    [Requirement("9260-8.3-18")]
    public void With_an_HB_interval_below_the_RTO_every_path_gets_its_HEARTBEATs()
    {
        var path = new PathOptions(Clean, Clean);
        SideOptions side = Side with
        {
            Endpoint = Side.Endpoint with { HeartbeatInterval = Duration.FromMilliseconds(40) },
            Workload = Side.Workload with { SendInterval = Duration.FromMilliseconds(300) },
        };
        SimulationReport report = SimulationRun.Run(Busy with { Paths = [path, path, path, path], Client = side, Server = side }, new SimulationOptions());
        Assert.True(report.Outcome == SimulationOutcome.Clean, Describe(report));
    }

    [Fact]
    public void A_HEARTBEAT_ACK_from_nowhere_is_seen() => AssertSeen(
        "O-T8",
        s => new CongestionMutants.ShowsOtherwise(s, x => x.MessagesAcknowledged > 2, path => path with { HeartbeatAcksReceived = path.HeartbeatAcksReceived + 1 }));

    [Fact]
    public void Data_to_an_unconfirmed_address_is_seen() =>
        AssertSeen("O-T9", s => new PlantedBugs.StatusBug(s, path => path with { State = PathState.Unconfirmed }, 0, null));

    [Fact]
    public void An_error_out_of_nothing_is_seen() =>
        AssertSeen("O-T10", s => new CongestionMutants.ShowsOtherwise(s, x => x.MessagesAcknowledged > 2, path => path with { ErrorCount = path.ErrorCount + 1 }));

    [Fact]
    public void An_error_that_is_not_counted_is_seen() => AssertSeen("O-T10", s => new PlantedBugs.StatusBug(s, path => path with { ErrorCount = 0 }, 0, null), Interrupted);

    [Fact]
    public void A_path_that_is_given_up_too_early_is_seen() =>
        AssertSeen("O-T11", s => new CongestionMutants.ShowsOtherwise(s, x => x.MessagesAcknowledged > 2, path => path with { State = PathState.Inactive }));

    [Fact]
    public void A_path_failure_that_is_not_reported_is_seen() =>
        AssertSeen("O-T11", s => new PlantedBugs.EventBug(s, SctpEventKind.PathStateChanged, null), Failing with { Server = Failing.Server with { Endpoint = Failing.Server.Endpoint with { PathMaxRetrans = 1 } } });

    [Fact]
    public void An_association_that_is_given_up_too_early_is_seen() =>
        AssertSeen("O-T12", s => new CongestionMutants.HasOtherOptions(s, options => options with { AssociationMaxRetrans = 1 }), Interrupted);

    [Fact]
    public void A_retransmission_to_the_path_that_failed_is_seen() => AssertSeen("O-T13", s => new TimerMutants.TakesTheOtherPath(s, onlyRetransmissions: true), Failing);

    [Fact]
    public void New_data_beside_the_primary_path_is_seen() => AssertSeen("O-T13", s => new TimerMutants.TakesTheOtherPath(s, onlyRetransmissions: false), Watched);

    [Fact]
    public void A_T3_left_over_after_the_end_is_seen() =>
        AssertSeen("O-T14", s => new CongestionMutants.ShowsOtherwise(s, x => x.ChunksSent.Of(Wire.ChunkType.ShutdownAck) > 0, path => path with { T3Deadline = Instant.MaxValue }));

    [Fact]
    public void A_timer_that_acts_twice_is_seen() => AssertSeen("O-T15", s => new TimerMutants.ExpiresTwice(s), Interrupted);

    [Theory]
    [InlineData(4)]
    [InlineData(-4)]
    [InlineData(-1_000)]
    public void A_PMTU_that_changes_by_itself_is_seen(int change) =>
        AssertSeen("O-T16", s => new CongestionMutants.ShowsOtherwise(s, x => x.MessagesAcknowledged > 2, path => path with { PathMtu = path.PathMtu + change }));

    [Fact]
    public void An_ICMP_message_with_too_much_effect_is_seen()
    {
        LinkOptions small = Clean with { Mtu = 1_000, Ptb = PtbMode.True };
        AssertSeen("O-T17", s => new TimerMutants.CountsTooBigAsError(s), Busy with { Paths = [new PathOptions(small, small)] });
    }
}
