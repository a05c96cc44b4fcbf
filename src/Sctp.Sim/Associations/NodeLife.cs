using System;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Associations;

/// <summary>
/// How a node lives: it has another stack after each crash, and its associations begin, and begin again in the place of lost ones where their applications
/// want that.
/// </summary>
internal sealed class NodeLife
{
    /// <summary>How long an application waits before it opens another association in the place of a lost one.</summary>
    private static readonly Duration ReconnectDelay = Duration.FromMilliseconds(500);

    private readonly SctpNode _node;
    private readonly Func<int, ISctpStack> _createStack;
    private readonly EventLoop _loop;
    private readonly int _actor;
    private readonly ApplicationTicks _ticks;
    private readonly AddressBook _addresses;
    private int _outages;

    /// <param name="node">The node.</param>
    /// <param name="createStack">Makes the stack of an incarnation: 0 at the start, one more after each crash.</param>
    /// <param name="loop">Virtual time.</param>
    /// <param name="actor">The node's number in it.</param>
    /// <param name="ticks">What lets the applications send and read.</param>
    /// <param name="addresses">The addresses of all hosts.</param>
    public NodeLife(SctpNode node, Func<int, ISctpStack> createStack, EventLoop loop, int actor, ApplicationTicks ticks, AddressBook addresses)
    {
        _node = node;
        _createStack = createStack;
        _loop = loop;
        _actor = actor;
        _ticks = ticks;
        _addresses = addresses;
        Stack = createStack(0);
    }

    /// <summary>The stack: another one after a crash.</summary>
    public ISctpStack Stack { get; private set; }

    /// <summary>How often the host has crashed.</summary>
    public int Incarnation { get; private set; }

    /// <summary>Whether the host crashed and has not started again: while it was down it may have crashed once more, and then it starts when both outages are over.</summary>
    public bool IsDown => _outages != 0;

    /// <summary>Opens an association, unless that has happened already or nobody is left for it.</summary>
    public void Connect(AssociationSide side)
    {
        if (IsDown || side.HasConnected || side.Application.IsOver)
        {
            return;
        }

        if (side.Peer.Application.IsOver)
        {
            side.Application.GiveUp();
            return;
        }

        side.HasConnected = true;
        ReadOnlySpan<SctpAddress> remotes = _addresses.Of(side.PeerHost);
        int named = side.Options.NamedAddresses;
        remotes = named == 0 ? remotes : remotes[..Math.Min(named, remotes.Length)];
        Stack.Connect(side.PeerHost, remotes, HostNumbers.PortOf(side.PeerHost), _node.LocalNow);
    }

    /// <summary>Another association takes the place of a lost one: what can still be read of that is read first.</summary>
    public void BeginAnew(AssociationSide side)
    {
        Application application = side.Application;
        application.ReadRest();
        application.BeginAnew();
        side.RestoreOptions();
        side.HasConnected = false;
        side.Observers.OnBeganAnew(side);
        _ticks.Ensure(side);
        if (side.Index == (int)Side.Client)
        {
            _loop.Schedule(_loop.Now + ReconnectDelay, EventPriority.Application, _actor, NodeEventKind.Connect, side.PeerHost);
        }
        else
        {
            Stack.Reopen(side.PeerHost);
        }
    }

    /// <summary>The stack loses all it knew, and starts again after a while.</summary>
    /// <param name="downFor">How long the host is down.</param>
    /// <param name="reconnects">Whether the client of each association that this cuts sets it up again.</param>
    public void Crash(Duration downFor, bool reconnects)
    {
        _outages++;
        Stack = _createStack(++Incarnation);
        foreach (AssociationSide? side in _node.Sides)
        {
            if (side is not null)
            {
                side.OnNewStack();
                side.Application.OnCrash(reconnects);
                if (side.Application.IsOver)
                {
                    Stack.Refuse(side.PeerHost);
                }

                side.Observers.OnBeganAnew(side);
                _ticks.Ensure(side);
            }
        }

        _loop.Schedule(_loop.Now + downFor, EventPriority.World, _actor, NodeEventKind.OutageEnd, 0);
    }

    /// <summary>An outage is over, and the host works again if it was the last. A client that has done with its association listens no more.</summary>
    public void EndOutage()
    {
        _outages--;
        if (IsDown)
        {
            return;
        }

        foreach (AssociationSide? side in _node.Sides)
        {
            if (side is { Index: (int)Side.Client, Application.IsOver: false })
            {
                Stack.Listen();
                Connect(side);
            }
            else if (side is { Index: (int)Side.Server })
            {
                Stack.Listen();
            }
        }
    }
}
