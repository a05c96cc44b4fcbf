using System;
using Sctp.Conformance.Support;

namespace Sctp.Conformance.Transfer;

/// <summary>The protocol parameters of RFC 9260 section 16, and the limits of every option.</summary>
public class OptionTests
{
    private static readonly SctpOptions Defaults = new();

    [Fact]
    [Requirement("9260-16-01")]
    [Requirement("9260-16-02")]
    [Requirement("9260-16-03")]
    [Requirement("9260-16-05")]
    [Requirement("9260-16-06")]
    [Requirement("9260-16-14")]
    public void The_defaults_of_the_RTO_are_those_of_section_16()
    {
        Assert.Equal(
            (Duration.FromSeconds(1), Duration.FromSeconds(1), Duration.FromSeconds(60), 3, 2),
            (Defaults.RtoInitial, Defaults.RtoMin, Defaults.RtoMax, Defaults.RtoAlphaExponent, Defaults.RtoBetaExponent));
    }

    [Fact]
    [Requirement("9260-16-04")]
    [Requirement("9260-16-08")]
    [Requirement("9260-16-09")]
    [Requirement("9260-16-10")]
    [Requirement("9260-16-12")]
    [Requirement("9260-16-19")]
    public void The_default_counts_are_those_of_section_16()
    {
        Assert.Equal(
            (4, 10, 5, 8, 1, 1),
            (Defaults.MaxBurst, Defaults.AssociationMaxRetrans, Defaults.PathMaxRetrans, Defaults.MaxInitRetransmits, Defaults.HeartbeatMaxBurst, Defaults.SlowStartLimit));
    }

    [Fact]
    [Requirement("9260-16-07")]
    [Requirement("9260-16-11")]
    [Requirement("9260-16-13")]
    [Requirement("9260-16-16")]
    public void The_default_times_are_those_of_section_16()
    {
        Assert.Equal(
            (Duration.FromSeconds(60), Duration.FromSeconds(30), Duration.FromMilliseconds(200), Duration.FromMilliseconds(500)),
            (Defaults.ValidCookieLife, Defaults.HeartbeatInterval, Defaults.SackDelay, SctpOptions.MaxSackDelay));
    }

    [Fact]
    [Requirement("9260-16-17")]
    public void T5_shutdown_guard_is_five_times_RTO_Max()
    {
        Assert.Equal(Duration.FromSeconds(300), Defaults.EffectiveShutdownGuard);
        Assert.Equal(Duration.FromSeconds(50), (Defaults with { RtoMax = Duration.FromSeconds(10) }).EffectiveShutdownGuard);
    }

    // Times are in milliseconds.
    [Theory]
    [InlineData(nameof(SctpOptions.RtoMin), 0, "RtoMin is 0ms; it must be more than 0 ms.")]
    [InlineData(nameof(SctpOptions.RtoMax), 999, "RtoMax is 999ms; it must be at least RtoMin (1000ms).")]
    [InlineData(nameof(SctpOptions.RtoInitial), 999, "RtoInitial is 999ms; it must be at least RtoMin (1000ms).")]
    [InlineData(nameof(SctpOptions.RtoInitial), 60_001, "RtoInitial is 60001ms; it must be at most RtoMax (60000ms).")]
    [InlineData(nameof(SctpOptions.RtoAlphaExponent), 0, "RtoAlphaExponent is 0; it must be 1 to 8.")]
    [InlineData(nameof(SctpOptions.RtoAlphaExponent), 9, "RtoAlphaExponent is 9; it must be 1 to 8.")]
    [InlineData(nameof(SctpOptions.RtoBetaExponent), 0, "RtoBetaExponent is 0; it must be 1 to 8.")]
    [InlineData(nameof(SctpOptions.RtoBetaExponent), 9, "RtoBetaExponent is 9; it must be 1 to 8.")]
    [InlineData(nameof(SctpOptions.ClockGranularity), 0, "ClockGranularity is 0ms; it must be more than 0 ms.")]
    [InlineData(nameof(SctpOptions.MaxBurst), -1, "MaxBurst is -1; it must be 0 to 2147483647.")]
    [InlineData(nameof(SctpOptions.AssociationMaxRetrans), -1, "AssociationMaxRetrans is -1; it must be 0 to 1000000.")]
    [InlineData(nameof(SctpOptions.AssociationMaxRetrans), 1_000_001, "AssociationMaxRetrans is 1000001; it must be 0 to 1000000.")]
    [InlineData(nameof(SctpOptions.PathMaxRetrans), -1, "PathMaxRetrans is -1; it must be 0 to 1000000.")]
    [InlineData(nameof(SctpOptions.MaxInitRetransmits), -1, "MaxInitRetransmits is -1; it must be 0 to 1000000.")]
    [InlineData(nameof(SctpOptions.MaxInitTimeout), 0, "MaxInitTimeout is 0ms; it must be more than 0 ms.")]
    [InlineData(nameof(SctpOptions.HeartbeatInterval), -1, "HeartbeatInterval")]
    [InlineData(nameof(SctpOptions.HeartbeatMaxBurst), 0, "HeartbeatMaxBurst is 0; it must be 1 to 2147483647.")]
    [InlineData(nameof(SctpOptions.SackDelay), -1, "SackDelay is -1ms; it must be at least 0 ms")]
    [InlineData(nameof(SctpOptions.SackDelay), 501, "SackDelay is 501ms; it must be at most 500 ms (RFC 9260 section 6.2)")]
    [InlineData(nameof(SctpOptions.SackFrequency), 0, "SackFrequency is 0; it must be 1 to 2147483647.")]
    [InlineData(nameof(SctpOptions.ShutdownGuard), 0, "ShutdownGuard is 0ms; it must be more than 0 ms.")]
    [InlineData(nameof(SctpOptions.ValidCookieLife), 0, "ValidCookieLife is 0ms; it must be more than 0 ms.")]
    [InlineData(nameof(SctpOptions.CookieKeyLifetime), 59_999, "CookieKeyLifetime is 59999ms; it must be at least ValidCookieLife (60000ms).")]
    [InlineData(nameof(SctpOptions.OutboundStreams), 0, "OutboundStreams is 0; it must be 1 to 65535.")]
    [InlineData(nameof(SctpOptions.OutboundStreams), 65_536, "OutboundStreams is 65536; it must be 1 to 65535.")]
    [InlineData(nameof(SctpOptions.MaxInboundStreams), 0, "MaxInboundStreams is 0; it must be 1 to 65535.")]
    [InlineData(nameof(SctpOptions.MaxInboundStreams), 65_536, "MaxInboundStreams is 65536; it must be 1 to 65535.")]
    [InlineData(nameof(SctpOptions.ReceiveBufferSize), 1499, "ReceiveBufferSize is 1499; it must be 1500 to 1073741824.")]
    [InlineData(nameof(SctpOptions.PartialDeliveryPoint), 0, "PartialDeliveryPoint is 0; it must be 1 to 1048576.")]
    [InlineData(nameof(SctpOptions.PartialDeliveryPoint), 1_048_577, "PartialDeliveryPoint is 1048577; it must be 1 to 1048576.")]
    [InlineData(nameof(SctpOptions.SendBufferSize), 1499, "SendBufferSize is 1499; it must be 1500 to 1073741824.")]
    [InlineData(nameof(SctpOptions.MaxMessageSize), 0, "MaxMessageSize is 0; it must be 1 to 1073741824.")]
    [InlineData(nameof(SctpOptions.MaxSegmentSize), 0, "MaxSegmentSize is 0; it must be 1 to 65535.")]
    [InlineData(nameof(SctpOptions.PathMtu), 511, "PathMtu is 511; it must be 512 to 65535.")]
    [InlineData(nameof(SctpOptions.PathMtu), 65_536, "PathMtu is 65536; it must be 512 to 65535.")]
    [InlineData(nameof(SctpOptions.SlowStartLimit), 0, "SlowStartLimit is 0; it must be 1 to 1000.")]
    [InlineData(nameof(SctpOptions.MaxAssociations), 0, "MaxAssociations is 0; it must be 1 to 2147483647.")]
    [InlineData(nameof(SctpOptions.MaxPeerAddresses), 0, "MaxPeerAddresses is 0; it must be 1 to 255.")]
    [InlineData(nameof(SctpOptions.MaxPeerAddresses), 256, "MaxPeerAddresses is 256; it must be 1 to 255.")]
    [InlineData(nameof(SctpOptions.MaxQueuedEvents), 15, "MaxQueuedEvents is 15; it must be 16 to 2147483647.")]
    [InlineData(nameof(SctpOptions.Dscp), 64, "Dscp is 64; it must be 0 to 63.")]
    [InlineData(nameof(SctpOptions.LocalAddresses), 0, "LocalAddresses[0] (224.0.0.1) is not a unicast address.")]
    [Requirement("9260-6.2-15")]
    [Requirement("9260-6.2-17")]
    [Requirement("9260-16-16")]
    [Requirement("9260-3.3.2-11")]
    [Requirement("9260-3.3.3-10")]
    [Requirement("9260-16-15")]
    public void An_option_out_of_range_is_refused_by_a_message_that_names_the_limit(string name, int value, string message)
    {
        SctpOptions options = With(name, value);
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => new SctpEndpoint(options, new SeededEntropy(1)));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);

        Script script = Script.Connected();
        Assert.Throws<ArgumentOutOfRangeException>(() => script.Association.SetOptions(options, script.Now));
    }

    [Theory]
    [InlineData(nameof(SctpOptions.RtoMin), 1)]
    [InlineData(nameof(SctpOptions.RtoMax), 1000)]
    [InlineData(nameof(SctpOptions.RtoInitial), 60_000)]
    [InlineData(nameof(SctpOptions.MaxBurst), 0)]
    [InlineData(nameof(SctpOptions.AssociationMaxRetrans), 0)]
    [InlineData(nameof(SctpOptions.PathMaxRetrans), 0)]
    [InlineData(nameof(SctpOptions.MaxInitRetransmits), 0)]
    [InlineData(nameof(SctpOptions.HeartbeatInterval), 0)]
    [InlineData(nameof(SctpOptions.SackDelay), 0)]
    [InlineData(nameof(SctpOptions.SackDelay), 500)]
    [InlineData(nameof(SctpOptions.SackFrequency), 1)]
    [InlineData(nameof(SctpOptions.OutboundStreams), 65_535)]
    [InlineData(nameof(SctpOptions.MaxInboundStreams), 65_535)]
    [InlineData(nameof(SctpOptions.ReceiveBufferSize), 1500)]
    [InlineData(nameof(SctpOptions.SendBufferSize), 1500)]
    [InlineData(nameof(SctpOptions.PathMtu), 512)]
    [InlineData(nameof(SctpOptions.PathMtu), 65_535)]
    [InlineData(nameof(SctpOptions.Dscp), 63)]
    [Requirement("9260-6.2-16")]
    [Requirement("9260-16-15")]
    [Requirement("9260-16-16")]
    public void An_association_works_with_an_option_at_its_limit(string name, int value)
    {
        SctpOptions options = With(name, value) with { PartialDeliveryPoint = null };
        var pair = new Pair(options, options);
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        byte[] message = Script.Pattern(1400, 3);
        Assert.Equal(SendResult.Queued, a.Send(0, message, pair.Now));
        pair.RunUntil(() => pair.ReceivedBy(b).Count == 1, Duration.FromSeconds(5));
        Assert.Equal(message, pair.ReceivedBy(b)[0]);
    }

    private static SctpOptions With(string name, int value)
    {
        Duration time = Duration.FromMilliseconds(value);
        return name switch
        {
            nameof(SctpOptions.RtoMin) => Defaults with { RtoMin = time },
            nameof(SctpOptions.RtoMax) => Defaults with { RtoMax = time },
            nameof(SctpOptions.RtoInitial) => Defaults with { RtoInitial = time },
            nameof(SctpOptions.RtoAlphaExponent) => Defaults with { RtoAlphaExponent = value },
            nameof(SctpOptions.RtoBetaExponent) => Defaults with { RtoBetaExponent = value },
            nameof(SctpOptions.ClockGranularity) => Defaults with { ClockGranularity = time },
            nameof(SctpOptions.MaxBurst) => Defaults with { MaxBurst = value },
            nameof(SctpOptions.AssociationMaxRetrans) => Defaults with { AssociationMaxRetrans = value },
            nameof(SctpOptions.PathMaxRetrans) => Defaults with { PathMaxRetrans = value },
            nameof(SctpOptions.MaxInitRetransmits) => Defaults with { MaxInitRetransmits = value },
            nameof(SctpOptions.MaxInitTimeout) => Defaults with { MaxInitTimeout = time },
            nameof(SctpOptions.HeartbeatInterval) => Defaults with { HeartbeatInterval = time },
            nameof(SctpOptions.HeartbeatMaxBurst) => Defaults with { HeartbeatMaxBurst = value },
            nameof(SctpOptions.SackDelay) => Defaults with { SackDelay = time },
            nameof(SctpOptions.SackFrequency) => Defaults with { SackFrequency = value },
            nameof(SctpOptions.ShutdownGuard) => Defaults with { ShutdownGuard = time },
            nameof(SctpOptions.ValidCookieLife) => Defaults with { ValidCookieLife = time },
            nameof(SctpOptions.CookieKeyLifetime) => Defaults with { CookieKeyLifetime = time },
            nameof(SctpOptions.OutboundStreams) => Defaults with { OutboundStreams = value },
            nameof(SctpOptions.MaxInboundStreams) => Defaults with { MaxInboundStreams = value },
            nameof(SctpOptions.ReceiveBufferSize) => Defaults with { ReceiveBufferSize = value },
            nameof(SctpOptions.PartialDeliveryPoint) => Defaults with { PartialDeliveryPoint = value },
            nameof(SctpOptions.SendBufferSize) => Defaults with { SendBufferSize = value },
            nameof(SctpOptions.MaxMessageSize) => Defaults with { MaxMessageSize = value },
            nameof(SctpOptions.MaxSegmentSize) => Defaults with { MaxSegmentSize = value },
            nameof(SctpOptions.PathMtu) => Defaults with { PathMtu = value },
            nameof(SctpOptions.SlowStartLimit) => Defaults with { SlowStartLimit = value },
            nameof(SctpOptions.MaxAssociations) => Defaults with { MaxAssociations = value },
            nameof(SctpOptions.MaxPeerAddresses) => Defaults with { MaxPeerAddresses = value },
            nameof(SctpOptions.MaxQueuedEvents) => Defaults with { MaxQueuedEvents = value },
            nameof(SctpOptions.Dscp) => Defaults with { Dscp = (byte)value },
            nameof(SctpOptions.LocalAddresses) => Defaults with { LocalAddresses = [SctpAddress.Parse("224.0.0.1")] },
            _ => throw new ArgumentException(name),
        };
    }
}
