using System.Collections.Generic;
using System.Collections.Immutable;
using FsCheck;
using FsCheck.Experimental;
using FsCheck.Fluent;
using Sctp.Receiving;
using Sctp.Wire;

namespace Sctp.Properties.Machines;

/// <summary>The TSN map against a set of places, where place 1 is the Initial TSN.</summary>
internal sealed class TsnMapMachine(uint initial) : Machine<TsnMap, TsnMapMachine.Places>
{
    public override Arbitrary<Setup<TsnMap, Places>> Setup => Gen.Constant<Setup<TsnMap, Places>>(new Start(initial)).ToArbitrary();

    public override Gen<Operation<TsnMap, Places>> Next(Places model)
    {
        Gen<long> near = Gen.Choose(-3, 40).Select(offset => model.Cumulative + offset);
        Gen<long> far = Gen.Choose(41, TsnMap.MaxRange + 2).Select(offset => model.Cumulative + offset);
        Gen<Operation<TsnMap, Places>> arrive = Gen.Frequency((4, near), (1, far)).Select(place => (Operation<TsnMap, Places>)new Arrive(initial, place));
        return model.Above.IsEmpty
            ? arrive
            : Gen.Frequency(
                (6, arrive),
                (1, Gen.Elements<long>(model.Above).Select(place => (Operation<TsnMap, Places>)new Renege(initial, place))));
    }

    private static Tsn TsnAt(uint initial, long place) => new(unchecked(initial + (uint)(place - 1)));

    private static Property Same(TsnMap map, Places model, uint initial)
    {
        List<(long, long)> blocks = [];
        Tsn last = map.CumulativeTsn;
        while (map.TryGetGapBlock(last, out Tsn first, out last))
        {
            blocks.Add((model.Cumulative + map.CumulativeTsn.DistanceTo(first), model.Cumulative + map.CumulativeTsn.DistanceTo(last)));
        }

        List<(long, long)> expected = model.Blocks();
        bool isSame = map.CumulativeTsn == TsnAt(initial, model.Cumulative)
            && map.HighestTsn == TsnAt(initial, model.Highest)
            && map.CountGapBlocks() == expected.Count
            && blocks.Count == expected.Count
            && blocks.TrueForAll(expected.Contains);
        return isSame.Label($"map: cumulative {map.CumulativeTsn}, blocks {string.Join(", ", blocks)}; expected {model}");
    }

    /// <summary>The places that arrived.</summary>
    internal sealed record Places(long Cumulative, ImmutableSortedSet<long> Above)
    {
        public long Highest => Above.IsEmpty ? Cumulative : Above.Max;

        public bool Contains(long place) => place <= Cumulative || Above.Contains(place);

        public Places With(long place)
        {
            ImmutableSortedSet<long> above = Above.Add(place);
            long cumulative = Cumulative;
            while (above.Contains(cumulative + 1))
            {
                above = above.Remove(++cumulative);
            }

            return new Places(cumulative, above);
        }

        public List<(long First, long Last)> Blocks()
        {
            List<(long First, long Last)> blocks = [];
            foreach (long place in Above)
            {
                if (blocks.Count > 0 && blocks[^1].Last == place - 1)
                {
                    blocks[^1] = (blocks[^1].First, place);
                }
                else
                {
                    blocks.Add((place, place));
                }
            }

            return blocks;
        }

        public override string ToString() => $"cumulative place {Cumulative}, blocks {string.Join(", ", Blocks())}";
    }

    private sealed class Start(uint initial) : Setup<TsnMap, Places>
    {
        public override TsnMap Actual()
        {
            var map = new TsnMap();
            map.Reset(new Tsn(initial), TsnMap.MaxRange);
            return map;
        }

        public override Places Model() => new(0, []);

        public override string ToString() => $"an empty map from Initial TSN {initial} on";
    }

    /// <summary>A TSN arrives, be it new, old or out of range.</summary>
    private sealed class Arrive(uint initial, long place) : Operation<TsnMap, Places>
    {
        private TsnPlace _expected;

        public override Places Run(Places model)
        {
            _expected = model.Contains(place) ? TsnPlace.Received
                : place - model.Cumulative > TsnMap.MaxRange ? TsnPlace.OutOfRange
                : TsnPlace.New;
            return _expected == TsnPlace.New ? model.With(place) : model;
        }

        public override Property Check(TsnMap actual, Places model)
        {
            TsnPlace found = actual.Locate(TsnAt(initial, place));
            if (found == TsnPlace.New)
            {
                actual.Add(TsnAt(initial, place));
            }

            return (found == _expected).Label($"place {place} was found {found}, expected {_expected}").And(Same(actual, model, initial));
        }

        public override string ToString() => $"place {place} arrives";
    }

    /// <summary>A TSN above the cumulative one is given up again.</summary>
    private sealed class Renege(uint initial, long place) : Operation<TsnMap, Places>
    {
        public override bool Pre(Places model) => model.Above.Contains(place);

        public override Places Run(Places model) => model with { Above = model.Above.Remove(place) };

        public override Property Check(TsnMap actual, Places model)
        {
            actual.Remove(TsnAt(initial, place));
            return Same(actual, model, initial);
        }

        public override string ToString() => $"place {place} is reneged";
    }
}
