using System;
using FsCheck.Xunit;
using Sctp.Sim.Engine;

namespace Sctp.Properties.Simulation;

public class RandomnessTests
{
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0xe169c58d_6627e8d5UL, 0x9b00dbd8_bc57ac4cUL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x41c83b0e_408f276dUL, 0x6d5451fd_a20bc7c6UL)]
    [InlineData(0x299f31d0_a4093822UL, 0x85a308d3_243f6a88UL, 0x03707344_13198a2eUL, 0x94fdcceb_d16cfe09UL, 0x24126ea1_5001e420UL)]
    public void Philox_gives_the_published_blocks(ulong key, ulong counterLow, ulong counterHigh, ulong low, ulong high)
    {
        Assert.Equal(low, Philox.Block(key, counterLow, counterHigh, out ulong actualHigh));
        Assert.Equal(high, actualHigh);
    }

    [Theory]
    [InlineData("", 0xEF46DB3751D8E999UL)]
    [InlineData("a", 0xD24EC4F1A98C6E5BUL)]
    [InlineData("abc", 0x44BC2CF5AD770999UL)]
    [InlineData("Nobody inspects the spammish repetition", 0xFBCEA83C8A378BF1UL)]
    public void XxHash64_gives_the_published_digests(string text, ulong digest) =>
        Assert.Equal(digest, XxHash64.Compute(System.Text.Encoding.ASCII.GetBytes(text)));

    [Property]
    public bool A_decision_depends_on_its_name_alone(ulong seed, uint stream, uint entity, ulong ordinal)
    {
        var random = new Randomness(seed);
        ulong first = random.Draw(stream, entity, ordinal);
        _ = random.Draw(stream, entity, ordinal + 1);
        return random.Draw(stream, entity, ordinal) == first
            && new Randomness(seed).Draw(stream, entity, ordinal) == first
            && random.Draw(stream ^ 1, entity, ordinal) != first
            && random.Draw(stream, entity ^ 1, ordinal) != first
            && random.Draw(stream, entity, ordinal ^ 1) != first;
    }

    [Property]
    public bool A_number_between_two_is_between_them(ulong bits, int a, int b)
    {
        long least = Math.Min(a, b);
        long most = Math.Max(a, b);
        long value = Distribution.Between(bits, least, most);
        return value >= least && value <= most;
    }

    [Fact]
    public void Both_ends_of_a_range_can_be_drawn()
    {
        Assert.Equal(3, Distribution.Between(0, 3, 9));
        Assert.Equal(9, Distribution.Between(ulong.MaxValue, 3, 9));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(50_000)]
    [InlineData(500_000)]
    [InlineData(1_000_000)]
    public void A_chance_comes_as_often_as_it_says(int perMillion)
    {
        var random = new Randomness(42);
        const int Trials = 200_000;
        int hits = 0;
        for (int i = 0; i < Trials; i++)
        {
            hits += Distribution.Chance(random.Draw(7, 0, (ulong)i), perMillion) ? 1 : 0;
        }

        double p = perMillion / 1_000_000.0;
        double deviation = Math.Sqrt(Trials * p * (1 - p));
        Assert.InRange(hits, (Trials * p) - (5 * deviation), (Trials * p) + (5 * deviation));
    }

    [Fact]
    public void The_exponential_distribution_has_its_mean_and_its_tail()
    {
        var random = new Randomness(1);
        const int Trials = 200_000;
        Duration mean = Duration.FromMilliseconds(10);
        long sum = 0;
        int[] beyond = new int[12];
        for (int i = 0; i < Trials; i++)
        {
            Duration value = Distribution.Exponential(random.Draw(9, 0, (ulong)i), mean);
            sum += value.Nanoseconds / 1000;
            for (int k = 1; k < beyond.Length; k++)
            {
                beyond[k] += value > mean * k ? 1 : 0;
            }
        }

        Assert.InRange(sum / (double)Trials, 9_900, 10_100);
        for (int k = 1; k < 9; k++)
        {
            double expected = Trials * Math.Exp(-k);
            Assert.InRange(beyond[k], expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
        }
    }

    [Fact]
    public void The_exponential_distribution_follows_the_logarithm_in_every_cell()
    {
        // The simulator may not use the library's logarithm, but here its table may be compared with it. Interpolation is coarse in the last cells.
        for (int i = 0; i < 1023; i++)
        {
            ulong bits = ((ulong)i << 54) | (1UL << 53);
            double expected = -Math.Log(1 - ((i + 0.5) / 1024));
            double actual = Distribution.Exponential(bits, Duration.FromSeconds(1)).Nanoseconds / 1e9;
            Assert.Equal(expected, actual, i < 1000 ? 0.001 : 0.1);
        }
    }

    [Fact]
    public void A_trace_hash_tells_order_and_content_apart()
    {
        static UInt128 Of(params ulong[] words)
        {
            var hash = new TraceHash();
            foreach (ulong word in words)
            {
                hash.Add(word);
            }

            return hash.Value;
        }

        Assert.Equal(Of(1, 2, 3), Of(1, 2, 3));
        Assert.NotEqual(Of(1, 2, 3), Of(1, 3, 2));
        Assert.NotEqual(Of(1, 2), Of(1, 2, 0));
        Assert.NotEqual(Of(0), Of());
        Assert.NotEqual(Of(0, 0), Of(0));
    }
}
