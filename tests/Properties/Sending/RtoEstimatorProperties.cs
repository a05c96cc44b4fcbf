using System;
using System.Linq;
using FsCheck.Xunit;
using Sctp.Paths;

namespace Sctp.Properties.Sending;

/// <summary>The RTO estimator against the formulas of RFC 9260 section 6.3.1 in decimal fractions.</summary>
public sealed class RtoEstimatorProperties
{
    [Property(MaxTest = 300)]
    [Requirement("9260-6.3.1-02")]
    [Requirement("9260-6.3.1-03")]
    [Requirement("9260-6.3.1-09")]
    [Requirement("9260-6.3.1-11")]
    [Requirement("9260-16-05")]
    [Requirement("9260-16-06")]
    public void It_follows_rules_C1_to_C7(int[] samples, bool tightBounds)
    {
        SctpOptions options = tightBounds
            ? new SctpOptions()
            : new SctpOptions { RtoMin = Duration.FromNanoseconds(1), RtoMax = Duration.FromSeconds(1_000_000) };
        var estimator = new RtoEstimator(options);
        decimal srtt = 0;
        decimal rttvar = 0;
        bool isFirst = true;
        foreach (long sample in samples.Select(sample => Math.Abs((long)sample) * 1000))
        {
            if (isFirst)
            {
                (srtt, rttvar, isFirst) = (sample, sample / 2m, false);
            }
            else
            {
                rttvar = (0.75m * rttvar) + (0.25m * Math.Abs(srtt - sample));
                srtt = (0.875m * srtt) + (0.125m * sample);
            }

            if (rttvar < 1)
            {
                rttvar = options.ClockGranularity.Nanoseconds;
            }

            estimator.AddSample(Duration.FromNanoseconds(sample));
            decimal rto = Math.Clamp(srtt + (4 * rttvar), options.RtoMin.Nanoseconds, options.RtoMax.Nanoseconds);
            Assert.InRange(estimator.Srtt.Nanoseconds - srtt, -20, 20);
            Assert.InRange(estimator.Rttvar.Nanoseconds - rttvar, -20, 20);
            Assert.InRange(estimator.Rto.Nanoseconds - rto, -100, 100);
        }
    }

    [Property(MaxTest = 100)]
    [Requirement("9260-6.3.3-02")]
    [Requirement("9260-6.3.1-10")]
    public void It_never_leaves_its_bounds(int[] samples)
    {
        var options = new SctpOptions();
        var estimator = new RtoEstimator(options);
        foreach (int sample in samples)
        {
            Duration before = estimator.Rto;
            if (sample % 3 == 0)
            {
                estimator.BackOff();
                Assert.Equal(Duration.Min(before * 2, options.RtoMax), estimator.Rto);
            }
            else
            {
                estimator.AddSample(Duration.FromNanoseconds((long)sample << 20));
            }

            Assert.True(options.RtoMin <= estimator.Rto && estimator.Rto <= options.RtoMax);
        }
    }
}
