using System;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Associations;

namespace Sctp.Properties.Simulation.Runs;

/// <summary>Hosts that pause, are slow, look late at their timers or have wrong clocks, and applications that do not read.</summary>
public class HostFaultTests
{
    private static readonly Duration Start = Duration.FromSeconds(1);
    private static readonly Duration Length = Duration.FromSeconds(2);

    [Fact]
    public void A_host_that_pauses_says_nothing_and_takes_what_waited_in_one_batch()
    {
        (SimulationReport report, var probes) = RunScenarios.Steady.With(new HostPause(Start, Length, Side.Server)).RunWatched();
        report.Associations[0].AssertAllDelivered();
        Instant end = Instant.Epoch + Start + Length;
        Assert.DoesNotContain(probes[0].Sent, p => p.Side == 1 && p.Time > Instant.Epoch + Start && p.Time < end);
        Assert.DoesNotContain(probes[0].Received, p => p.Side == 1 && p.Time > Instant.Epoch + Start && p.Time < end);
        Assert.True(probes[0].Received.Count(p => p.Side == 1 && p.Time == end) > 1);
    }

    [Fact]
    public void A_host_that_pauses_may_lose_what_comes()
    {
        (SimulationReport report, var probes) = RunScenarios.Steady.With(new HostPause(Start, Length, Side.Server, LosesPackets: true)).RunWatched();
        report.Associations[0].AssertAllDelivered();
        Assert.DoesNotContain(probes[0].Received, p => p.Side == 1 && p.Time == Instant.Epoch + Start + Length);
        Assert.True(report.Client.Retransmissions > 0);
    }

    [Fact]
    public void A_slow_host_takes_one_packet_after_the_other()
    {
        Duration perPacket = Duration.FromMilliseconds(15);
        Scenario scenario = RunScenarios.Steady with { Client = RunScenarios.Steady.Client with { Workload = RunScenarios.Steady.Client.Workload with { SendInterval = Duration.Zero } } };
        (SimulationReport report, var probes) = scenario.With(new SlowHost(Duration.Zero, Duration.FromSeconds(3), Side.Server, perPacket)).RunWatched();
        report.Associations[0].AssertAllDelivered();
        Instant[] times = [.. probes[0].Received.Where(p => p.Side == 1 && p.Time < Instant.Epoch + Duration.FromSeconds(3)).Select(p => p.Time)];
        Assert.True(times.Length > 20);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= perPacket));
    }

    [Fact]
    public void Late_timers_expire_at_multiples_of_their_granularity()
    {
        // Nothing comes back, so all that the client sends after its burst is from its timers.
        Scenario scenario = RunScenarios.Steady.With(
            new PathOutage(Duration.Zero, Duration.FromSeconds(15), 0),
            new LateTimers(Duration.Zero, Duration.FromSeconds(15), Side.Client, Duration.FromMilliseconds(700)));
        (_, var probes) = scenario.RunWatched();
        Instant[] times = [.. probes[0].Sent.Where(p => p.Side == 0 && p.Time > Instant.Epoch && p.Time < Instant.Epoch + Duration.FromSeconds(15)).Select(p => p.Time)];
        Assert.True(times.Length >= 3);
        Assert.All(times, time => Assert.Equal(0, time.Nanoseconds % 700_000_000));
    }

    [Theory]
    [InlineData(500_000, 666)]
    [InlineData(-500_000, 2_000)]
    public void A_skewed_clock_makes_timers_expire_early_or_late(int partsPerMillion, long milliseconds)
    {
        // RTO.Initial is 1 s by the clock of the host.
        Scenario scenario = RunScenarios.Steady.With(
            new PathOutage(Duration.Zero, Duration.FromSeconds(15), 0),
            new ClockSkew(Duration.Zero, Side.Client, partsPerMillion));
        (_, var probes) = scenario.RunWatched();
        Instant second = probes[0].Sent.Where(p => p.Side == 0).Skip(1).First().Time;
        Assert.Equal(milliseconds, (second - Instant.Epoch).TotalMilliseconds);
    }

    [Theory]
    [InlineData(300_000, -200_000)]
    [InlineData(-400_000, 1_000_000)]
    public void With_skewed_clocks_everything_is_delivered(int client, int server)
    {
        SimulationReport report = RunScenarios.Steady.With(
            new ClockSkew(Duration.FromMilliseconds(333), Side.Client, client),
            new ClockSkew(Duration.FromMilliseconds(777), Side.Server, server),
            new ClockSkew(Duration.FromSeconds(3), Side.Server, 0)).RunClean();
        report.Associations[0].AssertAllDelivered();
    }

    [Fact]
    public void A_clock_shows_at_a_time_what_it_is_asked_to_find()
    {
        var clock = new HostClock();
        Assert.True(clock.IsExact);
        foreach (int skew in (int[])[300_001, -77_777, 0, 999_999])
        {
            clock.Skew(Instant.FromNanoseconds(1_000_003), skew);
            foreach (long nanoseconds in (long[])[2_000_000, 3_000_001, 1_234_567_890_123, long.MaxValue / 4])
            {
                Instant local = Instant.FromNanoseconds(nanoseconds);
                Instant time = clock.WhenItShows(local);
                Assert.True(clock.At(time) >= local);
                Assert.True(clock.At(Instant.FromNanoseconds(time.Nanoseconds - 1)) < local);
            }
        }

        Assert.Equal(Instant.MaxValue, clock.WhenItShows(Instant.MaxValue));
        Assert.False(clock.IsExact);
    }

    [Fact]
    public void A_cookie_of_the_key_before_the_present_one_is_honoured()
    {
        // The client's COOKIE ECHO is on its way when the key changes.
        SimulationReport report = RunScenarios.Steady.With(new CookieKeyRotation(Duration.FromMilliseconds(50), Side.Server)).RunClean();
        report.Associations[0].AssertAllDelivered();
        Assert.Equal(80, (report.Established - Instant.Epoch).TotalMilliseconds);
    }

    [Fact]
    public void Cookies_of_two_keys_ago_leave_the_client_without_an_association()
    {
        SimulationReport report = RunScenarios.Steady.With(
            new CookieKeyRotation(Duration.FromMilliseconds(50), Side.Server),
            new CookieKeyRotation(Duration.FromMilliseconds(51), Side.Server)).RunClean();
        Assert.Equal(0, report.Client.MessagesDelivered);
        Assert.Equal(LossReason.SetupTimeout, report.Client.LossReason);
    }

    [Fact]
    public void An_application_that_stops_reading_gets_everything_later()
    {
        (SimulationReport report, var probes) = RunScenarios.Steady.With(new StalledReader(Start, Length, Side.Server)).RunWatched();
        report.Associations[0].AssertAllDelivered();
        Instant end = Instant.Epoch + Start + Length;
        Assert.DoesNotContain(probes[0].Messages, m => m.Side == 1 && m.Time > Instant.Epoch + Start && m.Time < end);
        Assert.True(probes[0].Messages.Count(m => m.Side == 1 && m.Time == end) > 20);
    }
}
