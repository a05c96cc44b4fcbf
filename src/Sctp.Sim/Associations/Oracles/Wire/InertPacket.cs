namespace Sctp.Sim.Associations.Oracles;

/// <summary>An oracle that knows packets which must be without effect: it compares what a stack shows before and after.</summary>
internal abstract class InertPacket : Oracle
{
    private readonly Snapshot[] _snapshots = [new(), new()];

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.AfterEvent;

    public sealed override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        Snapshot snapshot = _snapshots[side.Index];
        snapshot.IsTaken = MustBeInert(side, packet) && IsAlone(side);
        OnEffect(side, packet);
        if (snapshot.IsTaken)
        {
            snapshot.Take(side, IsCounted(side, packet));
        }
    }

    public sealed override void AfterEvent(AssociationSide side)
    {
        AfterEffect(side);
        Snapshot snapshot = _snapshots[side.Index];
        if (!snapshot.IsTaken)
        {
            return;
        }

        snapshot.IsTaken = false;
        if (snapshot.Postponements != side.Node.Postponements || Set.Input[side].AreEventsReleased)
        {
            return; // The host took what it caused together with what came after it, or the application what it had been told before.
        }

        int packets = snapshot.IsCounted ? Set.Input[side].ControlPacketsSent : Set.Input[side].PacketsSent;
        if (packets != 0)
        {
            Violate(side, $"{packets} packets were sent because of it");
        }
        else if (snapshot.FindDifference(side) is { } difference)
        {
            Violate(side, difference);
        }
    }

    // What earlier inputs caused must have been taken, no timer may be due and no application have woken late: all these act whenever something arrives.
    private static bool IsAlone(AssociationSide side)
    {
        bool isIdle = !side.Node.IsUnsettled && !(side.Endpoint.NextTimeout <= side.Node.LocalNow);
        foreach (AssociationSide? each in side.Node.Sides)
        {
            isIdle &= each is null || !each.Application.WantsToAct;
        }

        return isIdle;
    }

    protected abstract bool MustBeInert(AssociationSide side, WirePacket packet);

    /// <summary>
    /// Whether the association may count the packet as received, take it as a sign of life and as an opportunity to send DATA, because only a chunk of it is
    /// ignored.
    /// </summary>
    protected virtual bool IsCounted(AssociationSide side, WirePacket packet) => false;

    /// <summary>A packet came in; for what else an oracle has to say of it.</summary>
    protected virtual void OnEffect(AssociationSide side, WirePacket packet)
    {
    }

    /// <summary>The event is over.</summary>
    protected virtual void AfterEffect(AssociationSide side)
    {
    }

    private sealed class Snapshot
    {
        private AssociationStatus _status;
        private PathStatus[] _paths = [];
        private int _pathCount;
        private long _pooledBytes;
        private Instant? _nextTimeout;
        private int _associations;

        public bool IsCounted { get; private set; }

        public bool IsTaken { get; set; }

        /// <summary>How often the host had put off taking what inputs caused.</summary>
        public long Postponements { get; private set; }

        public void Take(AssociationSide side, bool isCounted)
        {
            IsCounted = isCounted;
            Postponements = side.Node.Postponements;
            _status = side.Stack.Status;
            _pooledBytes = side.Endpoint.PooledBytesInUse;
            _nextTimeout = side.Endpoint.NextTimeout;
            _associations = side.Endpoint.AssociationCount;
            _pathCount = side.Stack.PathCount;
            if (_paths.Length < _pathCount)
            {
                _paths = new PathStatus[_pathCount];
            }

            for (int i = 0; i < _pathCount; i++)
            {
                _paths[i] = side.Stack.GetPath(i);
            }
        }

        public string? FindDifference(AssociationSide side)
        {
            AssociationStatus status = side.Stack.Status;
            if (IsCounted)
            {
                bool isSame = status.State == _status.State
                    && status.CumulativeTsnAckPoint == _status.CumulativeTsnAckPoint
                    && status.ReceivedCumulativeTsn == _status.ReceivedCumulativeTsn
                    && status.OutboundStreams == _status.OutboundStreams
                    && status.InboundStreams == _status.InboundStreams
                    && side.Stack.PathCount == _pathCount
                    && side.Endpoint.AssociationCount == _associations;
                return isSame ? null : $"the association was {_status} and is {status}";
            }

            if (status != _status)
            {
                return $"the association was {_status} and is {status}";
            }

            if (side.Endpoint.AssociationCount != _associations || side.Endpoint.PooledBytesInUse != _pooledBytes || side.Endpoint.NextTimeout != _nextTimeout)
            {
                return $"{_associations} associations, {_pooledBytes} pooled bytes, next timeout {_nextTimeout} became {side.Endpoint.AssociationCount}, {side.Endpoint.PooledBytesInUse}, {side.Endpoint.NextTimeout}";
            }

            for (int i = 0; i < _pathCount && i < side.Stack.PathCount; i++)
            {
                PathStatus path = side.Stack.GetPath(i);
                if (path != _paths[i])
                {
                    return $"path {i} was {_paths[i]} and is {path}";
                }
            }

            return side.Stack.PathCount == _pathCount ? null : $"{_pathCount} paths became {side.Stack.PathCount}";
        }
    }
}
