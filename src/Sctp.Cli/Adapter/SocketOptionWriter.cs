using System;
using System.Collections.Generic;

namespace Sctp.Cli.Adapter;

/// <summary>
/// setsockopt() of RFC 6458 section 8: changes the options of the socket, and with them those of its association, or those that its listening
/// endpoint gives to associations to come.
/// </summary>
internal static class SocketOptionWriter
{
    public static Reply Set(Descriptor descriptor, in AdapterRequest request, Instant now)
    {
        string name = request.Text("name") ?? string.Empty;
        AdapterRequest value = request.Object("value");
        int? scalar = request.Scalar("value");
        switch (name)
        {
            case "SCTP_RECVRCVINFO" or "SCTP_CONTEXT":
                return Reply.Done; // asked for per call, or without effect on the wire
            case "SCTP_INTERLEAVING_SUPPORTED" or "SCTP_PR_SUPPORTED" or "SCTP_RECONFIG_SUPPORTED" or "SCTP_NRSACK_SUPPORTED" or "SCTP_ECN_SUPPORTED"
                or "SCTP_AUTH_SUPPORTED" or "SCTP_ASCONF_SUPPORTED" or "SCTP_PKTDROP_SUPPORTED" or "SCTP_ACCEPT_ZERO_CHECKSUM" or "SCTP_EXPLICIT_EOR":
                return scalar == 0 ? Reply.Done : Reply.Unsupported(name);
            case "SCTP_FRAGMENT_INTERLEAVE":
                return scalar is 0 or 1 ? Reply.Done : Reply.Unsupported(name + " 2");
            case "SCTP_PLUGGABLE_SS" or "SCTP_STREAM_SCHEDULER":
                return IsFirstComeFirstServed(value) ? Reply.Done : Reply.Unsupported(name);
            case "SCTP_DEFAULT_PRINFO":
                return IsReliable(value) ? Reply.Done : Reply.Unsupported(name);
            case "SCTP_ENABLE_STREAM_RESET":
                return scalar == 0 || (scalar is null && value.Names("assoc_value").Count == 0) ? Reply.Done : Reply.Unsupported(name);
            case "SCTP_PEER_ADDR_PARAMS":
                return SetPaths(descriptor, value, now);
            default:
                return Change(descriptor.Options, name, value, scalar) is { } options ? Apply(descriptor, options, now) : Reply.Unsupported($"setsockopt {name}");
        }
    }

    /// <summary>The options with one socket option changed; 0 leaves a member. Null for a name that is not known.</summary>
    private static SctpOptions? Change(SctpOptions options, string name, in AdapterRequest value, int? scalar) => name switch
    {
        "SCTP_RTOINFO" => options with
        {
            RtoInitial = Milliseconds(value, "srto_initial") ?? options.RtoInitial,
            RtoMin = Milliseconds(value, "srto_min") ?? options.RtoMin,
            RtoMax = Milliseconds(value, "srto_max") ?? options.RtoMax,
        },
        "SCTP_INITMSG" => options with
        {
            OutboundStreams = NonZero(value, "sinit_num_ostreams") ?? options.OutboundStreams,
            MaxInboundStreams = NonZero(value, "sinit_max_instreams") ?? options.MaxInboundStreams,
            MaxInitRetransmits = NonZero(value, "sinit_max_attempts") ?? options.MaxInitRetransmits,
            MaxInitTimeout = Milliseconds(value, "sinit_max_init_timeo") ?? options.MaxInitTimeout,
        },
        "SCTP_ASSOCINFO" => WithCookieLife(
            options with { AssociationMaxRetrans = NonZero(value, "sasoc_asocmaxrxt") ?? options.AssociationMaxRetrans },
            Milliseconds(value, "sasoc_cookie_life")),
        "SCTP_DELAYED_SACK" => options with
        {
            SackDelay = Milliseconds(value, "sack_delay") ?? options.SackDelay,
            SackFrequency = NonZero(value, "sack_freq") ?? options.SackFrequency,
        },
        "SCTP_NODELAY" => options with { Nagle = scalar == 0 },
        "SCTP_DISABLE_FRAGMENTS" => options with { Fragmentation = scalar == 0 },
        "SCTP_MAXSEG" => options with { MaxSegmentSize = scalar == 0 ? null : scalar },
        "SCTP_MAX_BURST" => options with { MaxBurst = scalar ?? options.MaxBurst },
        "SCTP_PARTIAL_DELIVERY_POINT" => options with { PartialDeliveryPoint = scalar },
        "SO_SNDBUF" => WithSendBuffer(options, scalar ?? 0),
        "SO_RCVBUF" => WithReceiveBuffer(options, scalar ?? 0),
        _ => null,
    };

    private static Reply Apply(Descriptor descriptor, SctpOptions options, Instant now)
    {
        try
        {
            options.Validate();
            if (descriptor.Association is { } association && !descriptor.IsEnded)
            {
                association.SetOptions(options with { LocalPort = descriptor.Port }, now);
            }
            else if (descriptor is { IsListening: true, Endpoint: { } endpoint })
            {
                endpoint.SetOptions(options);
            }
        }
        catch (ArgumentOutOfRangeException)
        {
            return Reply.Fail(Errno.Invalid);
        }

        descriptor.Options = options;
        return Reply.Done;
    }

    private static Reply SetPaths(Descriptor descriptor, in AdapterRequest value, Instant now)
    {
        IReadOnlyList<string> flags = value.Names("spp_flags");
        bool? heartbeat = Holds(flags, "SPP_HB_ENABLE") ? true : Holds(flags, "SPP_HB_DISABLE") ? false : null;
        Duration? interval = Holds(flags, "SPP_HB_TIME_IS_ZERO") ? Duration.Zero : Milliseconds(value, "spp_hbinterval");
        int? maxRetrans = NonZero(value, "spp_pathmaxrxt");
        int? mtu = NonZero(value, "spp_pathmtu");
        SctpOptions before = descriptor.Options;
        Reply reply = Apply(
            descriptor,
            before with
            {
                HeartbeatEnabled = heartbeat ?? before.HeartbeatEnabled,
                HeartbeatInterval = interval ?? before.HeartbeatInterval,
                PathMaxRetrans = maxRetrans ?? before.PathMaxRetrans,
                PathMtu = mtu ?? before.PathMtu,
            },
            now);
        if (Holds(flags, "SPP_HB_DEMAND") && descriptor is { Association: { } association, IsEnded: false })
        {
            for (int i = 0; i < association.PathCount; i++)
            {
                _ = association.RequestHeartbeat(association.GetPath(i).Address, now);
            }
        }

        return reply;
    }

    private static SctpOptions WithCookieLife(SctpOptions options, Duration? life) => life is { } value
        ? options with { ValidCookieLife = value, CookieKeyLifetime = Duration.Max(value, options.CookieKeyLifetime) }
        : options;

    private static SctpOptions WithSendBuffer(SctpOptions options, int size)
    {
        int bytes = Math.Max(size, SctpOptions.MinReceiveBufferSize);
        return options with { SendBufferSize = bytes, MaxMessageSize = bytes };
    }

    private static SctpOptions WithReceiveBuffer(SctpOptions options, int size)
    {
        int bytes = Math.Max(size, SctpOptions.MinReceiveBufferSize);
        int? point = options.PartialDeliveryPoint is { } set ? Math.Min(set, bytes) : null;
        return options with { ReceiveBufferSize = bytes, PartialDeliveryPoint = point };
    }

    private static Duration? Milliseconds(in AdapterRequest value, string name) =>
        value.Integer(name) is { } number && number is not 0 and <= long.MaxValue / 1_000_000 ? Duration.FromMilliseconds(number) : null;

    private static int? NonZero(in AdapterRequest value, string name) => value.Int32(name) is { } number and not 0 ? number : null;

    private static bool Holds(IReadOnlyList<string> flags, string flag)
    {
        foreach (string one in flags)
        {
            if (one == flag)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFirstComeFirstServed(in AdapterRequest value) =>
        value.Names("assoc_value") is ["SCTP_SS_FCFS"] or ["SCTP_SS_DEFAULT"] || value.Text("assoc_value") is "SCTP_SS_FCFS" or "SCTP_SS_DEFAULT";

    private static bool IsReliable(in AdapterRequest value) => value.Names("pr_policy") is [] or ["SCTP_PR_SCTP_NONE"];
}
