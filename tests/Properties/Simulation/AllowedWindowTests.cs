using Sctp.Sim.Associations;

namespace Sctp.Properties.Simulation;

/// <summary>What O-C7 and O-C8 allow a packet with more than one acknowledgement: a SACK behind a SHUTDOWN finds what the SHUTDOWN left.</summary>
public class AllowedWindowTests
{
    private const int Pmdcs = 1_468;
    private const int Cwnd = 4 * Pmdcs;

    [Fact]
    public void Congestion_avoidance_begins_with_the_acknowledgement_behind_the_one_that_passes_ssthresh()
    {
        PathStep path = Path(Cwnd, ssthresh: Cwnd);
        path.AddCredit(new Credit(Cwnd, 0, false, 0), Pmdcs);
        path.AddCredit(new Credit(Cwnd - Pmdcs, 0, false, 0), 2 * Pmdcs);
        Assert.Equal(new AllowedWindow(Cwnd + Pmdcs, Pmdcs), path.WindowAfterCredits(1, growsWhenHeldBack: true));
    }

    [Fact]
    public void Both_are_in_slow_start_below_ssthresh_and_the_second_has_to_fill_the_window_that_grew()
    {
        PathStep path = Path(Cwnd + Pmdcs, ssthresh: 2 * Cwnd);
        path.AddCredit(new Credit(Cwnd + Pmdcs, 0, false, 0), 100);
        path.AddCredit(new Credit(Cwnd + 99, 0, false, 0), 2 * Pmdcs);
        Assert.Equal(new AllowedWindow(Cwnd + 100, 0), path.WindowAfterCredits(1, growsWhenHeldBack: true));
    }

    [Theory]
    [InlineData(true, true, 0)]
    [InlineData(true, false, 448 - 40)]
    [InlineData(false, false, 448)]
    public void In_Fast_Recovery_an_acknowledgement_adds_nothing_and_behind_its_end_one_does(bool first, bool second, int growth)
    {
        PathStep path = Path(Cwnd + 900, ssthresh: Cwnd);
        path.AddCredit(new Credit(Cwnd + 900, 0, first, 0), 40);
        path.AddCredit(new Credit(Cwnd + 860, 0, second, 0), 448);
        AllowedWindow allowed = path.WindowAfterCredits(1, growsWhenHeldBack: true);
        Assert.Equal(Cwnd + growth, allowed.CongestionWindow + allowed.PartialBytesAcked);
    }

    [Theory]
    [InlineData(1_000, true, Pmdcs)]
    [InlineData(1_000, false, 0)]
    [InlineData(999, true, 0)]
    [InlineData(0, true, 0)]
    public void A_window_without_room_for_a_chunk_to_be_sent_again_is_full(int marked, bool growsWhenHeldBack, int growth)
    {
        PathStep path = Path(Cwnd - 999, ssthresh: 2 * Cwnd);
        path.AddCredit(new Credit(Cwnd - 999, 0, false, marked), 2 * Pmdcs);
        Assert.Equal(new AllowedWindow(Cwnd + growth, 0), path.WindowAfterCredits(1, growsWhenHeldBack));
    }

    [Theory]
    [InlineData(Cwnd, Cwnd - 1, 1, Cwnd + Pmdcs, 0)]
    [InlineData(Cwnd - 1, Cwnd - 1, Pmdcs, Cwnd, Cwnd)]
    [InlineData(Cwnd, 0, Pmdcs, Cwnd, Pmdcs)]
    public void In_congestion_avoidance_a_full_window_acknowledged_adds_one_PMDCS(int flight, int partial, int bytes, long cwnd, long partialAfter)
    {
        PathStep path = Path(flight, ssthresh: Pmdcs, partial);
        path.AddCredit(new Credit(flight, 0, true, 0), bytes);
        Assert.Equal(new AllowedWindow(cwnd, partialAfter), path.WindowAfterCredits(1, growsWhenHeldBack: true));
    }

    // The first acknowledgement finds the flight that the path showed.
    private static PathStep Path(int flight, int ssthresh, int partial = 0)
    {
        var path = new PathStatus { CongestionWindow = Cwnd, SlowStartThreshold = ssthresh, PartialBytesAcked = partial, FlightSize = flight, PathMtu = Pmdcs + 12 };
        return new PathStep { Before = path, After = path };
    }
}
