namespace Sctp.Scripts.Stack;

/// <summary>getsockopt() of RFC 6458 section 8.</summary>
internal static class SocketOptionReader
{
    public static StackAnswer Get(Descriptor descriptor, StackValue request)
    {
        string name = request.Text("name") ?? string.Empty;
        if (name == "SO_ERROR")
        {
            string? error = descriptor.PendingError;
            descriptor.PendingError = null;
            return StackAnswer.OfValue(error is null ? StackValue.FromInt64(0) : StackValue.FromString(error));
        }

        if (name == "SCTP_STATUS")
        {
            return descriptor.Association is { } association ? StackAnswer.OfValue(Status(association)) : StackAnswer.Fail(Errno.Invalid);
        }

        if (name is "SCTP_GET_PEER_ADDR_INFO" or "SCTP_PEER_ADDR_PARAMS" && descriptor is { Association: { } ended, IsEnded: false })
        {
            string? address = request.Object("value").Text(name == "SCTP_PEER_ADDR_PARAMS" ? "spp_address" : "spinfo_address");
            return PathOf(ended, address) is not { } path ? StackAnswer.Fail(Errno.Invalid)
                : StackAnswer.OfValue(name == "SCTP_PEER_ADDR_PARAMS" ? PathParameters(ended, path) : PathInformation(path));
        }

        if (name == "SCTP_PRIMARY_ADDR" && descriptor is { Association: { } live, IsEnded: false })
        {
            int primary = live.GetStatus().PrimaryPathIndex;
            return primary < 0 ? StackAnswer.Fail(Errno.Invalid) : StackAnswer.OfValue(new StackValue { ["ssp_addr"] = live.GetPath(primary).Address.ToString() });
        }

        return Value(descriptor.Options, name) is { } value ? StackAnswer.OfValue(value) : StackAnswer.NotSupported($"getsockopt {name}");
    }

    private static StackValue? Value(SctpOptions options, string name) => name switch
    {
        "SCTP_RTOINFO" => new StackValue
        {
            ["srto_initial"] = options.RtoInitial.TotalMilliseconds,
            ["srto_min"] = options.RtoMin.TotalMilliseconds,
            ["srto_max"] = options.RtoMax.TotalMilliseconds,
        },
        "SCTP_INITMSG" => new StackValue
        {
            ["sinit_num_ostreams"] = options.OutboundStreams,
            ["sinit_max_instreams"] = options.MaxInboundStreams,
            ["sinit_max_attempts"] = options.MaxInitRetransmits,
            ["sinit_max_init_timeo"] = (options.MaxInitTimeout ?? options.RtoMax).TotalMilliseconds,
        },
        "SCTP_ASSOCINFO" => new StackValue
        {
            ["sasoc_asocmaxrxt"] = options.AssociationMaxRetrans,
            ["sasoc_cookie_life"] = options.ValidCookieLife.TotalMilliseconds,
        },
        "SCTP_PEER_ADDR_PARAMS" => new StackValue
        {
            ["spp_hbinterval"] = options.HeartbeatInterval.TotalMilliseconds,
            ["spp_pathmaxrxt"] = options.PathMaxRetrans,
            ["spp_pathmtu"] = options.PathMtu ?? 0,
            ["spp_flags"] = StackValue.Of(options.HeartbeatEnabled ? "SPP_HB_ENABLE" : "SPP_HB_DISABLE", "SPP_PMTUD_DISABLE"),
        },
        "SCTP_DELAYED_SACK" => new StackValue
        {
            ["sack_delay"] = options.SackDelay.TotalMilliseconds,
            ["sack_freq"] = options.SackFrequency,
        },
        "SCTP_NODELAY" => (StackValue)(options.Nagle ? 0 : 1),
        "SCTP_DISABLE_FRAGMENTS" => options.Fragmentation ? 0 : 1,
        "SCTP_MAXSEG" => AssociationValue(options.MaxSegmentSize ?? 0),
        "SCTP_MAX_BURST" => AssociationValue(options.MaxBurst),
        "SCTP_PARTIAL_DELIVERY_POINT" => options.PartialDeliveryPoint ?? options.ReceiveBufferSize / 2,
        "SO_SNDBUF" => options.SendBufferSize,
        "SO_RCVBUF" => options.ReceiveBufferSize,
        "SCTP_FRAGMENT_INTERLEAVE" or "SCTP_EXPLICIT_EOR" or "SCTP_ACCEPT_ZERO_CHECKSUM" => 0,
        "SCTP_INTERLEAVING_SUPPORTED" or "SCTP_PR_SUPPORTED" or "SCTP_RECONFIG_SUPPORTED" or "SCTP_NRSACK_SUPPORTED" or "SCTP_ECN_SUPPORTED"
            or "SCTP_AUTH_SUPPORTED" or "SCTP_ASCONF_SUPPORTED" or "SCTP_PKTDROP_SUPPORTED" => AssociationValue(0),
        _ => null,
    };

    private static PathStatus? PathOf(SctpAssociation association, string? address)
    {
        for (int i = 0; i < association.PathCount; i++)
        {
            PathStatus path = association.GetPath(i);
            if (address is null ? path.IsPrimary : path.Address.IsSameHost(SctpAddress.Parse(address)))
            {
                return path;
            }
        }

        return null;
    }

    private static StackValue PathParameters(SctpAssociation association, PathStatus path) => new()
    {
        ["spp_hbinterval"] = association.Options.HeartbeatInterval.TotalMilliseconds,
        ["spp_pathmaxrxt"] = path.PathMaxRetrans,
        ["spp_pathmtu"] = path.PathMtu,
        ["spp_flags"] = StackValue.Of(path.HeartbeatEnabled ? "SPP_HB_ENABLE" : "SPP_HB_DISABLE", "SPP_PMTUD_DISABLE"),
    };

    /// <summary>RFC 6458 section 8.2.2; cwnd in bytes, times in milliseconds.</summary>
    private static StackValue PathInformation(PathStatus path) => new()
    {
        ["spinfo_address"] = path.Address.ToString(),
        ["spinfo_state"] = path.State switch
        {
            PathState.Active => "SCTP_ACTIVE",
            PathState.Inactive => "SCTP_INACTIVE",
            _ => "SCTP_UNCONFIRMED",
        },
        ["spinfo_cwnd"] = path.CongestionWindow,
        ["spinfo_srtt"] = path.SmoothedRoundTripTime.TotalMilliseconds,
        ["spinfo_rto"] = path.RetransmissionTimeout.TotalMilliseconds,
        ["spinfo_mtu"] = path.PathMtu,
    };

    private static StackValue AssociationValue(int value) => new() { ["assoc_value"] = value };

    private static StackValue Status(SctpAssociation association)
    {
        AssociationStatus status = association.GetStatus();
        return new StackValue
        {
            ["sstat_state"] = StateName(status.State),
            ["sstat_rwnd"] = status.PeerReceiverWindow,
            ["sstat_unackdata"] = status.UnacknowledgedChunks,
            ["sstat_instrms"] = status.InboundStreams,
            ["sstat_outstrms"] = status.OutboundStreams,
            ["sstat_fragmentation_point"] = status.FragmentationPoint,
        };
    }

    private static string StateName(AssociationState state) => state switch
    {
        AssociationState.CookieWait => "SCTP_COOKIE_WAIT",
        AssociationState.CookieEchoed => "SCTP_COOKIE_ECHOED",
        AssociationState.Established => "SCTP_ESTABLISHED",
        AssociationState.ShutdownPending => "SCTP_SHUTDOWN_PENDING",
        AssociationState.ShutdownSent => "SCTP_SHUTDOWN_SENT",
        AssociationState.ShutdownReceived => "SCTP_SHUTDOWN_RECEIVED",
        AssociationState.ShutdownAckSent => "SCTP_SHUTDOWN_ACK_SENT",
        _ => "SCTP_CLOSED",
    };
}
