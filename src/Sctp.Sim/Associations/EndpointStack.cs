using System;

namespace Sctp.Sim.Associations;

/// <summary>
/// An <see cref="SctpEndpoint"/>. For each peer, the first association that comes up or is opened is the one under test; an echo of old packets may set
/// up another after its end (a duplicate of COOKIE ECHO within the life of its cookie does), which is shut down at once and whose data is thrown away.
/// </summary>
internal sealed class EndpointStack : ISctpStack
{
    private readonly SctpEndpoint _endpoint;
    private readonly AddressBook _addresses;
    private readonly View[] _views;

    /// <summary>A stack whose peers are found by their addresses.</summary>
    public EndpointStack(SctpOptions options, IEntropy entropy, AddressBook addresses)
    {
        _endpoint = new SctpEndpoint(options, entropy);
        _addresses = addresses;
        _views = new View[addresses.HostCount];
        for (int i = 0; i < _views.Length; i++)
        {
            _views[i] = new View();
        }
    }

    public int AssociationCount => _endpoint.AssociationCount;

    public long PooledBytesInUse => _endpoint.PooledBytesInUse;

    public Instant? NextTimeout => _endpoint.NextTimeout;

    public long CookieMacCount => _endpoint.CookieMacCount;

    public IAssociationStack GetAssociation(int peer) => _views[peer];

    public void Listen() => _endpoint.Listen();

    /// <summary>
    /// An association with that peer that is there already is the one that is meant if it came up as the one under test; one that old packets set up is in
    /// the way, and ends.
    /// </summary>
    public void Connect(int peer, ReadOnlySpan<SctpAddress> remotes, ushort remotePort, Instant now)
    {
        foreach (SctpAddress remote in remotes)
        {
            if (_endpoint.Find(remote, remotePort, out _) is not { } existing)
            {
                continue;
            }

            if (ReferenceEquals(existing, _views[peer].Core))
            {
                return;
            }

            existing.Abort(now);
        }

        _views[peer].Core = _endpoint.Connect(remotes, remotePort, now);
    }

    public void Reopen(int peer) => _views[peer].Core = null;

    public void Refuse(int peer) => _views[peer].IsRefused = true;

    public void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now) => _endpoint.Receive(packet, path, now);

    public void ReceiveIcmp(in IcmpMessage message, Instant now) => _endpoint.ReceiveIcmp(message, now);

    public void RotateCookieKey(Instant now) => _endpoint.RotateCookieKey(now);

    public void Advance(Instant now) => _endpoint.Advance(now);

    public bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit) => _endpoint.TryTransmit(buffer, now, out transmit);

    public bool TryGetEvent(Instant now, out int peer, out SctpEvent e)
    {
        while (_endpoint.TryGetEvent(out e))
        {
            peer = PeerOf(e.Association);
            View view = _views[peer];
            if (e.Kind == SctpEventKind.CommunicationUp && !view.IsRefused)
            {
                view.Core ??= e.Association;
            }

            if (e.Association is null || ReferenceEquals(e.Association, view.Core))
            {
                return true;
            }

            view.Discard(e, now);
        }

        peer = -1;
        return false;
    }

    private int PeerOf(SctpAssociation? association)
    {
        if (association is null)
        {
            return 0;
        }

        for (int i = 0; i < _views.Length; i++)
        {
            if (ReferenceEquals(_views[i].Core, association))
            {
                return i;
            }
        }

        return association.PathCount > 0 && _addresses.TryFind(association.GetPath(0).Address, out Network.NetworkAddress found) ? found.Host : 0;
    }

    private sealed class View : IAssociationStack
    {
        private static readonly AssociationStatistics NothingCounted;

        public SctpAssociation? Core { get; set; }

        public bool IsRefused { get; set; }

        public AssociationState State => Core?.State ?? AssociationState.Closed;

        public bool HasDiscardedData { get; private set; }

        public bool HasDiscarded { get; private set; }

        public int PathCount => Core?.PathCount ?? 0;

        public ref readonly AssociationStatistics Statistics
        {
            get
            {
                if (Core is { } association)
                {
                    return ref association.Context.Statistics;
                }

                return ref NothingCounted;
            }
        }

        public AssociationStatus Status => Core is { } association ? association.GetStatus() : default;

        public PathStatus GetPath(int index) => Core!.GetPath(index);

        public SctpAddress AddressOf(int path) => Core!.Context.Paths[path].Remote;

        public SendResult Send(ReadOnlySpan<byte> payload, in SendOptions options, Instant now) =>
            Core is { } association ? association.Send(payload, options, now) : SendResult.Closed;

        public bool TryReceive(out SctpMessage message)
        {
            if (Core is { } association)
            {
                return association.TryReceive(out message);
            }

            message = default;
            return false;
        }

        public void Shutdown(Instant now) => Core?.Shutdown(now);

        public void Abort(Instant now) => Core?.Abort(now);

        public bool TryCheckInvariants(out string violation)
        {
            if (Core is { } association)
            {
                return association.TryCheckInvariants(out violation);
            }

            violation = "";
            return true;
        }

        public void Discard(in SctpEvent e, Instant now)
        {
            e.Message.Dispose();
            SctpAssociation other = e.Association!;
            while (other.TryReceive(out SctpMessage message))
            {
                HasDiscardedData = true;
                message.Dispose();
            }

            if (e.Kind == SctpEventKind.CommunicationUp)
            {
                HasDiscarded = true;
                other.Shutdown(now);
            }
        }
    }
}
