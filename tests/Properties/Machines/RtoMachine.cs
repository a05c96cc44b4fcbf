using System;
using FsCheck;
using FsCheck.Experimental;
using FsCheck.Fluent;
using Sctp.Paths;

namespace Sctp.Properties.Machines;

/// <summary>The RTO estimator against RFC 9260 section 6.3.1 in decimal fractions of nanoseconds, with back-off between samples.</summary>
internal sealed class RtoMachine(SctpOptions options) : Machine<RtoEstimator, RtoMachine.Estimate>
{
    public override Arbitrary<Setup<RtoEstimator, Estimate>> Setup => Gen.Constant<Setup<RtoEstimator, Estimate>>(new Start(options)).ToArbitrary();

    public override Gen<Operation<RtoEstimator, Estimate>> Next(Estimate model)
    {
        Gen<long> samples = Gen.Frequency(
            (1, Gen.Constant(0L)),
            (4, Gen.Choose(1, 400).Select(milliseconds => milliseconds * 1_000_000L)),
            (1, Gen.Choose(1, 2_000_000_000).Select(nanoseconds => (long)nanoseconds)),
            (1, Gen.Choose(1, 600).Select(seconds => seconds * 1_000_000_000L)));
        return Gen.Frequency(
            (4, samples.Select(sample => (Operation<RtoEstimator, Estimate>)new Sample(options, sample))),
            (1, Gen.Constant<Operation<RtoEstimator, Estimate>>(new BackOff(options))),
            (1, Gen.Constant<Operation<RtoEstimator, Estimate>>(new Reset(options))));
    }

    // Each sample may be off by less than a nanosecond in the fixed-point numbers, and the errors of all samples die away geometrically.
    private static Property Same(RtoEstimator actual, Estimate model) =>
        (Math.Abs(actual.Rto.Nanoseconds - model.Rto) <= 100 * model.Scale)
            .Label($"RTO {actual.Rto}, SRTT {actual.Srtt}, RTTVAR {actual.Rttvar}; expected {model}");

    /// <param name="Srtt">The smoothed round-trip time.</param>
    /// <param name="Rttvar">The variation.</param>
    /// <param name="Rto">The time-out.</param>
    /// <param name="HasSample">Whether there was a sample.</param>
    /// <param name="Scale">By what the back-off has multiplied an error of the estimate.</param>
    internal sealed record Estimate(decimal Srtt, decimal Rttvar, decimal Rto, bool HasSample, decimal Scale);

    private sealed class Start(SctpOptions options) : Setup<RtoEstimator, Estimate>
    {
        public override RtoEstimator Actual() => new(options);

        public override Estimate Model() => new(0, 0, options.RtoInitial.Nanoseconds, false, 1);
    }

    private sealed class Sample(SctpOptions options, long nanoseconds) : Operation<RtoEstimator, Estimate>
    {
        public override Estimate Run(Estimate model)
        {
            decimal srtt = model.HasSample ? (0.875m * model.Srtt) + (0.125m * nanoseconds) : nanoseconds;
            decimal rttvar = model.HasSample ? (0.75m * model.Rttvar) + (0.25m * Math.Abs(model.Srtt - nanoseconds)) : nanoseconds / 2m;
            rttvar = rttvar < 1 ? options.ClockGranularity.Nanoseconds : rttvar;
            decimal rto = Math.Clamp(srtt + (4 * rttvar), options.RtoMin.Nanoseconds, options.RtoMax.Nanoseconds);
            return new Estimate(srtt, rttvar, rto, true, 1);
        }

        public override Property Check(RtoEstimator actual, Estimate model)
        {
            actual.AddSample(Duration.FromNanoseconds(nanoseconds));
            return Same(actual, model)
                .And((Math.Abs(actual.Srtt.Nanoseconds - model.Srtt) <= 20).Label("SRTT"))
                .And((Math.Abs(actual.Rttvar.Nanoseconds - model.Rttvar) <= 20).Label("RTTVAR"));
        }

        public override string ToString() => $"sample {nanoseconds} ns";
    }

    private sealed class BackOff(SctpOptions options) : Operation<RtoEstimator, Estimate>
    {
        public override Estimate Run(Estimate model) => model with { Rto = Math.Min(model.Rto * 2, options.RtoMax.Nanoseconds), Scale = model.Scale * 2 };

        public override Property Check(RtoEstimator actual, Estimate model)
        {
            actual.BackOff();
            return Same(actual, model);
        }

        public override string ToString() => "back off";
    }

    private sealed class Reset(SctpOptions options) : Operation<RtoEstimator, Estimate>
    {
        public override Estimate Run(Estimate model) => new(0, 0, options.RtoInitial.Nanoseconds, false, 1);

        public override Property Check(RtoEstimator actual, Estimate model)
        {
            actual.Reset();
            return Same(actual, model);
        }

        public override string ToString() => "reset";
    }
}
