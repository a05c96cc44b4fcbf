using System.Numerics;
using FsCheck;
using FsCheck.Experimental;
using FsCheck.Fluent;
using Sctp.Wire;

namespace Sctp.Properties.Machines;

/// <summary>Two TSNs that walk, against whole numbers without a limit (RFC 1982): as long as they stay near each other, order and distance are those of the numbers.</summary>
internal sealed class SerialNumberMachine(uint initial) : Machine<SerialNumberMachine.Walkers, SerialNumberMachine.Numbers>
{
    public override Arbitrary<Setup<Walkers, Numbers>> Setup => Gen.Constant<Setup<Walkers, Numbers>>(new Start(initial)).ToArbitrary();

    public override Gen<Operation<Walkers, Numbers>> Next(Numbers model)
    {
        // Steps that bring the two to the edge of half the number space, and small ones.
        Gen<int> steps = Gen.OneOf(Gen.Choose(-3, 3), Gen.Choose(int.MinValue + 1, int.MaxValue), Gen.Elements(int.MaxValue, -int.MaxValue, 0x4000_0000, -0x4000_0000));
        return steps.SelectMany(step => Gen.Elements(true, false).Select(isFirst => (Operation<Walkers, Numbers>)new Walk(isFirst, step)));
    }

    internal sealed class Walkers
    {
        public Tsn A { get; set; }

        public Tsn B { get; set; }
    }

    internal sealed record Numbers(BigInteger A, BigInteger B);

    private sealed class Start(uint initial) : Setup<Walkers, Numbers>
    {
        public override Walkers Actual() => new() { A = new Tsn(initial), B = new Tsn(initial) };

        public override Numbers Model() => new(initial, initial);
    }

    private sealed class Walk(bool isFirst, int step) : Operation<Walkers, Numbers>
    {
        // Beyond half the space the order of serial numbers says nothing.
        public override bool Pre(Numbers model)
        {
            Numbers after = After(model);
            return BigInteger.Abs(after.A - after.B) <= int.MaxValue;
        }

        public override Numbers Run(Numbers model) => After(model);

        public override Property Check(Walkers actual, Numbers model)
        {
            actual.A = isFirst ? actual.A + step : actual.A;
            actual.B = isFirst ? actual.B : actual.B + step;
            uint expectedA = (uint)(model.A & uint.MaxValue);
            bool isSame = actual.A.Value == expectedA
                && actual.A.DistanceTo(actual.B) == (int)(model.B - model.A)
                && (actual.A < actual.B) == (model.A < model.B)
                && (actual.A > actual.B) == (model.A > model.B)
                && (actual.A <= actual.B) == (model.A <= model.B)
                && (actual.A >= actual.B) == (model.A >= model.B)
                && (actual.A == actual.B) == (model.A == model.B)
                && Tsn.Max(actual.A, actual.B) == (model.A < model.B ? actual.B : actual.A)
                && Tsn.Min(actual.A, actual.B) == (model.B < model.A ? actual.B : actual.A)
                && actual.A.Next.Previous == actual.A;
            return isSame.Label($"{actual.A} and {actual.B}, expected {model}");
        }

        public override string ToString() => $"{(isFirst ? "A" : "B")} walks {step}";

        private Numbers After(Numbers model) => isFirst ? model with { A = model.A + step } : model with { B = model.B + step };
    }
}
