using System;

namespace Sctp.Sim.Associations;

/// <summary>Lets the <see cref="BuggifySite"/>s of one host act: unusual calls in an unusual order, all of them allowed.</summary>
internal sealed class HostBuggify
{
    private const long LongestWait = 1_000_000; // ns
    private const long LongestWithoutEvents = 5_000_000_000; // ns
    private const int DscpCount = 64;

    private readonly Buggify _sites;
    private readonly SctpNode _node;
    private bool _hasRotated;
    private Instant _eventsNotBefore;
    private long _restarts;
    private bool _areEventsTaken;
    private bool _leavesEvents;

    public HostBuggify(Buggify sites, SctpNode node)
    {
        _sites = sites;
        _node = node;
    }

    /// <summary>Whether a little time is to go by before anything is taken from the stack.</summary>
    /// <param name="isArrival">Whether a packet has just come.</param>
    /// <param name="wait">How long.</param>
    public bool Postpones(bool isArrival, out Duration wait)
    {
        wait = Duration.Zero;
        if (!AreAllEstablished)
        {
            return false;
        }

        bool isLate = Fires(BuggifySite.LateTransmit, 1, LongestWait, out long nanoseconds)
            || (isArrival && Fires(BuggifySite.BatchArrival, 1, LongestWait * 2, out nanoseconds));
        wait = Duration.FromNanoseconds(nanoseconds);
        return isLate;
    }

    /// <summary>Whether everything else of this instant comes before the next packet is taken.</summary>
    public bool StopsAfterPacket => AreAllEstablished && Fires(BuggifySite.OnePacketAtATime, 0, 0, out _);

    /// <summary>The length of the buffer for the next packet.</summary>
    public int BufferLength(int usual) =>
        Fires(BuggifySite.SmallTransmitBuffer, SctpOptions.MinPathMtu, SctpOptions.MinPathMtu * 2, out long length) ? (int)length : usual;

    /// <summary>Calls the stack though there is nothing to say.</summary>
    public void Disturb()
    {
        ISctpStack stack = _node.Stack;
        Instant now = _node.LocalNow;
        // Where a timer is due it would not be spurious: what it does must be seen to be the timer's work.
        if (Fires(BuggifySite.SpuriousAdvance, 0, 0, out _) && !(stack.NextTimeout <= now))
        {
            stack.Advance(now);
        }

        if (Fires(BuggifySite.EarlierTime, 1, 1_000_000_000, out long nanoseconds) && !(stack.NextTimeout <= now))
        {
            stack.Advance(now - Duration.FromNanoseconds(nanoseconds));
        }

        if (Fires(BuggifySite.ListenAgain, 0, 0, out _))
        {
            stack.Listen();
        }

        // A cookie outlives one change of the key, not two.
        if (!_hasRotated && Fires(BuggifySite.CookieKeyRotated, 0, 0, out _))
        {
            _hasRotated = true;
            stack.RotateCookieKey(now);
        }
    }

    /// <summary>Whether the application leaves events where they are at this time.</summary>
    public bool IsLeavingEvents => _node.Now < _eventsNotBefore;

    /// <summary>Whether the events that were taken last are those of more than one input.</summary>
    public bool HasReleasedEvents { get; private set; }

    /// <summary>
    /// Whether the application leaves the events of its stack where they are. It does so for a while at a time, and only as long as nothing happens to the
    /// associations themselves: an application that does not know that one is gone would be judged for what it does to it.
    /// </summary>
    public bool LeavesEvents()
    {
        bool hasLeft = _leavesEvents;
        _leavesEvents = DecideToLeaveEvents();
        HasReleasedEvents = (HasReleasedEvents && !_areEventsTaken) || (hasLeft && !_leavesEvents);
        _areEventsTaken = false;
        return _leavesEvents;
    }

    /// <summary>The host takes all events there are.</summary>
    public void OnEventsTaken() => _areEventsTaken = true;

    /// <summary>The user monitors every path from now on: without HEARTBEATs an association that says nothing never hears that its peer is gone.</summary>
    public void MonitorPaths(AssociationSide side)
    {
        for (int i = 0; i < side.Stack.PathCount && side.Stack.Core is { } core; i++)
        {
            PathStatus path = side.Stack.GetPath(i);
            if (!path.HeartbeatEnabled)
            {
                core.SetHeartbeat(path.Address, enabled: true, _node.LocalNow);
            }
        }
    }

    private bool DecideToLeaveEvents()
    {
        long restarts = Restarts;
        bool isQuiet = AreAllEstablished && restarts == _restarts;
        _restarts = restarts;
        if (!isQuiet)
        {
            _eventsNotBefore = Instant.Epoch;
            return false;
        }

        if (IsLeavingEvents)
        {
            return true;
        }

        if (!Fires(BuggifySite.LateEvents, LongestWait, LongestWithoutEvents, out long nanoseconds))
        {
            return false;
        }

        _eventsNotBefore = Instant.Min(_node.Now + Duration.FromNanoseconds(nanoseconds), _sites.Heal);
        _node.Wake(_eventsNotBefore);
        return true;
    }

    /// <summary>Uses an association as a user may.</summary>
    /// <returns>Whether the stack was called with effect, so that it may have something to transmit.</returns>
    public bool Act(AssociationSide side)
    {
        if (side.Stack.Core is not { HasEnded: false, State: not AssociationState.Closed, PathCount: > 0 } core)
        {
            return false;
        }

        bool hasActed = Ask(side, core);
        SctpAddress Draw(long path) => core.GetPath((int)(path % core.PathCount)).Address;
        if (Fires(BuggifySite.HeartbeatOnDemand, 0, 7, out long which))
        {
            hasActed |= core.RequestHeartbeat(Draw(which), _node.LocalNow);
            side.DemandedHeartbeats |= 1UL << (int)(which % core.PathCount);
        }

        if (Fires(BuggifySite.HeartbeatToggled, 0, 15, out which))
        {
            core.SetHeartbeat(Draw(which / 2), which % 2 == 1, _node.LocalNow);
            hasActed = true;
        }

        if (Fires(BuggifySite.HeartbeatIntervalChanged, 1, 20_000, out long milliseconds))
        {
            Change(side, core, core.Options with { HeartbeatInterval = Duration.FromMilliseconds(milliseconds) });
            hasActed = true;
        }

        if (Fires(BuggifySite.PrimarySwitched, 0, 7, out which) && core.Context.Paths[(int)(which % core.PathCount)].IsConfirmed)
        {
            core.SetPrimaryPath(Draw(which), _node.LocalNow);
            hasActed = true;
        }

        if (Fires(BuggifySite.OptionsChanged, 0, 11, out long change))
        {
            Change(side, core, Changed(core.Options, change));
            hasActed = true;
        }

        int mtu = side.Options.Endpoint.PathMtu ?? SctpOptions.MinPathMtu;
        if (Fires(BuggifySite.PathMtuSet, SctpOptions.MinPathMtu, mtu, out long size))
        {
            core.SetPathMtu(Draw(size), (int)size, _node.LocalNow);
            hasActed = true;
        }

        if (Fires(BuggifySite.RouteChanged, 0, 7, out which))
        {
            core.ReportRouteChange(Draw(which), _node.LocalNow);
            hasActed = true;
        }

        if (Fires(BuggifySite.PathMaxRetransChanged, 0, 7, out long most))
        {
            core.SetPathMaxRetrans(Draw(most), (int)most);
        }

        if (Fires(BuggifySite.DscpChanged, 0, DscpCount - 1, out long dscp))
        {
            side.NoteDscp((byte)dscp);
            core.SetDscp((byte)dscp, _node.LocalNow);
            hasActed = true;
        }

        return hasActed;
    }

    /// <summary>Whether the application stops reading after one message, and for how long.</summary>
    public bool ReadsOne(out Duration wait) => FiresFor(BuggifySite.ReadOne, out wait);

    /// <summary>Whether the application leaves what has arrived unread for a while.</summary>
    public bool ReadsLate(out Duration wait) => FiresFor(BuggifySite.LateRead, out wait);

    /// <summary>Whether the application sends nothing for a while.</summary>
    public bool PausesSending(out Duration wait) => FiresFor(BuggifySite.SendPaused, out wait);

    /// <summary>Whether the application reads though nothing has arrived.</summary>
    public bool ReadsEarly => Fires(BuggifySite.EarlyRead, 0, 0, out _);

    // Set-up and end are judged answer by answer, so each input must be seen to have its own.
    private bool AreAllEstablished
    {
        get
        {
            foreach (AssociationSide? side in _node.Sides)
            {
                if (side is { Stack.State: not AssociationState.Established })
                {
                    return false;
                }
            }

            return true;
        }
    }

    private long Restarts
    {
        get
        {
            long restarts = 0;
            foreach (AssociationSide? side in _node.Sides)
            {
                restarts += side?.Stack.Statistics.Restarts ?? 0;
            }

            return restarts;
        }
    }

    // What changes nothing, and what must be refused.
    private bool Ask(AssociationSide side, SctpAssociation core)
    {
        if (Fires(BuggifySite.StatusPolled, 0, 0, out _))
        {
            _ = core.GetStatus();
            for (int i = 0; i < core.PathCount; i++)
            {
                _ = core.GetPath(i);
            }
        }

        if (Fires(BuggifySite.RefusedSend, 0, 1, out long how))
        {
            var options = new SendOptions { StreamId = (ushort)Math.Min(core.OutboundStreams, ushort.MaxValue) };
            MustThrow<ArgumentException>(
                () => core.Send(how == 0 ? default : new byte[1], how == 0 ? default : options, _node.LocalNow),
                "a message that is empty, or on a stream that does not exist, was taken");
        }

        if (Fires(BuggifySite.RepeatedConnect, 0, 0, out _))
        {
            MustThrow<InvalidOperationException>(
                () => core.Endpoint.Connect(core.GetPath(0).Address, core.RemotePort, _node.LocalNow),
                "a second association with the same peer was opened");
        }

        if (side.Application is { HasEndingBegun: true, Agreement: { IsShutdownAsked: true, IsAbortAsked: false } } && Fires(BuggifySite.RepeatedShutdown, 0, 0, out _))
        {
            core.Shutdown(_node.LocalNow);
            return true;
        }

        return false;
    }

    private static void MustThrow<T>(Action call, string otherwise)
        where T : Exception
    {
        try
        {
            call();
        }
        catch (T)
        {
            return;
        }

        throw new InvalidOperationException("The core refuses too little: " + otherwise + ".");
    }

    private static SctpOptions Changed(SctpOptions options, long change) => change switch
    {
        0 => options with { MaxBurst = 1 },
        1 => options with { MaxBurst = 0 },
        2 => options with { MaxBurst = 4 },
        3 or 4 => options with { Nagle = !options.Nagle },
        5 => options with { SackFrequency = 1 },
        6 => options with { SackFrequency = 3 },
        7 => options with { SlowStartLimit = 4 },
        8 => options with { SlowStartLimit = 1 },
        9 => options with { SackDelay = Duration.Zero },
        10 => options with { SackDelay = SctpOptions.MaxSackDelay },
        _ => options with { HeartbeatMaxBurst = 4 },
    };

    // Who watches judges by the options that hold now.
    private void Change(AssociationSide side, SctpAssociation core, SctpOptions options)
    {
        core.SetOptions(options, _node.LocalNow);
        SctpOptions before = side.Options.Endpoint;
        side.Options = side.Options with
        {
            Endpoint = before with
            {
                MaxBurst = options.MaxBurst,
                Nagle = options.Nagle,
                SackFrequency = options.SackFrequency,
                SlowStartLimit = options.SlowStartLimit,
                SackDelay = options.SackDelay,
                HeartbeatInterval = options.HeartbeatInterval,
                HeartbeatMaxBurst = options.HeartbeatMaxBurst,
            },
        };
    }

    private bool FiresFor(BuggifySite site, out Duration wait)
    {
        bool fires = Fires(site, 1_000, 500_000_000, out long nanoseconds);
        wait = Duration.FromNanoseconds(nanoseconds);
        return fires;
    }

    private bool Fires(BuggifySite site, long least, long most, out long value) => _sites.Fires(site, _node.Host, _node.Now, least, most, out value);
}
