using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck.Xunit;
using Sctp.Receiving;
using Sctp.Wire;

namespace Sctp.Properties.Receiving;

public class TsnMapProperties
{
    /// <summary>The Initial TSNs where arithmetic goes wrong.</summary>
    internal static readonly uint[] Initials = [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff];

    [Property(MaxTest = 300)]
    [Requirement("9260-6.2-20")]
    [Requirement("9260-3.3.4-02")]
    [Requirement("9260-3.3.4-06")]
    [Requirement("9260-6.2-37")]
    [Requirement("9260-1.6-02")]
    public void The_map_agrees_with_a_set(int[] steps, bool sparse)
    {
        foreach (uint initial in Initials)
        {
            var map = new TsnMap();
            map.Reset(new Tsn(initial), TsnMap.MaxRange);
            var model = new Model();
            foreach (int step in steps)
            {
                Apply(map, model, initial, step, sparse ? TsnMap.MaxRange + 100 : 150);
                AssertSame(map, model, initial);
            }
        }
    }

    [Fact]
    public void The_map_agrees_with_a_set_over_a_long_run()
    {
        foreach (uint initial in Initials)
        {
            var random = new Random((int)(initial >> 3) + 5);
            var map = new TsnMap();
            map.Reset(new Tsn(initial), TsnMap.MaxRange);
            var model = new Model();
            for (int i = 0; i < 4000; i++)
            {
                int spread = (i / 500) switch { 3 => 5000, 5 => 900, _ => 40 };
                Apply(map, model, initial, random.Next(), spread);
                if (i % 16 == 0)
                {
                    AssertSame(map, model, initial);
                }
            }

            // Everything missing arrives: the map is empty again, and can be trimmed without a trace.
            while (model.Above.Count > 0)
            {
                map.Add(TsnAt(initial, model.Cumulative + 1));
                model.Add(model.Cumulative + 1);
            }

            AssertSame(map, model, initial);
            map.Trim();
            Assert.Equal(TsnPlace.New, map.Locate(TsnAt(initial, model.Cumulative + 2)));
            map.Add(TsnAt(initial, model.Cumulative + 2));
            model.Add(model.Cumulative + 2);
            AssertSame(map, model, initial);
        }
    }

    [Fact]
    public void The_whole_range_can_be_filled_from_above()
    {
        foreach (uint initial in Initials)
        {
            var map = new TsnMap();
            map.Reset(new Tsn(initial), TsnMap.MaxRange);
            for (int offset = TsnMap.MaxRange; offset > 1; offset--)
            {
                map.Add(map.CumulativeTsn + offset);
            }

            Assert.Equal(1, map.CountGapBlocks());
            Assert.True(map.TryGetGapBlock(map.CumulativeTsn, out Tsn first, out Tsn last));
            Assert.Equal((2, TsnMap.MaxRange), (map.CumulativeTsn.DistanceTo(first), map.CumulativeTsn.DistanceTo(last)));
            Assert.False(map.TryGetGapBlock(last, out _, out _));
            map.Add(new Tsn(initial));
            Assert.Equal(new Tsn(initial) + (TsnMap.MaxRange - 1), map.CumulativeTsn);
            Assert.False(map.HasGaps);
        }
    }

    private static Tsn TsnAt(uint initial, long place) => new(unchecked(initial + (uint)(place - 1)));

    /// <summary>Adds a TSN near the Cumulative TSN, or takes back the highest or any other.</summary>
    private static void Apply(TsnMap map, Model model, uint initial, int step, int spread)
    {
        int kind = step & 7;
        long place = model.Cumulative - 3 + ((uint)step >> 3) % (uint)spread;
        if (kind == 7 && model.Above.Count > 0)
        {
            long victim = model.Above.Max;
            map.Remove(TsnAt(initial, victim));
            model.Above.Remove(victim);
            return;
        }

        if (kind == 6 && model.Above.Count > 0)
        {
            long victim = model.Above.Min;
            map.Remove(TsnAt(initial, victim));
            model.Above.Remove(victim);
            return;
        }

        if (kind == 5)
        {
            place = model.Cumulative + 1;
        }

        TsnPlace expected = model.Contains(place)
            ? TsnPlace.Received
            : place - model.Cumulative > TsnMap.MaxRange ? TsnPlace.OutOfRange : TsnPlace.New;
        Assert.Equal(expected, map.Locate(TsnAt(initial, place)));
        Assert.Equal(expected == TsnPlace.Received, map.Contains(TsnAt(initial, place)));
        if (expected == TsnPlace.New)
        {
            map.Add(TsnAt(initial, place));
            model.Add(place);
        }
    }

    private static void AssertSame(TsnMap map, Model model, uint initial)
    {
        Assert.Equal(TsnAt(initial, model.Cumulative), map.CumulativeTsn);
        Assert.Equal(TsnAt(initial, model.Highest), map.HighestTsn);
        Assert.Equal(model.Above.Count > 0, map.HasGaps);
        List<(int, int)> expected = model.Blocks();
        var actual = new List<(int, int)>();
        Tsn last = map.CumulativeTsn;
        while (map.TryGetGapBlock(last, out Tsn first, out last))
        {
            actual.Add((map.CumulativeTsn.DistanceTo(first), map.CumulativeTsn.DistanceTo(last)));
        }

        Assert.Equal(expected, actual);
        Assert.Equal(expected.Count, map.CountGapBlocks());
        Assert.All(actual, block => Assert.InRange(block.Item1, 2, block.Item2));
    }

    /// <summary>Places count from 1 for the Initial TSN.</summary>
    private sealed class Model
    {
        public long Cumulative { get; private set; }

        public SortedSet<long> Above { get; } = [];

        public long Highest => Above.Count == 0 ? Cumulative : Above.Max;

        public bool Contains(long place) => place <= Cumulative || Above.Contains(place);

        public void Add(long place)
        {
            Above.Add(place);
            while (Above.Remove(Cumulative + 1))
            {
                Cumulative++;
            }
        }

        public List<(int Start, int End)> Blocks()
        {
            var blocks = new List<(int Start, int End)>();
            foreach (int offset in Above.Select(place => (int)(place - Cumulative)))
            {
                if (blocks.Count > 0 && blocks[^1].End == offset - 1)
                {
                    blocks[^1] = (blocks[^1].Start, offset);
                }
                else
                {
                    blocks.Add((offset, offset));
                }
            }

            return blocks;
        }
    }
}
