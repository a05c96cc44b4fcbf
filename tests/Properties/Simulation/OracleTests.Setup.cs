using System.Linq;
using Sctp.Properties.Simulation.Mutants;
using Sctp.Sim;
using Sctp.Sim.Network;
using Sctp.Wire;

namespace Sctp.Properties.Simulation;

public partial class OracleTests
{
    private static Scenario Colliding => Busy with { Opening = Opening.BothConnect };

    private static Scenario EndedByServer => Busy with
    {
        Ending = new EndingOptions { Who = EndingSide.Server, When = EndingMoment.WhenEarly },
        Client = Slow.Client,
        Server = Side with { Workload = Side.Workload with { MessageCount = 5 } },
    };

    /// <summary>The client crashes while data is under way, and connects again before the server has noticed.</summary>
    private static Scenario Crashing => Slow with
    {
        Faults = [new HostCrash(Duration.FromMilliseconds(2_500), Duration.FromMilliseconds(300), Sctp.Sim.Side.Client, Reconnects: true)],
        Server = Slow.Client,
    };

    [Theory]
    [InlineData(AssociationState.Established, AssociationState.CookieWait)]
    [InlineData(AssociationState.ShutdownSent, AssociationState.CookieEchoed)]
    public void An_illegal_change_of_state_is_seen(AssociationState when, AssociationState shown) =>
        AssertSeen("O-S1", s => new SetupMutants.ShowsState(s, when, shown), EndedByServer);

    [Fact]
    public void DATA_in_a_wrong_state_is_seen() =>
        AssertSeen("O-S2", s => new SetupMutants.ShowsState(s, AssociationState.Established, AssociationState.ShutdownSent));

    [Fact]
    public void DATA_after_SHUTDOWN_is_seen() => AssertSeen("O-S2", s => new SetupMutants.RepeatsDataAfter(s, ChunkType.Shutdown), EndedByServer);

    [Fact]
    public void A_cookie_that_is_taken_too_late_is_seen()
    {
        LinkOptions slow = new() { Delay = Duration.FromMilliseconds(100) };
        AssertSeen("O-S5", s => new SetupMutants.WrongClock(s, 1, 4), WithCookieLife(Busy with { Paths = [new PathOptions(slow, slow)] }, 150));
    }

    [Fact]
    public void A_cookie_that_is_called_stale_too_early_is_seen() => AssertSeen(
        "O-S5",
        s => new PacketMutants.RewritesChunk(s, ChunkType.CookieAck, (packet, _) => [.. packet[..12], (byte)ChunkType.Error, 0, 0, 12, 0, 3, 0, 8, 0, 0, 0, 1]));

    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    public void Another_tag_or_TSN_for_INITs_that_cross_is_seen(int position) =>
        AssertSeen("O-S7", s => new PlantedBugs.PacketBug(s, ChunkType.InitAck, 1, (packet, offset) => (packet[offset + position] ^= 1) >= 0), Colliding);

    [Fact]
    public void A_COOKIE_ECHO_without_an_answer_is_seen() =>
        AssertSeen("O-S8", s => new PacketMutants.RewritesChunk(s, ChunkType.CookieAck, (_, _) => null));

    [Fact]
    public void A_changed_cookie_that_is_taken_is_seen()
    {
        SimulationReport report = SimulationRun.Run(Busy, new SimulationOptions(), (stack, host) => host == 1
            ? new SetupMutants.RepairsCookies(stack)
            : new PlantedBugs.PacketBug(stack, ChunkType.CookieEcho, 1, (packet, offset) => (packet[offset + 8] ^= 1) >= 0));
        Assert.True(report.Violations.Any(v => v.OracleId == "O-S8"), Describe(report));
    }

    [Fact]
    public void A_RESTART_without_a_restart_is_seen() =>
        AssertSeen("O-S9", s => new PlantedBugs.EventBug(s, SctpEventKind.None, new SctpEvent { Kind = SctpEventKind.Restarted }));

    [Fact]
    public void A_restart_that_is_not_reported_is_seen() => AssertSeen("O-S9", s => new PlantedBugs.EventBug(s, SctpEventKind.Restarted, null), Crashing);

    [Fact]
    public void A_packet_with_the_tag_of_the_association_before_that_counts_is_seen() =>
        AssertSeen("O-S10", s => new SetupMutants.ForgetsThatTagsChange(s), Crashing with { Paths = [new PathOptions(Late, Late)] });

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    public void A_T1_that_is_too_short_or_too_long_is_seen(int numerator, int denominator) => AssertSeen(
        "O-S11",
        s => new SetupMutants.WrongClock(s, numerator, denominator),
        Colliding with { Faults = [new PathOutage(Duration.Zero, Duration.FromSeconds(10), 0)] });

    [Theory]
    [InlineData(8, 4)]
    [InlineData(12, 2)]
    [InlineData(14, 2)]
    public void An_INIT_ACK_without_window_or_streams_is_seen(int position, int length) =>
        AssertSeen("O-S13", s => new PlantedBugs.PacketBug(s, ChunkType.InitAck, 1, (packet, offset) => Clear(packet, offset + position, length)));

    [Fact]
    public void A_first_TSN_other_than_the_initial_one_is_seen() =>
        AssertSeen("O-S13", s => new PlantedBugs.PacketBug(s, ChunkType.Data, 1, (packet, offset) => AddTo(packet, offset + 4, 5)));

    [Fact]
    public void A_SHUTDOWN_before_all_is_acknowledged_is_seen()
    {
        int data = 0;
        AssertSeen("O-S14", s => new PacketMutants.RewritesChunk(s, ChunkType.Data, (packet, offset) =>
            ++data < 30 ? packet : [.. packet[..12], (byte)ChunkType.Shutdown, 0, 0, 8, 0, 0, 0, 0]));
    }

    [Fact]
    public void DATA_that_is_not_answered_by_SHUTDOWN_is_seen()
    {
        int shutdowns = 0;
        AssertSeen("O-S15", s => new PacketMutants.RewritesChunk(s, ChunkType.Shutdown, (packet, _) => ++shutdowns == 1 ? packet : null), EndedByServer with { Client = Side });
    }

    [Fact]
    public void A_wrong_TSN_in_SHUTDOWN_is_seen() =>
        AssertSeen("O-S15", s => new PlantedBugs.PacketBug(s, ChunkType.Shutdown, 1, (packet, offset) => AddTo(packet, offset + 4, 3)), EndedByServer);

    [Fact]
    public void SHUTDOWNs_that_cross_and_close_nothing_are_seen()
    {
        SideOptions silent = Side with { Workload = Side.Workload with { MessageCount = 0 } };
        Scenario both = Busy with { Ending = new EndingOptions { Who = EndingSide.Both }, Client = silent, Server = silent };
        AssertSeen("O-S16", s => new PlantedBugs.Deaf(s, 0, ChunkType.ShutdownAck, ChunkType.ShutdownComplete, ChunkType.Abort), both);
    }

    [Fact]
    public void A_guard_that_does_not_end_the_shutdown_is_seen() => AssertSeen(
        "O-S17",
        s => new CongestionMutants.HasOtherOptions(new PlantedBugs.Deaf(s, 0, ChunkType.ShutdownAck), options => options with { ShutdownGuard = Duration.FromSeconds(1_000) }),
        EndedByServer with { Client = WithGuard(EndedByServer.Client), Server = WithGuard(EndedByServer.Server) });

    [Fact]
    public void A_packet_after_ABORT_is_seen() => AssertSeen(
        "O-S18",
        s => new SetupMutants.RepeatsDataAfter(s, ChunkType.Abort),
        Busy with { Ending = new EndingOptions { Who = EndingSide.Server, How = EndingKind.Abort } });

    [Fact]
    public void An_end_that_is_reported_twice_is_seen() => AssertSeen("O-S18", s => new SetupMutants.EndsTwice(s));

    private static LinkOptions Late => Lossy with { DuplicatePerMillion = 300_000, DuplicateDelay = Duration.FromSeconds(2) };

    private static Scenario WithCookieLife(Scenario scenario, int milliseconds) => scenario with
    {
        Client = scenario.Client with { Endpoint = scenario.Client.Endpoint with { ValidCookieLife = Duration.FromMilliseconds(milliseconds) } },
        Server = scenario.Server with { Endpoint = scenario.Server.Endpoint with { ValidCookieLife = Duration.FromMilliseconds(milliseconds) } },
    };

    private static SideOptions WithGuard(SideOptions side) => side with { Endpoint = side.Endpoint with { ShutdownGuard = Duration.FromSeconds(3) } };
}
