namespace Sctp.Sim.Associations.Oracles;

/// <summary>An oracle that knows packets which must be without effect: it compares what a stack shows before and after.</summary>
internal abstract class InertPacket : Oracle
{
    private readonly Snapshot[] _snapshots = [new(), new()];

    public sealed override Hooks Hooks => Hooks.PacketReceived | Hooks.AfterEvent;

    public sealed override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        Snapshot snapshot = _snapshots[side.Index];
        snapshot.IsTaken = MustBeInert(side, packet);
        if (snapshot.IsTaken)
        {
            snapshot.Take(side);
        }
    }

    public sealed override void AfterEvent(AssociationSide side)
    {
        Snapshot snapshot = _snapshots[side.Index];
        if (!snapshot.IsTaken)
        {
            return;
        }

        snapshot.IsTaken = false;
        int packets = Set.Input[side].PacketsSent;
        if (packets != 0)
        {
            Violate(side, $"{packets} packets were sent because of it");
        }
        else if (snapshot.FindDifference(side) is { } difference)
        {
            Violate(side, difference);
        }
    }

    protected abstract bool MustBeInert(AssociationSide side, WirePacket packet);

    private sealed class Snapshot
    {
        private AssociationStatus _status;
        private PathStatus[] _paths = [];
        private int _pathCount;
        private long _pooledBytes;
        private Instant? _nextTimeout;
        private int _associations;

        public bool IsTaken { get; set; }

        public void Take(AssociationSide side)
        {
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
