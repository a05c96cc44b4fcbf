using System;
using System.Collections.Generic;

namespace Sctp;

/// <summary>
/// The parameters of an endpoint and of the associations it opens or accepts: those of RFC 9260 section 16 under their names there, and the
/// limits of this implementation. Each entry names the Linux <c>net.sctp</c> sysctl and the name in the <c>defaults()</c> of the JavaScript
/// library @nodertc/sctp ("nodertc") where they exist. The record is validated when an endpoint is made from it.
/// </summary>
public sealed record SctpOptions
{
    /// <summary>The smallest receive buffer that may be announced: 1500 bytes (RFC 9260 section 3.3.2).</summary>
    public const int MinReceiveBufferSize = 1500;

    /// <summary>The smallest path MTU: 512 bytes of SCTP packet.</summary>
    public const int MinPathMtu = 512;

    /// <summary>The largest path MTU: 65,535 bytes of SCTP packet.</summary>
    public const int MaxPathMtu = 65_535;

    /// <summary>The longest SACK.Delay: 500 ms (RFC 9260 section 6.2).</summary>
    public static readonly Duration MaxSackDelay = Duration.FromMilliseconds(500);

    /// <summary>The SCTP port, 1 to 65535; 0 takes a random one from 49152 up.</summary>
    public ushort LocalPort { get; init; }

    /// <summary>
    /// The local addresses, all sharing <see cref="LocalPort"/>. They are listed in INIT and INIT ACK when there is more than one. Empty: the
    /// host's single address, which the core does not know.
    /// </summary>
    public IReadOnlyList<SctpAddress> LocalAddresses { get; init; } = [];

    /// <summary>RTO.Initial, default 1 s. Linux <c>rto_initial</c>, nodertc <c>rto_initial</c>.</summary>
    public Duration RtoInitial { get; init; } = Duration.FromSeconds(1);

    /// <summary>RTO.Min, default 1 s. Linux <c>rto_min</c>, nodertc <c>rto_min</c>.</summary>
    public Duration RtoMin { get; init; } = Duration.FromSeconds(1);

    /// <summary>RTO.Max, default 60 s. Linux <c>rto_max</c>, nodertc <c>rto_max</c>.</summary>
    public Duration RtoMax { get; init; } = Duration.FromSeconds(60);

    /// <summary>RTO.Alpha as the exponent of 1/2: default 3, that is 1/8; 1 to 8. Linux and nodertc <c>rto_alpha_exp_divisor</c>.</summary>
    public int RtoAlphaExponent { get; init; } = 3;

    /// <summary>RTO.Beta as the exponent of 1/2: default 2, that is 1/4; 1 to 8. Linux and nodertc <c>rto_beta_exp_divisor</c>.</summary>
    public int RtoBetaExponent { get; init; } = 2;

    /// <summary>The clock granularity G of RFC 9260 section 6.3.1 (rule G1), default 1 ms. nodertc <c>G</c>.</summary>
    public Duration ClockGranularity { get; init; } = Duration.FromMilliseconds(1);

    /// <summary>Max.Burst: packets sent at one opportunity, default 4; 0 for no limit. Linux <c>max_burst</c>, nodertc <c>max_burst</c>.</summary>
    public int MaxBurst { get; init; } = 4;

    /// <summary>Association.Max.Retrans, default 10. Linux <c>association_max_retrans</c>, nodertc <c>association_max_retrans</c>.</summary>
    public int AssociationMaxRetrans { get; init; } = 10;

    /// <summary>Path.Max.Retrans, default 5. Linux <c>path_max_retrans</c>.</summary>
    public int PathMaxRetrans { get; init; } = 5;

    /// <summary>Max.Init.Retransmits, default 8. Linux <c>max_init_retransmits</c>, nodertc <c>max_init_retransmits</c>.</summary>
    public int MaxInitRetransmits { get; init; } = 8;

    /// <summary>The longest T1-init interval its back-off reaches; null for <see cref="RtoMax"/>. RFC 6458 <c>sinit_max_init_timeo</c>.</summary>
    public Duration? MaxInitTimeout { get; init; }

    /// <summary>HB.interval, default 30 s. Linux <c>hb_interval</c>, nodertc <c>hb_interval</c>.</summary>
    public Duration HeartbeatInterval { get; init; } = Duration.FromSeconds(30);

    /// <summary>Whether idle paths are monitored by HEARTBEAT chunks (RFC 9260 section 8.3), default true. Unconfirmed paths are probed in any case.</summary>
    public bool HeartbeatEnabled { get; init; } = true;

    /// <summary>HB.Max.Burst: HEARTBEAT packets per RTO, default 1.</summary>
    public int HeartbeatMaxBurst { get; init; } = 1;

    /// <summary>SACK.Delay, default 200 ms, at most 500 ms; 0 acknowledges at once. Linux <c>sack_timeout</c>, nodertc <c>sack_timeout</c>.</summary>
    public Duration SackDelay { get; init; } = Duration.FromMilliseconds(200);

    /// <summary>Every how many packets with DATA a SACK is sent at once, default 2; 1 acknowledges each. nodertc <c>sack_freq</c>.</summary>
    public int SackFrequency { get; init; } = 2;

    /// <summary>T5-shutdown-guard; null for 5 times <see cref="RtoMax"/> (RFC 9260 section 9.2).</summary>
    public Duration? ShutdownGuard { get; init; }

    /// <summary>Valid.Cookie.Life, default 60 s. Linux <c>valid_cookie_life</c>, nodertc <c>valid_cookie_life</c>.</summary>
    public Duration ValidCookieLife { get; init; } = Duration.FromSeconds(60);

    /// <summary>
    /// How long one key makes State Cookies, default 1 h (RFC 9260 section 5.1.3). The key before it is honoured for as long again. The MAC is
    /// HMAC-SHA-256; there is no choice as in nodertc's <c>cookie_hmac_alg</c>.
    /// </summary>
    public Duration CookieKeyLifetime { get; init; } = Duration.FromSeconds(3600);

    /// <summary>
    /// Whether a Cookie Preservative is honoured (up to <see cref="ValidCookieLife"/> more) and, after a Stale Cookie error, sent; default true. Linux
    /// <c>cookie_preserve_enable</c>.
    /// </summary>
    public bool CookiePreservative { get; init; } = true;

    /// <summary>The number of outbound streams asked for, 1 to 65535, default 10. nodertc <c>OS</c>.</summary>
    public int OutboundStreams { get; init; } = 10;

    /// <summary>The number of inbound streams accepted, 1 to 65535, default 2048. nodertc <c>MIS</c>.</summary>
    public int MaxInboundStreams { get; init; } = 2048;

    /// <summary>
    /// The receive buffer in user bytes and so the a_rwnd announced, default 1 MiB, at least 1500. Linux <c>sctp_rmem</c>, nodertc <c>RWND</c>. In memory data
    /// takes no more than twice as much and 64 KiB, and finding it up to 264 KiB where a peer leaves wide gaps between its TSNs.
    /// </summary>
    public int ReceiveBufferSize { get; init; } = 1024 * 1024;

    /// <summary>
    /// From how many bytes on an incomplete message at the head of its stream is handed over in parts (RFC 9260 section 6.9); null for half of
    /// <see cref="ReceiveBufferSize"/>. RFC 6458 section 8.1.21.
    /// </summary>
    public int? PartialDeliveryPoint { get; init; }

    /// <summary>
    /// The send buffer in user bytes queued or not yet acknowledged, default 1 MiB, at least 1500. Linux <c>sctp_wmem</c>. Many small messages are refused
    /// earlier: in memory, of which the smallest costs some 300 bytes, they may take twice as much and 64 KiB.
    /// </summary>
    public int SendBufferSize { get; init; } = 1024 * 1024;

    /// <summary>The largest message that can be sent, default 256 KiB; at most <see cref="SendBufferSize"/> is of use.</summary>
    public int MaxMessageSize { get; init; } = 256 * 1024;

    /// <summary>Whether small messages wait for others while data is outstanding (a rule like Nagle's), default false. RFC 6458 <c>SCTP_NODELAY</c> is its opposite.</summary>
    public bool Nagle { get; init; }

    /// <summary>Whether messages larger than a packet may be cut (RFC 9260 section 6.9), default true. RFC 6458 <c>SCTP_DISABLE_FRAGMENTS</c> is its opposite.</summary>
    public bool Fragmentation { get; init; } = true;

    /// <summary>Whether DATA sent while a shutdown is pending carries the I bit, so that the shutdown is not held up by a delayed SACK (RFC 7053), default true.</summary>
    public bool SackImmediatelyOnShutdown { get; init; } = true;

    /// <summary>The largest DATA payload of one chunk; null for what fits the path MTU. RFC 6458 <c>SCTP_MAXSEG</c>.</summary>
    public int? MaxSegmentSize { get; init; }

    /// <summary>
    /// The path MTU at first, in bytes of SCTP packet (without IP and UDP headers), 512 to 65535; null for what a 1500-byte IP packet leaves: 1480 for
    /// IPv4, 1460 for IPv6, 8 less with UDP encapsulation, and 1191 for addresses that are handles (DTLS). node-sctp <c>PMTU</c>.
    /// </summary>
    public int? PathMtu { get; init; }

    /// <summary>L of RFC 9260 section 7.2.1: PMDCS that one SACK may add to cwnd in slow start, default 1.</summary>
    public int SlowStartLimit { get; init; } = 1;

    /// <summary>Associations at once, default 65,536. A COOKIE ECHO beyond it is refused with cause Out of Resource.</summary>
    public int MaxAssociations { get; init; } = 65_536;

    /// <summary>
    /// Peer addresses of one association, default 16; further ones in INIT and INIT ACK are not used. A packet from one of those is out of the blue: the ABORT that
    /// answers it ends the peer's association, so a peer with more addresses than this must not send from them, or <see cref="IgnoreOutOfTheBlue"/> be set.
    /// </summary>
    public int MaxPeerAddresses { get; init; } = 16;

    /// <summary>Events waiting to be taken before those that only inform are counted instead of kept, default 4096.</summary>
    public int MaxQueuedEvents { get; init; } = 4096;

    /// <summary>Whether out-of-the-blue packets are left unanswered (RFC 9260 section 8.4 asks for answers), default false. nodertc <c>ootb</c>.</summary>
    public bool IgnoreOutOfTheBlue { get; init; }

    /// <summary>The differentiated services code point of outgoing packets, 0 to 63.</summary>
    public byte Dscp { get; init; }

    internal Duration EffectiveShutdownGuard => ShutdownGuard ?? RtoMax * 5;

    internal int EffectivePartialDeliveryPoint => PartialDeliveryPoint ?? ReceiveBufferSize / 2;

    /// <summary>The path MTU to begin with, in bytes of SCTP packet.</summary>
    internal int InitialPathMtu(in SctpAddress remote)
    {
        if (PathMtu is { } configured)
        {
            return configured;
        }

        int encapsulation = remote.UdpPort != 0 ? 8 : 0;
        return remote.Kind switch
        {
            SctpAddressKind.IPv6 => 1460 - encapsulation,
            SctpAddressKind.Opaque => 1191,
            _ => 1480 - encapsulation,
        };
    }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names the limit.</exception>
    public void Validate()
    {
        Positive(RtoMin, nameof(RtoMin));
        AtLeast(RtoMax, RtoMin, nameof(RtoMax), nameof(RtoMin));
        AtLeast(RtoInitial, RtoMin, nameof(RtoInitial), nameof(RtoMin));
        AtMost(RtoInitial, RtoMax, nameof(RtoInitial), nameof(RtoMax));
        Range(RtoAlphaExponent, 1, 8, nameof(RtoAlphaExponent));
        Range(RtoBetaExponent, 1, 8, nameof(RtoBetaExponent));
        Positive(ClockGranularity, nameof(ClockGranularity));
        Range(MaxBurst, 0, int.MaxValue, nameof(MaxBurst));
        Range(AssociationMaxRetrans, 0, 1_000_000, nameof(AssociationMaxRetrans));
        Range(PathMaxRetrans, 0, 1_000_000, nameof(PathMaxRetrans));
        Range(MaxInitRetransmits, 0, 1_000_000, nameof(MaxInitRetransmits));
        if (MaxInitTimeout is { } initTimeout)
        {
            Positive(initTimeout, nameof(MaxInitTimeout));
        }

        Positive(HeartbeatInterval + Duration.FromNanoseconds(1), nameof(HeartbeatInterval));
        Range(HeartbeatMaxBurst, 1, int.MaxValue, nameof(HeartbeatMaxBurst));
        AtLeast(SackDelay, Duration.Zero, nameof(SackDelay), "0 ms");
        AtMost(SackDelay, MaxSackDelay, nameof(SackDelay), "500 ms (RFC 9260 section 6.2)");
        Range(SackFrequency, 1, int.MaxValue, nameof(SackFrequency));
        if (ShutdownGuard is { } guard)
        {
            Positive(guard, nameof(ShutdownGuard));
        }

        Positive(ValidCookieLife, nameof(ValidCookieLife));
        AtLeast(CookieKeyLifetime, ValidCookieLife, nameof(CookieKeyLifetime), nameof(ValidCookieLife));
        Range(OutboundStreams, 1, ushort.MaxValue, nameof(OutboundStreams));
        Range(MaxInboundStreams, 1, ushort.MaxValue, nameof(MaxInboundStreams));
        Range(ReceiveBufferSize, MinReceiveBufferSize, 1 << 30, nameof(ReceiveBufferSize));
        if (PartialDeliveryPoint is { } point)
        {
            Range(point, 1, ReceiveBufferSize, nameof(PartialDeliveryPoint));
        }

        Range(SendBufferSize, 1500, 1 << 30, nameof(SendBufferSize));
        Range(MaxMessageSize, 1, 1 << 30, nameof(MaxMessageSize));
        if (MaxSegmentSize is { } segment)
        {
            Range(segment, 1, ushort.MaxValue, nameof(MaxSegmentSize));
        }

        if (PathMtu is { } mtu)
        {
            Range(mtu, MinPathMtu, MaxPathMtu, nameof(PathMtu));
        }

        Range(SlowStartLimit, 1, 1000, nameof(SlowStartLimit));
        Range(MaxAssociations, 1, int.MaxValue, nameof(MaxAssociations));
        Range(MaxPeerAddresses, 1, 255, nameof(MaxPeerAddresses));
        Range(MaxQueuedEvents, 16, int.MaxValue, nameof(MaxQueuedEvents));
        Range(Dscp, 0, 63, nameof(Dscp));
        Range(LocalAddresses.Count, 0, 255, nameof(LocalAddresses) + ".Count");
        for (int i = 0; i < LocalAddresses.Count; i++)
        {
            if (!LocalAddresses[i].IsUnicast)
            {
                throw new ArgumentOutOfRangeException(nameof(LocalAddresses), $"LocalAddresses[{i}] ({LocalAddresses[i]}) is not a unicast address.");
            }
        }
    }

    private static void Range(long value, long least, long most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} is {value}; it must be {least} to {most}.");
        }
    }

    private static void Positive(Duration value, string name)
    {
        if (value <= Duration.Zero)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} is {value}; it must be more than 0 ms.");
        }
    }

    private static void AtLeast(Duration value, Duration least, string name, string limit)
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} is {value}; it must be at least {limit} ({least}).");
        }
    }

    private static void AtMost(Duration value, Duration most, string name, string limit)
    {
        if (value > most)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} is {value}; it must be at most {limit} ({most}).");
        }
    }
}
