using System;

namespace Sctp.Scripts.Stack;

/// <summary>The system controls that amount to options of the core, by the names FreeBSD gives them below <c>net.inet.sctp</c>.</summary>
internal static class SystemControls
{
    /// <summary>The options with one control set; null where a name means nothing here.</summary>
    public static SctpOptions? Apply(SctpOptions options, string name, long value)
    {
        Duration milliseconds = Duration.FromMilliseconds(Math.Clamp(value, 0, long.MaxValue / 1_000_000));
        int number = (int)Math.Clamp(value, 0, int.MaxValue);
        return name switch
        {
            "heartbeat_interval" => options with { HeartbeatInterval = milliseconds },
            "rto_initial" => options with { RtoInitial = milliseconds, RtoMin = Duration.Min(options.RtoMin, milliseconds), RtoMax = Duration.Max(options.RtoMax, milliseconds) },
            "rto_min" => options with { RtoMin = milliseconds, RtoInitial = Duration.Max(options.RtoInitial, milliseconds), RtoMax = Duration.Max(options.RtoMax, milliseconds) },
            "rto_max" => options with { RtoMax = milliseconds, RtoInitial = Duration.Min(options.RtoInitial, milliseconds), RtoMin = Duration.Min(options.RtoMin, milliseconds) },
            "init_rto_max" => options with { MaxInitTimeout = milliseconds },
            "init_rtx_max" => options with { MaxInitRetransmits = number },
            "assoc_rtx_max" => options with { AssociationMaxRetrans = number },
            "path_rtx_max" => options with { PathMaxRetrans = number },
            "delayed_sack_time" => options with { SackDelay = milliseconds },
            "sack_freq" => options with { SackFrequency = number },
            "valid_cookie_life" => options with { ValidCookieLife = Duration.FromSeconds(number), CookieKeyLifetime = Duration.Max(Duration.FromSeconds(number), options.CookieKeyLifetime) },
            "maxburst" => options with { MaxBurst = number },
            "outgoing_streams" => options with { OutboundStreams = number },
            "incoming_streams" => options with { MaxInboundStreams = number },
            "shutdown_guard_time" => options with { ShutdownGuard = value == 0 ? null : Duration.FromSeconds(number) },
            "blackhole" => options with { IgnoreOutOfTheBlue = value != 0 },
            _ => null,
        };
    }
}
