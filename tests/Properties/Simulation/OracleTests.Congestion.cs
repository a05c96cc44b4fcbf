using System;
using System.Linq;
using Sctp.Properties.Simulation.Mutants;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation;

public partial class OracleTests
{
    private static LinkOptions Clean => new() { Delay = Duration.FromMilliseconds(20) };

    /// <summary>Two paths, of which the second carries no data.</summary>
    private static Scenario TwoCleanPaths => Busy with { Paths = [new PathOptions(Clean, Clean), new PathOptions(Clean, Clean)] };

    /// <summary>Bursts with pauses that are longer than an RTO.</summary>
    private static Scenario Pausing => Busy with
    {
        Paths = [new PathOptions(Clean, Clean)],
        Server = Side with { Workload = Side.Workload with { SendInterval = Duration.FromSeconds(4), SendBurst = 30 } },
    };

    /// <summary>The client reads slowly out of a buffer that holds one or two messages.</summary>
    private static Scenario Narrow(int buffer) => Busy with
    {
        Paths = [new PathOptions(Clean, Clean)],
        Client = Side with
        {
            Endpoint = Side.Endpoint with { ReceiveBufferSize = buffer },
            Workload = Side.Workload with { ReadInterval = Duration.FromSeconds(3) },
        },
        Server = Side with { Workload = Side.Workload with { LargestMessage = 1_400 } },
    };

    /// <summary>As <see cref="Narrow"/>; the reader has nothing to send, so that nothing happens while the other waits for its window.</summary>
    private static Scenario NarrowAndSilent
    {
        get
        {
            Scenario narrow = Narrow(1_500);
            return narrow with { Client = narrow.Client with { Workload = narrow.Client.Workload with { MessageCount = 0 } } };
        }
    }

    /// <summary>The server's user changes the DSCP now and then.</summary>
    private static Scenario Remarking => Pausing with
    {
        Schedule = new Schedule { Firings = [.. Enumerable.Range(1, 40).Select(i => new SiteFiring(BuggifySite.DscpChanged, 1, i * 3, i))] },
    };

    [Fact]
    public void New_data_beyond_rwnd_is_seen() => AssertSeen("O-C1", s => new CongestionMutants.IgnoresTheWindow(s), Narrow(6_000));

    [Fact]
    public void A_window_probe_without_a_wait_is_seen() => AssertSeen("O-C2", s => new CongestionMutants.IgnoresTheWindow(s), Narrow(1_500));

    [Fact]
    public void A_closed_window_that_is_never_probed_is_seen() => AssertSeen("O-C2", s => new CongestionMutants.ProbesLate(s, null), NarrowAndSilent);

    [Fact]
    public void A_closed_window_that_is_probed_late_is_seen() =>
        AssertSeen("O-C2", s => new CongestionMutants.ProbesLate(s, Duration.FromSeconds(1)), Narrow(1_500));

    [Fact]
    public void New_data_before_what_is_to_be_sent_again_is_seen() => AssertSeen("O-C4", s => new CongestionMutants.SendsNewFirst(s), VeryLossy);

    [Fact]
    public void A_burst_beyond_Max_Burst_is_seen() =>
        AssertSeen("O-C5", s => new CongestionMutants.HasOtherOptions(s, options => options with { MaxBurst = 0 }), Coarse);

    [Fact]
    public void An_initial_cwnd_that_is_too_large_is_seen() =>
        AssertSeen("O-C6", s => new PlantedBugs.StatusBug(s, path => path with { CongestionWindow = path.CongestionWindow + 4_404 }, 0, null), TwoCleanPaths);

    [Fact]
    public void An_initial_ssthresh_that_is_too_small_is_seen() =>
        AssertSeen("O-C6", s => new PlantedBugs.StatusBug(s, path => path with { SlowStartThreshold = 8_000 }, 0, null), TwoCleanPaths);

    [Fact]
    public void A_cwnd_that_a_change_of_the_DSCP_leaves_is_seen() =>
        AssertSeen("O-C6", s => new CongestionMutants.NeverFalls(s), Remarking);

    [Fact]
    public void Slow_start_without_an_acknowledgement_is_seen() =>
        AssertSeen("O-C7", s => new CongestionMutants.ShowsOtherwise(s, x => x.MessagesAcknowledged > 2, path => path with { CongestionWindow = path.CongestionWindow + 9_000 }));

    [Theory]
    [InlineData(1)]
    [InlineData(800)]
    public void A_partial_bytes_acked_that_counts_other_bytes_is_seen(int more) =>
        AssertSeen("O-C8", s => new CongestionMutants.ShowsOtherwise(s, x => x.FastRecoveries > 0 && x.MessagesAcknowledged % 3 == 2, path => path with { PartialBytesAcked = path.PartialBytesAcked + more }));

    [Fact]
    public void A_retransmission_without_three_misses_is_seen() => AssertSeen("O-C9", s => new CongestionMutants.SendsAgainOnSack(s, onlyIfSentAgain: false));

    [Fact]
    public void A_second_fast_retransmission_is_seen() => AssertSeen("O-C10", s => new CongestionMutants.SendsAgainOnSack(s, onlyIfSentAgain: true));

    [Fact]
    public void A_fast_retransmit_that_cuts_nothing_is_seen() =>
        AssertSeen("O-C11", s => new CongestionMutants.ShowsOtherwise(s, x => x.FastRecoveries > 0, path => path with { CongestionWindow = path.CongestionWindow * 2 }));

    [Fact]
    public void A_fast_retransmit_that_leaves_ssthresh_is_seen() =>
        AssertSeen("O-C11", s => new CongestionMutants.ShowsOtherwise(s, x => x.FastRecoveries > 0, path => path with { SlowStartThreshold = int.MaxValue }));

    [Fact]
    public void Retransmissions_beyond_cwnd_are_seen() => AssertSeen("O-C12", s => new CongestionMutants.ResendsBeyondWindow(s), VeryLossy);

    [Fact]
    public void A_timeout_that_leaves_cwnd_is_seen() =>
        AssertSeen("O-C13", s => new CongestionMutants.ShowsOtherwise(s, x => x.T3Expiries > 0, path => path with { CongestionWindow = path.CongestionWindow + 1_468 }), VeryLossy);

    [Fact]
    public void A_cwnd_that_does_not_decay_is_seen() => AssertSeen("O-C14", s => new CongestionMutants.NeverFalls(s), Pausing);

    [Fact]
    public void A_cwnd_that_does_not_decay_is_seen_after_the_DSCP_changed() =>
        AssertSeen("O-C14", s => new CongestionMutants.NeverFalls(s), Remarking with { Schedule = new Schedule { Firings = [new SiteFiring(BuggifySite.DscpChanged, 1, 3, 1)] } });

    [Fact]
    public void A_cwnd_that_falls_without_a_loss_is_seen() =>
        AssertSeen("O-C15", s => new CongestionMutants.ShowsOtherwise(s, x => x.MessagesAcknowledged > 2, path => path with { CongestionWindow = path.CongestionWindow / 2 }));

    [Fact]
    public void Growth_that_nothing_earned_is_seen() =>
        AssertSeen("O-C17", s => new CongestionMutants.ShowsOtherwise(s, x => x.MessagesAcknowledged > 2, path => path with { CongestionWindow = path.CongestionWindow + 60_000 }));

    [Fact]
    public void Bytes_in_flight_that_are_not_are_seen() =>
        AssertSeen("O-C21", s => new CongestionMutants.ShowsOtherwise(s, x => x.MessagesAcknowledged > 2, path => path with { FlightSize = path.FlightSize + 4 }));

    [Theory]
    [InlineData(20, 1)]
    [InlineData(3_000, 16)]
    public void Entries_of_a_long_queue_are_added_up_a_share_at_a_time(int messages, int longest)
    {
        var server = new SideOptions { Workload = new WorkloadOptions { MessageCount = messages, LargestMessage = 100 } };
        var client = new SideOptions { Workload = new WorkloadOptions { MessageCount = 0 } };
        Counting stack = null!;
        var options = new SimulationOptions { ChecksOracles = false, ObserverFactories = [(_, _) => OracleCatalog.Create().First(o => o.Id == "O-C20"), (_, _) => new AfterEach(() => stack.EndEvent())] };
        SimulationReport report = SimulationRun.Run(Busy with { Paths = [new PathOptions(Clean, Clean)], Client = client, Server = server }, options, (inner, host) => host == 1 ? stack = new Counting(inner) : inner);
        Assert.Equal(SimulationOutcome.Clean, report.Outcome);
        Assert.InRange(stack.MostEntries, messages > 256 ? 1_000 : 1, messages * 2);
        Assert.InRange(stack.LongestWait, messages > 256 ? 2 : 1, longest);
    }

    /// <summary>Counts after how many events it is asked to add up what it holds.</summary>
    private sealed class Counting(ISctpStack inner) : StackShim(inner)
    {
        private int _waited;

        public int LongestWait { get; private set; }

        public int MostEntries { get; private set; }

        public override bool TryCheckInvariants(out string text)
        {
            LongestWait = Math.Max(LongestWait, _waited + 1);
            _waited = -1;
            return InnerAssociation.TryCheckInvariants(out text);
        }

        public void EndEvent()
        {
            _waited++;
            MostEntries = Math.Max(MostEntries, Core?.HeldEntries ?? 0);
        }
    }

    private sealed class AfterEach(Action action) : Observer
    {
        public override Hooks Hooks => Hooks.AfterEvent;

        public override void AfterEvent(AssociationSide side)
        {
            if (side.Index == 1)
            {
                action();
            }
        }
    }

    private static Scenario VeryLossy
    {
        get
        {
            LinkOptions link = Lossy with { LossPerMillion = 150_000 };
            return Busy with { Paths = [new PathOptions(link, link)] };
        }
    }

    /// <summary>The client acknowledges many packets at once.</summary>
    private static Scenario Coarse => Busy with
    {
        Paths = [new PathOptions(Clean, Clean)],
        Client = Side with { Endpoint = Side.Endpoint with { SackFrequency = 8, SackDelay = Duration.FromMilliseconds(500) } },
    };
}
