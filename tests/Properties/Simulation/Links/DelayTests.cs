using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation.Links;

public class DelayTests
{
    private static readonly Duration Step = Duration.FromMilliseconds(100);

    private static readonly LinkOptions Ten = LinkOptions.Perfect with { Delay = Duration.FromMilliseconds(10) };

    [Fact]
    public void Bimodal_jitter_is_nothing_or_all()
    {
        List<Duration> extras = Extras(Ten with { Jitter = Duration.FromMilliseconds(30), JitterShape = JitterShape.Bimodal, SlowPerMillion = 200_000 }, 2_000);
        Assert.All(extras, extra => Assert.True(extra == Duration.Zero || extra == Duration.FromMilliseconds(30)));
        Assert.InRange(extras.Count(e => e > Duration.Zero), 320, 480);
    }

    [Fact]
    public void A_trace_of_delays_is_played_by_turns()
    {
        Assert.True(DelayTrace.TryParse("# measured\n1\n2.5 # slow\n\n0.000001\n", out IReadOnlyList<Duration> trace, out _));
        List<Duration> extras = Extras(Ten with { JitterShape = JitterShape.Trace, JitterTrace = trace }, 7);
        Assert.Equal([1_000_000, 2_500_000, 1, 1_000_000, 2_500_000, 1, 1_000_000], extras.Select(e => e.Nanoseconds));
    }

    [Theory]
    [InlineData("1\nx", 2)]
    [InlineData("1.2.3", 1)]
    [InlineData("\n-1", 2)]
    [InlineData(".", 1)]
    [InlineData("0.0000001", 1)]
    [InlineData("99999999999999999999999", 1)]
    public void A_line_that_is_not_a_delay_is_named(string text, int line)
    {
        Assert.False(DelayTrace.TryParse(text, out _, out int found));
        Assert.Equal(line, found);
    }

    [Fact]
    public void Overtaking_jitter_breaks_order_beside_a_jitter_that_keeps_it()
    {
        LinkOptions kept = Ten with { Jitter = Duration.FromMilliseconds(20) };
        OneLink ordered = new OneLink(kept).SendMany(500, Duration.FromMilliseconds(1)).Drain();
        Assert.Equal(Enumerable.Range(0, 500), ordered.Numbers);
        OneLink broken = new OneLink(kept with { OvertakingJitter = Duration.FromMilliseconds(20) }).SendMany(500, Duration.FromMilliseconds(1)).Drain();
        Assert.NotEqual(Enumerable.Range(0, 500), broken.Numbers);
        Assert.Equal(Enumerable.Range(0, 500), broken.Numbers.Order());
        Assert.Equal(ordered.Fates.Select(f => f.Jitter), broken.Fates.Select(f => f.Jitter));
        Dictionary<int, Instant> before = ordered.Packets.ToDictionary(p => p.Number, p => p.Time);
        Assert.All(broken.Packets, p => Assert.InRange((p.Time - before[p.Number]).TotalMilliseconds, 0, 20));
    }

    private static List<Duration> Extras(LinkOptions options, int count)
    {
        OneLink link = new OneLink(options).SendMany(count, Step).Drain();
        return [.. link.Packets.Select(p => p.Time - (Instant.Epoch + (Step * p.Number)) - options.Delay)];
    }
}
