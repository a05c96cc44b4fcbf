using System;
using Sctp.Paths;
using Sctp.Timers;

namespace Sctp;

/// <content>What the user asks and sets while the association lives: paths and protocol parameters (RFC 9260 sections 11.1.6 to 11.1.13).</content>
public sealed partial class SctpAssociation
{
    /// <summary>The state of one path.</summary>
    /// <param name="index">0 to <see cref="PathCount"/> - 1.</param>
    public PathStatus GetPath(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, PathCount);
        Path path = Context.Paths[index];
        Instant t3 = Context.Timers.Deadline(TimerKind.T3Rtx, index);
        return new PathStatus
        {
            Address = path.Remote,
            State = path.State,
            IsPrimary = path == Context.Paths.Primary,
            CongestionWindow = path.Congestion.CongestionWindow,
            SlowStartThreshold = path.Congestion.SlowStartThreshold,
            PartialBytesAcked = path.Congestion.PartialBytesAcked,
            FlightSize = path.FlightSize,
            SmoothedRoundTripTime = path.Rto.Srtt,
            RoundTripTimeVariation = path.Rto.Rttvar,
            RetransmissionTimeout = path.Rto.Rto,
            PathMtu = path.Mtu,
            ErrorCount = path.ErrorCount,
            PathMaxRetrans = path.MaxRetrans,
            HeartbeatEnabled = path.HeartbeatEnabled,
            T3Deadline = t3.IsNever ? null : t3,
            HeartbeatsSent = path.HeartbeatsSent,
            HeartbeatAcksReceived = path.HeartbeatAcksReceived,
            PacketsSent = path.PacketsSent,
            PacketsReceived = path.PacketsReceived,
        };
    }

    /// <summary>Makes a peer address the primary path (RFC 9260 section 11.1.6).</summary>
    /// <exception cref="ArgumentException">The address is not one of the peer's, or not confirmed yet.</exception>
    public void SetPrimaryPath(SctpAddress address, Instant now)
    {
        Path path = PathOf(address);
        if (!path.IsConfirmed)
        {
            throw new ArgumentException($"{address} is not confirmed yet (RFC 9260 section 5.4).", nameof(address));
        }

        now = Endpoint.Observe(now);
        Context.Paths.Primary = path;
        Sender.OnPathsChanged(now);
        Endpoint.Touch(this);
    }

    /// <summary>Sends a HEARTBEAT to a peer address now (RFC 9260 section 11.1.10). Returns whether one will be sent.</summary>
    /// <exception cref="ArgumentException">The address is not one of the peer's.</exception>
    public bool RequestHeartbeat(SctpAddress address, Instant now)
    {
        Path path = PathOf(address);
        now = Endpoint.Observe(now);
        if (!Heartbeats.IsRunning)
        {
            return false;
        }

        Heartbeats.Send(path, now);
        Endpoint.Touch(this);
        return true;
    }

    /// <summary>Switches the monitoring of an idle path on or off (RFC 9260 section 11.1.9).</summary>
    /// <exception cref="ArgumentException">The address is not one of the peer's.</exception>
    public void SetHeartbeat(SctpAddress address, bool enabled, Instant now)
    {
        Path path = PathOf(address);
        now = Endpoint.Observe(now);
        path.HeartbeatEnabled = enabled;
        Heartbeats.Schedule(path, now);
        Endpoint.Touch(this);
    }

    /// <summary>Sets HB.interval for all paths (RFC 9260 section 11.1.9).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The interval is negative.</exception>
    public void SetHeartbeatInterval(Duration interval, Instant now) => SetOptions(Options with { HeartbeatInterval = interval }, now);

    /// <summary>Sets Path.Max.Retrans of one path (RFC 9260 section 11.1.12).</summary>
    /// <exception cref="ArgumentException">The address is not one of the peer's, or the value is negative.</exception>
    public void SetPathMaxRetrans(SctpAddress address, int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        PathOf(address).MaxRetrans = value;
    }

    /// <summary>Sets the path MTU of one path, in bytes of SCTP packet, 512 to 65535.</summary>
    /// <exception cref="ArgumentException">The address is not one of the peer's, or the value is out of range.</exception>
    public void SetPathMtu(SctpAddress address, int mtu, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mtu, SctpOptions.MinPathMtu);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mtu, SctpOptions.MaxPathMtu);
        Path path = PathOf(address);
        ChangeMtu(path, mtu, Endpoint.Observe(now));
        Endpoint.Touch(this);
    }

    /// <summary>Sets the differentiated services code point; the congestion control of all paths begins anew (RFC 9260 section 7.2.5.1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is above 63.</exception>
    public void SetDscp(byte dscp, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dscp, (byte)63);
        now = Endpoint.Observe(now);
        if (dscp == Dscp)
        {
            return;
        }

        Dscp = dscp;
        ResetCongestion(); // 9260-7.2.5.1-02
        Sender.OnPathsChanged(now);
        Endpoint.Touch(this);
    }

    /// <summary>
    /// The network between the host and the peer address is known to have changed, for example by another source address: its congestion control
    /// begins anew (RFC 9260 section 7.2.5.2).
    /// </summary>
    /// <exception cref="ArgumentException">The address is not one of the peer's.</exception>
    public void ReportRouteChange(SctpAddress address, Instant now)
    {
        Path path = PathOf(address);
        now = Endpoint.Observe(now);
        path.ResetCongestion(); // 9260-7.2.5.2-02
        Sender.OnPathsChanged(now);
        Endpoint.Touch(this);
    }

    /// <summary>
    /// Changes protocol parameters of this association (RFC 9260 section 11.1.13). The port, the local addresses, <see cref="SctpOptions.MaxPeerAddresses"/> and
    /// the stream counts stay as they were announced; RTO bounds hold from the next computation on.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names the limit.</exception>
    public void SetOptions(SctpOptions options, Instant now)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        now = Endpoint.Observe(now);
        SctpOptions before = Options;
        options = options with
        {
            LocalPort = before.LocalPort,
            LocalAddresses = before.LocalAddresses,
            MaxPeerAddresses = before.MaxPeerAddresses,
            OutboundStreams = before.OutboundStreams,
            MaxInboundStreams = before.MaxInboundStreams,
        };
        bool enablingChanged = options.HeartbeatEnabled != before.HeartbeatEnabled;
        bool heartbeatsChanged = enablingChanged || options.HeartbeatInterval != before.HeartbeatInterval;
        bool retransChanged = options.PathMaxRetrans != before.PathMaxRetrans;
        Context.Options = options;
        foreach (Path path in Context.Paths.All)
        {
            path.Rto.SetOptions(options);
            path.Congestion.SetOptions(options);
            if (retransChanged)
            {
                path.MaxRetrans = options.PathMaxRetrans;
            }

            if (enablingChanged)
            {
                path.HeartbeatEnabled = options.HeartbeatEnabled;
            }

            if (heartbeatsChanged)
            {
                Heartbeats.Schedule(path, now); // 9260-8.3-21
            }

            if (options.PathMtu is { } mtu && options.PathMtu != before.PathMtu)
            {
                ChangeMtu(path, mtu, now);
            }
        }

        if (options.Dscp != before.Dscp)
        {
            SetDscp(options.Dscp, now);
        }

        if (!HasEnded)
        {
            Sender.OnOptionsChanged(now);
            Receiver.OnOptionsChanged();
        }

        Endpoint.Touch(this);
    }

    private Path PathOf(in SctpAddress address) =>
        Context.Paths.Find(address) ?? throw new ArgumentException($"{address} is not an address of the peer.", nameof(address));
}
