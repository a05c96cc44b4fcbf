using System.Text.Json.Nodes;

namespace Sctp.Cli.Adapter;

/// <summary>getsockopt() of RFC 6458 section 8.</summary>
internal static class SocketOptionReader
{
    public static Reply Get(Descriptor descriptor, string name)
    {
        if (name == "SO_ERROR")
        {
            string? error = descriptor.PendingError;
            descriptor.PendingError = null;
            return Reply.OfValue(error is null ? JsonValue.Create(0) : JsonValue.Create(error));
        }

        if (name == "SCTP_STATUS")
        {
            return descriptor.Association is { } association ? Reply.OfValue(Status(association)) : Reply.Fail(Errno.Invalid);
        }

        return Value(descriptor.Options, name) is { } value ? Reply.OfValue(value) : Reply.Unsupported($"getsockopt {name}");
    }

    private static JsonNode? Value(SctpOptions options, string name) => name switch
    {
        "SCTP_RTOINFO" => new JsonObject
        {
            ["srto_initial"] = options.RtoInitial.TotalMilliseconds,
            ["srto_min"] = options.RtoMin.TotalMilliseconds,
            ["srto_max"] = options.RtoMax.TotalMilliseconds,
        },
        "SCTP_INITMSG" => new JsonObject
        {
            ["sinit_num_ostreams"] = options.OutboundStreams,
            ["sinit_max_instreams"] = options.MaxInboundStreams,
            ["sinit_max_attempts"] = options.MaxInitRetransmits,
            ["sinit_max_init_timeo"] = (options.MaxInitTimeout ?? options.RtoMax).TotalMilliseconds,
        },
        "SCTP_ASSOCINFO" => new JsonObject
        {
            ["sasoc_asocmaxrxt"] = options.AssociationMaxRetrans,
            ["sasoc_cookie_life"] = options.ValidCookieLife.TotalMilliseconds,
        },
        "SCTP_PEER_ADDR_PARAMS" => new JsonObject
        {
            ["spp_hbinterval"] = options.HeartbeatInterval.TotalMilliseconds,
            ["spp_pathmaxrxt"] = options.PathMaxRetrans,
            ["spp_pathmtu"] = options.PathMtu,
            ["spp_flags"] = new JsonArray(options.HeartbeatEnabled ? "SPP_HB_ENABLE" : "SPP_HB_DISABLE", "SPP_PMTUD_DISABLE"),
        },
        "SCTP_DELAYED_SACK" => new JsonObject
        {
            ["sack_delay"] = options.SackDelay.TotalMilliseconds,
            ["sack_freq"] = options.SackFrequency,
        },
        "SCTP_NODELAY" => options.Nagle ? 0 : 1,
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

    private static JsonObject AssociationValue(int value) => new() { ["assoc_value"] = value };

    private static JsonObject Status(SctpAssociation association)
    {
        AssociationStatus status = association.GetStatus();
        return new JsonObject
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
