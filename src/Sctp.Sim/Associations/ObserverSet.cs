using System;
using System.Collections.Generic;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Oracles;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Sim.Associations;

/// <summary>Everyone who watches one association, and what the oracles among them found.</summary>
internal sealed class ObserverSet
{
    private readonly EventLoop _loop;
    private readonly List<Violation> _violations;
    private readonly SideStep[] _steps;
    private readonly SentPacketObserver[] _packetSent;
    private readonly Observer[] _packetReceived;
    private readonly Observer[] _messageReceived;
    private readonly Observer[] _associationEvent;
    private readonly Observer[] _beganAnew;
    private readonly Observer[] _icmpReceived;
    private readonly Observer[] _pathStep;
    private readonly Observer[] _afterEvent;
    private readonly Observer[] _atEnd;
    private readonly Observer[] _atDeadline;
    private readonly NoException? _noException;

    /// <param name="loop">The clock.</param>
    /// <param name="violations">Where violations go: one list for all associations of a run.</param>
    /// <param name="observers">The observers, in the order in which they are called.</param>
    public ObserverSet(EventLoop loop, List<Violation> violations, IReadOnlyList<Observer> observers)
    {
        _loop = loop;
        _steps = [new SideStep(Shadow), new SideStep(Shadow)];
        _violations = violations;
        IsWatched = observers.Count != 0;
        _packetSent = Array.ConvertAll(Subscribers(observers, Hooks.PacketSent), static observer => new SentPacketObserver(observer, observer.SentTypes));
        _packetReceived = Subscribers(observers, Hooks.PacketReceived);
        _messageReceived = Subscribers(observers, Hooks.MessageReceived);
        _associationEvent = Subscribers(observers, Hooks.AssociationEvent);
        _beganAnew = Subscribers(observers, Hooks.BeganAnew);
        _icmpReceived = Subscribers(observers, Hooks.IcmpReceived);
        _pathStep = Subscribers(observers, Hooks.PathStep);
        _afterEvent = Subscribers(observers, Hooks.AfterEvent);
        _atEnd = Subscribers(observers, Hooks.AtEnd);
        _atDeadline = Subscribers(observers, Hooks.AtDeadline);
        for (int i = 0; i < observers.Count; i++)
        {
            observers[i].JoinSet(this);
            Quiescence ??= observers[i] as Quiescence;
            _noException ??= observers[i] as NoException;
        }
    }

    /// <summary>Whether there is any observer.</summary>
    public bool IsWatched { get; }

    /// <summary>What a reference receiver and a reference sender know of each side, from the wire alone.</summary>
    public AssociationShadow Shadow { get; } = new();

    /// <summary>The tags of an association that was over before the run began.</summary>
    public FormerTags FormerTags { get; } = new();

    /// <summary>How each side came by its tags and initial TSNs, from the wire alone.</summary>
    public SetupShadow Setup { get; } = new();

    /// <summary>The input that each side deals with now, and what it has sent because of it.</summary>
    public InputShadow Input { get; } = new();

    /// <summary>The number of the association.</summary>
    public int Association { get; init; }

    /// <summary>What the scenario holds beside honest stacks, faulty links and patient users.</summary>
    public Conditions Conditions { get; init; }

    /// <summary>What the input that is being dealt with did to each side so far.</summary>
    public SideStep StepOf(AssociationSide side) => _steps[side.Index];

    /// <summary>The other SCTP implementation that is one of the sides; null for none.</summary>
    public ForeignPeer? Foreign { get; init; }

    /// <summary>Where events and violations are written as text; null for nowhere.</summary>
    public IRunTrace? Trace { get; set; }

    public Quiescence? Quiescence { get; }

    /// <summary>The network that the association lives in; null where only packets are shown.</summary>
    public SimulatedNetwork? Network { get; init; }

    /// <summary>An exception escaped from the core.</summary>
    public void OnException(Exception exception) => _noException?.OnException(exception);

    public void Report(Oracle oracle, AssociationSide? side, string detail)
    {
        var violation = new Violation(oracle.Id, oracle.Name, oracle.Statement, oracle.RfcSection, _loop.Now, side?.Name ?? "network", detail) { Association = Association };
        bool mayBeOfSecond = Setup.HasSecond && oracle != _noException;
        if (mayBeOfSecond || Foreign?.Excuses(side, violation) == true)
        {
            return;
        }

        _violations.Add(violation);
        Trace?.OnViolation(violation);
    }

    public void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!IsWatched)
        {
            return; // Nobody asks what the shadows know.
        }

        Shadow.OnPacketSent(side, packet);
        Input.OnPacketSent(side, packet);
        Setup.OnPacketSent(side, packet);
        _steps[side.Index].OnPacketSent(side, packet);
        ulong types = packet.Types | Observer.AnyPacket;
        foreach (ref readonly SentPacketObserver each in _packetSent.AsSpan())
        {
            if ((each.Types & types) != 0)
            {
                each.Observer.OnPacketSent(side, packet);
            }
        }

        Shadow.AfterPacketSent(side);
    }

    /// <summary>A packet is about to be handed to a stack. Only for a set that is watched.</summary>
    public void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        Shadow.OnPacketReceived(side, packet);
        Input.OnPacketReceived(side, packet);
        Setup.OnPacketReceived(side, packet, Input[side]);
        _steps[side.Index].OnPacketReceived(side, packet);
        foreach (Observer observer in _packetReceived)
        {
            observer.OnPacketReceived(side, packet);
        }
    }

    public void OnIcmpReceived(AssociationSide side, in IcmpMessage message)
    {
        foreach (Observer observer in _icmpReceived)
        {
            observer.OnIcmpReceived(side, message);
        }
    }

    public void OnMessageReceived(AssociationSide side, in ReceivedPart part)
    {
        if (!IsWatched)
        {
            return;
        }

        Shadow.OnMessageReceived(side, part);
        foreach (Observer observer in _messageReceived)
        {
            observer.OnMessageReceived(side, part);
        }
    }

    public void OnAssociationEvent(AssociationSide side, in SctpEvent e)
    {
        Trace?.OnEvent(side, e);
        if (!IsWatched)
        {
            return;
        }

        _steps[side.Index].OnEvent(side, e);
        foreach (Observer observer in _associationEvent)
        {
            observer.OnAssociationEvent(side, e);
        }

        Input.OnAssociationEvent(side);
        Setup.OnAssociationEvent(side, e);
    }

    public void OnBeganAnew(AssociationSide side)
    {
        if (!IsWatched)
        {
            return;
        }

        Setup.OnBeganAnew(side);
        foreach (Observer observer in _beganAnew)
        {
            observer.OnBeganAnew(side);
        }
    }

    public void AfterEvent(AssociationSide side)
    {
        if (!IsWatched)
        {
            return;
        }

        Shadow.BeforeJudgement(side);
        SideStep step = _steps[side.Index];
        step.End(side);
        JudgePaths(side, step);
        foreach (Observer observer in _afterEvent)
        {
            observer.AfterEvent(side);
        }

        Input.AfterEvent(side);
        Setup.AfterEvent(side);
        step.BeginNext();
    }

    private void JudgePaths(AssociationSide side, SideStep step)
    {
        if (_pathStep.Length == 0 || !step.IsEstablished || side.Application.IsEnded)
        {
            return;
        }

        for (int i = 0; i < step.PathCount; i++)
        {
            PathStep path = step[i];
            if (!step.MayHaveTouched(path))
            {
                continue;
            }

            path.WasJudged |= path.IsKnown;
            foreach (Observer observer in _pathStep)
            {
                observer.AfterPathStep(side, step, path);
            }
        }
    }

    public void AtDeadline(AssociationSide side, Duration bound)
    {
        foreach (Observer observer in _atDeadline)
        {
            observer.AtDeadline(side, bound);
        }
    }

    public void AtEnd(AssociationSide side)
    {
        foreach (Observer observer in _atEnd)
        {
            observer.AtEnd(side);
        }
    }

    private static Observer[] Subscribers(IReadOnlyList<Observer> observers, Hooks hook)
    {
        List<Observer> subscribers = [];
        for (int i = 0; i < observers.Count; i++)
        {
            if ((observers[i].Hooks & hook) != 0)
            {
                subscribers.Add(observers[i]);
            }
        }

        return [.. subscribers];
    }

    private readonly record struct SentPacketObserver(Observer Observer, ulong Types);
}
