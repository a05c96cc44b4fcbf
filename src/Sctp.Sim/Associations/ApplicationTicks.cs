using Sctp.Sim.Engine;

namespace Sctp.Sim.Associations;

/// <summary>Lets the applications of a node send and read at their intervals, as long as they have something to send or to read.</summary>
internal sealed class ApplicationTicks
{
    private readonly EventLoop _loop;
    private readonly int _actor;

    /// <param name="loop">Virtual time.</param>
    /// <param name="actor">The node's number in it.</param>
    public ApplicationTicks(EventLoop loop, int actor)
    {
        _loop = loop;
        _actor = actor;
    }

    /// <summary>Lets an application begin, or go on where it had come to its end.</summary>
    public void Ensure(AssociationSide side)
    {
        EnsureSending(side);
        EnsureReading(side);
    }

    /// <summary>It is time to send.</summary>
    public void OnSendTick(AssociationSide side)
    {
        Application application = side.Application;
        application.OnSendTick();
        application.IsSendTicking = false;
        if (!application.HasQueuedAll)
        {
            EnsureSending(side);
        }
    }

    /// <summary>It is time to read.</summary>
    public void OnReadTick(AssociationSide side)
    {
        Application application = side.Application;
        application.OnReadTick();
        application.IsReadTicking = false;
        if (!application.IsEnded || !application.HasReadAll)
        {
            EnsureReading(side);
        }
    }

    private void EnsureSending(AssociationSide side)
    {
        if (side.Application is { IsSendTicking: false, SendInterval: { } interval } application)
        {
            application.IsSendTicking = true;
            _loop.Schedule(_loop.Now + interval, EventPriority.Application, _actor, NodeEventKind.SendTick, side.PeerHost);
        }
    }

    private void EnsureReading(AssociationSide side)
    {
        if (side.Application is { IsReadTicking: false, ReadInterval: { } interval } application)
        {
            application.IsReadTicking = true;
            _loop.Schedule(_loop.Now + interval, EventPriority.Application, _actor, NodeEventKind.ReadTick, side.PeerHost);
        }
    }
}
