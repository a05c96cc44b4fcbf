using Sctp.Properties.Simulation.Mutants;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Sim.Network;
using Sctp.Wire;

namespace Sctp.Properties.Simulation;

/// <summary>What should have been done and was not, or was done too late.</summary>
public partial class OracleTests
{
    /// <summary>One path on which nothing happens for a long time, unless the server sends HEARTBEATs as often as it should.</summary>
    private static Scenario Silent => Busy with
    {
        Paths = [new PathOptions(Clean, Clean)],
        HealAfter = Duration.FromSeconds(60),
        Client = Side with
        {
            Endpoint = Side.Endpoint with { HeartbeatInterval = Duration.FromSeconds(1_000) },
            Workload = Side.Workload with { MessageCount = 0 },
        },
        Server = Side with
        {
            Endpoint = Side.Endpoint with { HeartbeatInterval = Duration.FromSeconds(1) },
            Workload = Side.Workload with { MessageCount = 3, SendInterval = Duration.FromSeconds(25) },
        },
    };

    [Fact]
    public void A_window_probe_that_ends_a_silence_too_late_is_seen() =>
        AssertSeen("O-C2", s => new CongestionMutants.ProbesLate(s, Duration.FromSeconds(1)), NarrowAndSilent);

    [Fact]
    public void A_first_COOKIE_ECHO_without_an_answer_is_seen() => AssertSeen("O-S8", s => new OmissionMutants.DropsFirst(s, ChunkType.CookieEcho));

    [Fact]
    public void A_stale_cookie_that_nobody_is_told_of_is_seen()
    {
        LinkOptions slow = new() { Delay = Duration.FromMilliseconds(100) };
        AssertSeen("O-S5", s => new PacketMutants.RewritesChunk(s, ChunkType.Error, (_, _) => null), WithCookieLife(Busy with { Paths = [new PathOptions(slow, slow)] }, 150));
    }

    [Fact]
    public void A_HEARTBEAT_that_comes_late_and_ends_a_silence_is_seen() =>
        AssertSeen("O-T7", s => new CongestionMutants.HasOtherOptions(s, options => options with { HeartbeatInterval = Duration.FromSeconds(8) }), Silent);

    [Fact]
    public void A_HEARTBEAT_without_an_answer_is_seen() => AssertSeen("O-X9", s => new SecurityMutants.Speaking(s, WireChunk.HeartbeatAck, twice: false), Watched);

    [Fact]
    public void A_wrong_tag_on_an_ABORT_that_reflects_none_is_seen() => AssertSeen(
        "O-W3",
        s => new PlantedBugs.PacketBug(s, ChunkType.Abort, 1, (packet, offset) => (packet[offset + 1] & 1) == 0 && (packet[7] ^= 1) >= 0),
        Busy with { Ending = new EndingOptions { Who = EndingSide.Server, How = EndingKind.Abort } });

    [Fact]
    public void New_data_when_cwnd_is_used_up_is_seen() => AssertSeen("O-C3", s => new OmissionMutants.SendsAtFullWindow(s));

    [Fact]
    public void Counts_that_do_not_add_up_beside_a_peer_that_takes_back_are_seen() =>
        AssertSeenInSome("O-C20", Beside(new Renege()), s => new PlantedBugs.StatusBug(s, null, 0, "the flight of path 0 is 1, recomputed 2"));

    [Fact]
    public void A_stack_that_passes_over_its_timers_is_seen() => AssertSeen("O-T14", s => new TimerMutants.WakesLate(s, Duration.FromSeconds(1)));
}
