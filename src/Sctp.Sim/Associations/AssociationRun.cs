using Sctp.Sim.Engine;

namespace Sctp.Sim.Associations;

/// <summary>One of the associations of a run: both sides with their applications, and those who watch them.</summary>
internal sealed class AssociationRun
{
    private readonly EndingOptions _ending;
    private readonly EventLoop _loop;
    private int _delivered;

    public AssociationRun(AssociationSide client, AssociationSide server, ObserverSet observers, EndingOptions ending, EventLoop loop)
    {
        Client = client;
        Server = server;
        Observers = observers;
        _ending = ending;
        _loop = loop;
    }

    public AssociationSide Client { get; }

    public AssociationSide Server { get; }

    public ObserverSet Observers { get; }

    /// <summary>When it was first up at both sides; the epoch when it never was.</summary>
    public Instant Established { get; private set; }

    public Instant LastDelivery { get; private set; }

    /// <summary>When it came up at either side for the last time.</summary>
    public Instant UpSince => Instant.Max(Client.Application.UpSince, Server.Application.UpSince);

    /// <summary>Whether both sides have ended and read everything.</summary>
    public bool IsOver => IsOverAt(Client) && IsOverAt(Server);

    /// <summary>Whether old packets set it up once more after its end.</summary>
    public bool HasBeenRevived => Client.Stack.HasDiscarded || Server.Stack.HasDiscarded;

    /// <summary>Lets the observers look at what one event changed.</summary>
    public void AfterEvent()
    {
        AfterEvent(Client);
        AfterEvent(Server);
    }

    /// <summary>Takes down when what happened.</summary>
    public void Observe()
    {
        if (Established == Instant.Epoch && Client.Application.IsUp && Server.Application.IsUp)
        {
            Established = _loop.Now;
        }

        int delivered = Client.Application.Inbound.DeliveredCount + Server.Application.Inbound.DeliveredCount;
        if (delivered != _delivered)
        {
            _delivered = delivered;
            LastDelivery = _loop.Now;
        }
    }

    /// <summary>Lets a user ask for the end when it is time: one, so that the observers see what that changed before another does.</summary>
    /// <returns>Whether one did.</returns>
    public bool TryBeginEnding() => (_ending.Asks(Side.Client) && TryBeginEnding(Client)) || (_ending.Asks(Side.Server) && TryBeginEnding(Server));

    /// <summary>Gives up a side that waits for a peer who has done with the association. Only when nothing is on its way any more.</summary>
    public void GiveUpWaiting()
    {
        GiveUpWaiting(Client);
        GiveUpWaiting(Server);
    }

    /// <summary>Lets the users of sides that have not ended lose their patience.</summary>
    public void TimeOut()
    {
        TimeOut(Client);
        TimeOut(Server);
    }

    public AssociationReport Report() => new()
    {
        Client = Report(Client),
        Server = Report(Server),
        Established = Established,
        LastDelivery = LastDelivery,
    };

    private static SideReport Report(AssociationSide side) => new()
    {
        MessagesSent = side.Application.Outbound.AcceptedCount,
        BytesSent = side.Application.Outbound.AcceptedBytes,
        MessagesDelivered = side.Application.Outbound.DeliveredCount,
        BytesDelivered = side.Application.Outbound.DeliveredBytes,
        MessagesFailed = side.Application.Outbound.FailedCount,
        MessagesExcused = side.Application.Outbound.ExcusedCount,
        Crashes = side.Incarnation,
        State = side.Stack.State,
        LossReason = side.Application.LossReason,
        Statistics = side.Stack.Statistics,
    };

    private static bool IsOverAt(AssociationSide side) => side.Application.IsOver && side.Application.HasReadAll;

    private static void GiveUpWaiting(AssociationSide side)
    {
        Application application = side.Application;
        if (!application.IsEnded && !application.IsUp && side.Stack.State == AssociationState.Closed && side.Peer.Application.IsOver)
        {
            application.GiveUp();
        }
    }

    private static void TimeOut(AssociationSide side)
    {
        if (!side.Application.IsOver)
        {
            side.Node.TimeOut(side);
        }
    }

    private void AfterEvent(AssociationSide side)
    {
        if (side.IsTouched && !side.Node.IsUnsettled)
        {
            side.IsTouched = false;
            Observers.AfterEvent(side);
        }
    }

    private bool TryBeginEnding(AssociationSide side)
    {
        if (!IsEndingDue(side))
        {
            return false;
        }

        side.Node.BeginEnding(side, _ending.How == EndingKind.Abort);
        return true;
    }

    private bool IsEndingDue(AssociationSide side)
    {
        Application application = side.Application;
        Application other = side.Peer.Application;
        if (application.IsEnded || application.HasEndingBegun)
        {
            return false;
        }

        if (_ending.When == EndingMoment.At)
        {
            return _loop.Now >= Instant.Epoch + _ending.At && side.Stack.State != AssociationState.Closed && side.Node.CanAct;
        }

        return application.IsUp
            && application.HasQueuedAll
            && (_ending.When == EndingMoment.WhenEarly || other.HasQueuedAll)
            && other.IsUp
            && side.Node.CanAct;
    }
}
