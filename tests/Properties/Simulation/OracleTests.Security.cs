using System;
using System.Linq;
using Sctp.Properties.Simulation.Mutants;
using Sctp.Sim;
using Sctp.Sim.Associations;

namespace Sctp.Properties.Simulation;

public partial class OracleTests
{
    /// <summary>With somebody who knows addresses and ports, and sends 200 packets a second.</summary>
    private static readonly Scenario Attacked = Slow with
    {
        Attacker = new AttackerOptions { Knowledge = Knowledge.KnowsTuple, PacketsPerSecond = 200, Length = Duration.FromSeconds(3) },
    };

    [Fact]
    public void A_packet_taken_under_a_wrong_tag_is_seen() =>
        AssertSeenInSome("O-W4", Attacked, s => new SecurityMutants.Hearing(s, (packet, self) => SecurityMutants.Hearing.TakesAnyTag(packet, self, -1)));

    [Fact]
    public void A_forged_packet_with_effect_is_seen() =>
        AssertSeenInSome("O-X4", Attacked, s => new SecurityMutants.Hearing(s, (packet, self) => SecurityMutants.Hearing.TakesAnyTag(packet, self, -1)));

    [Fact]
    public void A_replayed_packet_of_an_old_association_with_effect_is_seen() =>
        AssertSeenInSome("O-X5", Attacked, s => new SecurityMutants.Hearing(s, SecurityMutants.Hearing.TakesKnownTags()));

    [Fact]
    public void An_ABORT_taken_under_a_wrong_tag_is_seen() =>
        AssertSeenInSome("O-S20", Attacked, s => new SecurityMutants.Hearing(s, (packet, self) => SecurityMutants.Hearing.TakesAnyTag(packet, self, WireChunk.Abort)));

    [Fact]
    public void A_UDP_port_that_follows_anybody_is_seen() => AssertSeenInSome("O-X3", Attacked, s => new SecurityMutants.FollowsAnyPort(s));

    [Fact]
    public void An_unknown_chunk_that_is_not_reported_is_seen() =>
        AssertSeenInSome("O-W12", Beside(new UnknownChunks()), s => new SecurityMutants.Hearing(s, (packet, _) => SecurityMutants.Hearing.NeverReports(packet, chunks: true)));

    [Fact]
    public void An_unknown_parameter_that_is_not_reported_is_seen() =>
        AssertSeenInSome("O-W13", Beside(new UnknownChunks()), s => new SecurityMutants.Hearing(s, (packet, _) => SecurityMutants.Hearing.NeverReports(packet, chunks: false)));

    [Fact]
    public void Memory_kept_for_an_INIT_is_seen() => AssertSeenInSome("O-S3", Busy, s => new SecurityMutants.Wasteful(s, keepsState: true));

    [Fact]
    public void More_than_one_MAC_for_a_cookie_is_seen() => AssertSeenInSome("O-X7", Busy, s => new SecurityMutants.Wasteful(s, keepsState: false));

    [Fact]
    public void An_altered_cookie_that_counts_is_seen() =>
        AssertSeenInSome("O-S4", Beside(new OldCookies { FlippedPerMillion = 1_000_000 }), s => new SecurityMutants.Hearing(s, SecurityMutants.Hearing.TakesAnyCookie));

    [Fact]
    public void A_cookie_that_counts_from_another_port_is_seen() =>
        AssertSeenInSome("O-S6", Busy, s => new SecurityMutants.Hearing(s, SecurityMutants.Hearing.TakesAnyCookie), s => new SecurityMutants.EchoesFromElsewhere(s));

    [Fact]
    public void A_stray_INIT_ACK_that_ends_the_association_is_seen() =>
        AssertSeenInSome("O-S12", Beside(new BundledEnds()), s => new SecurityMutants.Hearing(s, (packet, self) =>
            SecurityMutants.Hearing.TakesForAbort(packet, self, WireChunk.InitAck)));

    [Fact]
    public void A_stray_INIT_ACK_whose_streams_count_is_seen() => AssertSeenInSome("O-S12", Beside(new BundledEnds()), s => new SecurityMutants.TakesStrayStreams(s));

    [Fact]
    public void A_stray_COOKIE_ACK_with_effect_is_seen() =>
        AssertSeenInSome("O-S12", Colliding with { Paths = [new PathOptions(Disordered, Disordered)] }, s => new SecurityMutants.Hearing(s, (packet, self) =>
            SecurityMutants.Hearing.TakesForAbort(packet, self, WireChunk.CookieAck)));

    [Fact]
    public void A_packet_out_of_the_blue_without_an_ABORT_is_seen() => AssertSeenInSome("O-S19", Attacked, s => new SecurityMutants.Speaking(s, WireChunk.Abort, twice: false));

    [Fact]
    public void Two_answers_to_one_INIT_are_seen() => AssertSeenInSome("O-X6", Busy, s => new SecurityMutants.Speaking(s, WireChunk.InitAck, twice: true));

    [Fact]
    public void Two_answers_to_one_HEARTBEAT_are_seen() =>
        AssertSeenInSome("O-X9", Beside(new HeartbeatFlood { Bundled = 1 }), s => new SecurityMutants.Speaking(s, WireChunk.HeartbeatAck, twice: true));

    private static Scenario Beside(PeerBehavior behavior) => Slow with { Client = Slow.Client with { Behavior = behavior } };

    private static void AssertSeenInSome(string oracle, Scenario scenario, Func<ISctpStack, ISctpStack> plant, Func<ISctpStack, ISctpStack>? client = null)
    {
        for (ulong seed = 1; seed <= 12; seed++)
        {
            Scenario next = scenario with { Seed = seed };
            SimulationReport healthy = SimulationRun.Run(next, new SimulationOptions { Oracles = [oracle] }, (stack, host) => host == 0 && client is not null ? client(stack) : stack);
            Assert.True(healthy.Outcome == SimulationOutcome.Clean, Describe(healthy));
            SimulationReport report = SimulationRun.Run(next, new SimulationOptions { Oracles = [oracle] }, (stack, host) => host == 1 ? plant(stack) : client is null ? stack : client(stack));
            if (report.Violations.Any(v => v.OracleId == oracle))
            {
                return;
            }
        }

        Assert.Fail($"{oracle} saw nothing.");
    }
}
