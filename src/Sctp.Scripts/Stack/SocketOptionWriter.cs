using System;
using System.Collections.Generic;

namespace Sctp.Scripts.Stack;

/// <summary>
/// setsockopt() of RFC 6458 section 8: changes the options of the socket, and with them those of its association, or those that its listening
/// endpoint gives to associations to come.
/// </summary>
internal static class SocketOptionWriter
{
    private const string HeartbeatEnable = "SPP_HB_ENABLE";
    private const string HeartbeatDisable = "SPP_HB_DISABLE";
    private const string HeartbeatDemand = "SPP_HB_DEMAND";
    private const string HeartbeatTimeIsZero = "SPP_HB_TIME_IS_ZERO";
    private const string DiscoveryDisable = "SPP_PMTUD_DISABLE"; // as it always is

    public static StackAnswer Set(Descriptor descriptor, StackValue request, Instant now)
    {
        string name = request.Text("name") ?? string.Empty;
        StackValue value = request.Object("value");
        int? scalar = request.Scalar("value");
        if (FindUnknownMember(name, value) is { } unknown)
        {
            return StackAnswer.NotSupported($"{unknown} of {name}");
        }

        switch (name)
        {
            case "SCTP_RECVRCVINFO" or "SCTP_CONTEXT":
                return StackAnswer.Done; // asked for per call, or without effect on the wire
            case "SCTP_INTERLEAVING_SUPPORTED" or "SCTP_PR_SUPPORTED" or "SCTP_RECONFIG_SUPPORTED" or "SCTP_NRSACK_SUPPORTED" or "SCTP_ECN_SUPPORTED"
                or "SCTP_AUTH_SUPPORTED" or "SCTP_ASCONF_SUPPORTED" or "SCTP_PKTDROP_SUPPORTED" or "SCTP_ACCEPT_ZERO_CHECKSUM" or "SCTP_EXPLICIT_EOR":
                return scalar == 0 ? StackAnswer.Done : StackAnswer.NotSupported(name);
            case "SCTP_FRAGMENT_INTERLEAVE":
                return scalar is 0 or 1 ? StackAnswer.Done : StackAnswer.NotSupported(name + " 2");
            case "SCTP_PLUGGABLE_SS" or "SCTP_STREAM_SCHEDULER":
                return IsFirstComeFirstServed(value) ? StackAnswer.Done : StackAnswer.NotSupported(name);
            case "SCTP_DEFAULT_PRINFO":
                return IsReliable(value) ? StackAnswer.Done : StackAnswer.NotSupported(name);
            case "SCTP_ENABLE_STREAM_RESET":
                return scalar == 0 || (scalar is null && value.Names("assoc_value").Count == 0) ? StackAnswer.Done : StackAnswer.NotSupported(name);
            case "SCTP_PEER_ADDR_PARAMS":
                return FindUnknownFlag(value) is { } flag ? StackAnswer.NotSupported($"{flag} of {name}")
                    : AddressOfPath(value) is { } address && descriptor is { Association: { } one, IsEnded: false } ? SetPath(one, address, value, now)
                    : SetPaths(descriptor, value, now);
            case "SCTP_PRIMARY_ADDR" or "SCTP_SET_PRIMARY_ADDR":
                return SetPrimary(descriptor, value, now);
            case "SCTP_NODELAY" or "SCTP_DISABLE_FRAGMENTS" or "SCTP_MAXSEG" or "SCTP_MAX_BURST" or "SCTP_PARTIAL_DELIVERY_POINT" or "SO_SNDBUF" or "SO_RCVBUF" when scalar is null:
                return StackAnswer.Fail(Errno.Invalid); // not one number
            default:
                return Change(descriptor.Options, name, value, scalar) is { } options ? Apply(descriptor, options, now) : StackAnswer.NotSupported($"setsockopt {name}");
        }
    }

    /// <summary>A member that is set and that the option has not got here. A 0 leaves what was, whatever it is.</summary>
    private static string? FindUnknownMember(string option, StackValue value)
    {
        string[]? known = option switch
        {
            "SCTP_RTOINFO" => ["srto_initial", "srto_min", "srto_max"],
            "SCTP_INITMSG" => ["sinit_num_ostreams", "sinit_max_instreams", "sinit_max_attempts", "sinit_max_init_timeo"],
            "SCTP_ASSOCINFO" => ["sasoc_asocmaxrxt", "sasoc_cookie_life", "sasoc_number_peer_destinations", "sasoc_peer_rwnd", "sasoc_local_rwnd"], // the last three are read only
            "SCTP_PEER_ADDR_PARAMS" => ["spp_address", "spp_hbinterval", "spp_pathmaxrxt", "spp_pathmtu", "spp_flags"],
            "SCTP_DELAYED_SACK" => ["sack_delay", "sack_freq"],
            _ => null,
        };
        for (int i = 0; known is not null && value.Kind == StackValueKind.Object && i < value.Count; i++)
        {
            if (Array.IndexOf(known, value.NameAt(i)) < 0 && !value.NameAt(i).EndsWith("assoc_id", StringComparison.Ordinal) && value.ValueAt(i).AsInteger() != 0)
            {
                return value.NameAt(i);
            }
        }

        return null;
    }

    /// <summary>A flag of SCTP_PEER_ADDR_PARAMS that is set and has no meaning here.</summary>
    private static string? FindUnknownFlag(StackValue value)
    {
        foreach (string flag in value.Names("spp_flags"))
        {
            if (flag is not (HeartbeatEnable or HeartbeatDisable or HeartbeatDemand or HeartbeatTimeIsZero or DiscoveryDisable))
            {
                return flag;
            }
        }

        return value.Flag("spp_flags") ? $"spp_flags={value["spp_flags"]}" : null; // flags travel by name
    }

    /// <summary>The path that is meant; null for all of them, which the unspecified address stands for as well.</summary>
    private static SctpAddress? AddressOfPath(StackValue value) =>
        value.Text("spp_address") is { } text && SctpAddress.Parse(text) is { IsUnicast: true } address ? address : null;

    /// <summary>The options with one socket option changed; 0 leaves a member. Null for a name that is not known.</summary>
    private static SctpOptions? Change(SctpOptions options, string name, StackValue value, int? scalar) => name switch
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

    private static StackAnswer Apply(Descriptor descriptor, SctpOptions options, Instant now)
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
            return StackAnswer.Fail(Errno.Invalid);
        }

        descriptor.Options = options;
        return StackAnswer.Done;
    }

    private static StackAnswer SetPaths(Descriptor descriptor, StackValue value, Instant now)
    {
        IReadOnlyList<string> flags = value.Names("spp_flags");
        bool? heartbeat = Holds(flags, HeartbeatEnable) ? true : Holds(flags, HeartbeatDisable) ? false : null;
        Duration? interval = IntervalOf(flags, value);
        int? maxRetrans = NonZero(value, "spp_pathmaxrxt");
        int? mtu = NonZero(value, "spp_pathmtu");
        SctpOptions before = descriptor.Options;
        StackAnswer reply = Apply(
            descriptor,
            before with
            {
                HeartbeatEnabled = heartbeat ?? before.HeartbeatEnabled,
                HeartbeatInterval = interval ?? before.HeartbeatInterval,
                PathMaxRetrans = maxRetrans ?? before.PathMaxRetrans,
                PathMtu = mtu ?? before.PathMtu,
            },
            now);
        if (Holds(flags, HeartbeatDemand) && descriptor is { Association: { } association, IsEnded: false })
        {
            for (int i = 0; i < association.PathCount; i++)
            {
                _ = association.RequestHeartbeat(association.GetPath(i).Address, now);
            }
        }

        return reply;
    }

    private static StackAnswer SetPath(SctpAssociation association, SctpAddress address, StackValue value, Instant now)
    {
        IReadOnlyList<string> flags = value.Names("spp_flags");
        try
        {
            if (Holds(flags, HeartbeatEnable) || Holds(flags, HeartbeatDisable))
            {
                association.SetHeartbeat(address, Holds(flags, HeartbeatEnable), now);
            }

            if (IntervalOf(flags, value) is { } interval)
            {
                association.SetHeartbeatInterval(interval, now); // one interval for all paths
            }

            if (NonZero(value, "spp_pathmaxrxt") is { } retrans)
            {
                association.SetPathMaxRetrans(address, retrans);
            }

            if (NonZero(value, "spp_pathmtu") is { } mtu)
            {
                association.SetPathMtu(address, mtu, now);
            }

            if (Holds(flags, HeartbeatDemand))
            {
                _ = association.RequestHeartbeat(address, now);
            }
        }
        catch (ArgumentException)
        {
            return StackAnswer.Fail(Errno.Invalid);
        }

        return StackAnswer.Done;
    }

    private static StackAnswer SetPrimary(Descriptor descriptor, StackValue value, Instant now)
    {
        if (descriptor is not { Association: { } association, IsEnded: false } || value.Text("ssp_addr") is not { } address)
        {
            return StackAnswer.Fail(Errno.Invalid);
        }

        try
        {
            association.SetPrimaryPath(SctpAddress.Parse(address), now);
        }
        catch (ArgumentException)
        {
            return StackAnswer.Fail(Errno.Invalid);
        }

        return StackAnswer.Done;
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

    private static Duration? IntervalOf(IReadOnlyList<string> flags, StackValue value) =>
        Holds(flags, HeartbeatTimeIsZero) ? Duration.Zero : Milliseconds(value, "spp_hbinterval");

    private static Duration? Milliseconds(StackValue value, string name) =>
        value.Integer(name) is { } number && number is not 0 and <= long.MaxValue / 1_000_000 ? Duration.FromMilliseconds(number) : null;

    private static int? NonZero(StackValue value, string name) => value.Int32(name) is { } number and not 0 ? number : null;

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

    private static bool IsFirstComeFirstServed(StackValue value) =>
        value.Names("assoc_value") is ["SCTP_SS_FCFS"] or ["SCTP_SS_DEFAULT"] || value.Text("assoc_value") is "SCTP_SS_FCFS" or "SCTP_SS_DEFAULT";

    private static bool IsReliable(StackValue value) => value.Names("pr_policy") is [] or ["SCTP_PR_SCTP_NONE"];
}
