using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Sctp.Associations;
using Sctp.Buffers;
using Sctp.Endpoints;
using Sctp.Paths;
using Sctp.Setup;
using Sctp.Wire;

namespace Sctp;

/// <summary>
/// An SCTP endpoint (RFC 9260 section 1.3): one port, any number of associations. It does no I/O. The host hands in datagrams
/// (<see cref="Receive"/>) and the time (<see cref="Advance"/>), and fetches packets (<see cref="TryTransmit"/>), events (<see cref="TryGetEvent"/>),
/// messages (<see cref="SctpAssociation.TryReceive"/>) and the next deadline (<see cref="NextTimeout"/>), each until there is no more, in any order. No
/// call ever calls back. The same calls with the same arguments give the same bytes. An endpoint and its associations belong to one thread at a time.
/// </summary>
public sealed class SctpEndpoint
{
    private const ushort FirstEphemeralPort = 49_152;

    private readonly RouteTable _routes;
    private readonly List<SctpAssociation> _associations = [];
    private readonly Queue<SctpAssociation> _transmitQueue = new();
    private readonly DeadlineQueue _deadlines = new();
    private readonly PacketReception _reception;
    private readonly Listener _listener;
    private EndpointStatistics _statistics;
    private ulong _lastId;
    private Instant _now;

    /// <summary>Makes an endpoint. It neither listens nor connects until it is told to.</summary>
    /// <param name="options">The parameters; validated here.</param>
    /// <param name="entropy">The source of random bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names the limit.</exception>
    public SctpEndpoint(SctpOptions options, IEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(entropy);
        options.Validate();
        Options = options;
        Entropy = entropy;
        Events = new EventQueue(options.MaxQueuedEvents);
        LocalPort = options.LocalPort != 0 ? options.LocalPort : DrawPort(entropy);
        _routes = new RouteTable(entropy);
        Replies = new StatelessReplies(this);
        _listener = new Listener(this);
        _reception = new PacketReception(this, _listener);
        _now = Instant.FromNanoseconds(long.MinValue);
    }

    /// <summary>The parameters of the associations to come.</summary>
    public SctpOptions Options { get; private set; }

    /// <summary>The SCTP port.</summary>
    public ushort LocalPort { get; }

    /// <summary>Whether associations of any peer are accepted.</summary>
    public bool IsListening { get; private set; }

    /// <summary>The number of associations that have not ended.</summary>
    public int AssociationCount => _associations.Count;

    /// <summary>The counters of what belongs to no association.</summary>
    public EndpointStatistics Statistics => _statistics;

    /// <summary>When <see cref="Advance"/> must be called next; null while no timer runs.</summary>
    public Instant? NextTimeout => _deadlines.Next.IsNever ? null : _deadlines.Next;

    /// <summary>Bytes of pooled memory that are in use now: queued and unacknowledged sends, received data not yet read and disposed of, and replies.</summary>
    public long PooledBytesInUse => Pool.RentedBytes;

    /// <summary>How many MACs of State Cookies were computed: what a flood of INITs or COOKIE ECHOs costs.</summary>
    internal long CookieMacCount => _listener.CookieMacCount;

    internal IEntropy Entropy { get; }

    internal EventQueue Events { get; }

    internal BlockPool Pool { get; } = new();

    /// <summary>What is sent outside of any association.</summary>
    internal StatelessReplies Replies { get; }

    /// <summary>
    /// Changes the parameters of the associations to come; those there are keep theirs (<see cref="SctpAssociation.SetOptions"/>). The port, the local
    /// addresses, <see cref="SctpOptions.MaxPeerAddresses"/>, <see cref="SctpOptions.MaxQueuedEvents"/> and <see cref="SctpOptions.CookieKeyLifetime"/> stay
    /// as the endpoint was made with.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names the limit.</exception>
    public void SetOptions(SctpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        SctpOptions own = OwnOptions(options) with { MaxQueuedEvents = Options.MaxQueuedEvents, CookieKeyLifetime = Options.CookieKeyLifetime };
        own.Validate();
        Options = own;
    }

    /// <summary>From here on associations of any peer are accepted.</summary>
    public void Listen() => IsListening = true;

    /// <summary>No new associations are accepted; those there are live on.</summary>
    public void StopListening() => IsListening = false;

    /// <summary>One of the associations that have not ended.</summary>
    /// <param name="index">0 to <see cref="AssociationCount"/> - 1. The order changes when one ends.</param>
    public SctpAssociation GetAssociation(int index) => _associations[index];

    /// <summary>Opens an association (RFC 9260 section 11.1.2).</summary>
    /// <param name="remote">The peer's address, with the UDP port where encapsulated.</param>
    /// <param name="remotePort">The peer's SCTP port, 1 to 65535.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="ArgumentException">Address or port cannot be used.</exception>
    /// <exception cref="InvalidOperationException">There is an association with that peer already, or <see cref="SctpOptions.MaxAssociations"/> is reached.</exception>
    public SctpAssociation Connect(SctpAddress remote, ushort remotePort, Instant now) => Connect([remote], remotePort, now);

    /// <summary>Opens an association with a peer of several addresses. INITs go to each by turns; the first becomes the primary path.</summary>
    /// <param name="remotes">The peer's addresses, 1 to <see cref="SctpOptions.MaxPeerAddresses"/>.</param>
    /// <param name="remotePort">The peer's SCTP port, 1 to 65535.</param>
    /// <param name="now">The time.</param>
    /// <param name="options">Parameters of this association instead of the endpoint's; port and local addresses are the endpoint's in any case.</param>
    /// <exception cref="ArgumentException">An address, the port or an option cannot be used.</exception>
    /// <exception cref="InvalidOperationException">There is an association with that peer already, or <see cref="SctpOptions.MaxAssociations"/> is reached.</exception>
    public SctpAssociation Connect(ReadOnlySpan<SctpAddress> remotes, ushort remotePort, Instant now, SctpOptions? options = null)
    {
        if (remotes.IsEmpty || remotes.Length > Options.MaxPeerAddresses)
        {
            throw new ArgumentException($"{remotes.Length} addresses were given; MaxPeerAddresses is {Options.MaxPeerAddresses}.", nameof(remotes));
        }

        ArgumentOutOfRangeException.ThrowIfZero(remotePort);
        foreach (SctpAddress remote in remotes)
        {
            if (!remote.IsUnicast)
            {
                throw new ArgumentException($"{remote} is not a unicast address.", nameof(remotes));
            }

            if (Find(remote, remotePort, out _) is not null)
            {
                throw new InvalidOperationException($"There is an association with {remote} port {remotePort} already."); // 9260-1.3-02
            }
        }

        now = Observe(now);
        SctpAssociation association = NewAssociation(remotePort, OwnOptions(options));
        _statistics.AssociationsOpened++;
        association.LocalTag = InitiateTag.Draw(Entropy);
        association.LocalInitialTsn = InitiateTag.DrawInitialTsn(Entropy);
        association.OutboundStreams = association.Options.OutboundStreams;
        association.InboundStreams = association.Options.MaxInboundStreams;
        foreach (SctpAddress remote in remotes)
        {
            _ = TryRegister(association, remote);
        }

        association.Handshake.Begin(remotes, now);
        Touch(association);
        return association;
    }

    /// <summary>
    /// Waits for a peer to open the association: the next one from that port, whether the endpoint listens or not. It is in the state
    /// <see cref="AssociationState.Closed"/> until then.
    /// </summary>
    /// <param name="remotePort">The peer's SCTP port, 1 to 65535.</param>
    /// <param name="now">The time.</param>
    /// <param name="options">Parameters of this association instead of the endpoint's; port and local addresses are the endpoint's in any case.</param>
    /// <exception cref="ArgumentException">The port or an option cannot be used.</exception>
    /// <exception cref="InvalidOperationException">A passive association waits for that port already, or <see cref="SctpOptions.MaxAssociations"/> is reached.</exception>
    public SctpAssociation ConnectPassive(ushort remotePort, Instant now, SctpOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(remotePort);
        _ = Observe(now);
        if (FindPassive(remotePort) is not null)
        {
            throw new InvalidOperationException($"An association waits for port {remotePort} already.");
        }

        SctpAssociation association = NewAssociation(remotePort, OwnOptions(options));
        _routes.AddPassive(association);
        association.OutboundStreams = association.Options.OutboundStreams;
        association.InboundStreams = association.Options.MaxInboundStreams;
        return association;
    }

    /// <summary>Hands in one packet.</summary>
    /// <param name="packet">The SCTP packet from the common header on. Any bytes are safe.</param>
    /// <param name="path">Where it came from.</param>
    /// <param name="now">The time.</param>
    public void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
    {
        now = Observe(now);
        _statistics.DatagramsReceived++;
        _reception.Process(packet, path, now);
    }

    /// <summary>Hands in an ICMP message about a packet of this endpoint (RFC 9260 section 10). One that quotes no packet of an association is ignored.</summary>
    public void ReceiveIcmp(in IcmpMessage message, Instant now)
    {
        now = Observe(now);
        IcmpHandling.Process(this, message, now);
    }

    /// <summary>Runs every timer that is due.</summary>
    public void Advance(Instant now)
    {
        now = Observe(now);
        while (_deadlines.Next <= now && !_deadlines.Next.IsNever)
        {
            SctpAssociation association = _deadlines.First;
            TimerDispatcher.Run(association, now);
            Touch(association);
        }
    }

    /// <summary>Writes the next packet. Call until it returns false.</summary>
    /// <param name="buffer">
    /// Where the packet goes: at least <see cref="SctpOptions.MinPathMtu"/> bytes. A buffer smaller than a path MTU limits packets to its size, and what was cut for a
    /// larger one waits for the next call with enough room: no timer reminds of it, so that false means "nothing to send" only where the buffer holds a path MTU, and
    /// all that was cut before the path MTU fell. A reply whose length the peer chose (INIT ACK, HEARTBEAT ACK, ERROR) does not wait: it is dropped and counted as
    /// <see cref="DiscardReason.ReplyQueueFull"/>. An ABORT goes with its reason cut. 65,535 bytes are always enough.
    /// </param>
    /// <param name="now">The time.</param>
    /// <param name="transmit">Length, destination and marks.</param>
    /// <exception cref="ArgumentException">The buffer is smaller than <see cref="SctpOptions.MinPathMtu"/>.</exception>
    public bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
    {
        if (buffer.Length < SctpOptions.MinPathMtu)
        {
            throw new ArgumentException($"The buffer has {buffer.Length} bytes; at least {SctpOptions.MinPathMtu} are needed.", nameof(buffer));
        }

        if (Replies.TryTransmit(buffer, Options.Dscp, out transmit))
        {
            return true;
        }

        now = Observe(now);
        int waiting = 0;
        while (waiting < _transmitQueue.Count && _transmitQueue.TryPeek(out SctpAssociation? association))
        {
            AssemblyResult result = AssemblyResult.Nothing;
            transmit = default;
            if (!association.HasEnded)
            {
                result = PacketAssembler.Build(association, buffer, now, out transmit);
                Reschedule(association);
            }

            if (result == AssemblyResult.Packet)
            {
                return true;
            }

            _ = _transmitQueue.Dequeue();
            association.IsInTransmitQueue = result == AssemblyResult.NeedsRoom;
            if (association.IsInTransmitQueue)
            {
                _transmitQueue.Enqueue(association);
                waiting++;
            }
        }

        transmit = default;
        return false;
    }

    /// <summary>Takes the next event.</summary>
    public bool TryGetEvent(out SctpEvent e) => Events.TryTake(out e);

    /// <summary>Makes a new key for State Cookies now; the one before is honoured for one more lifetime (RFC 9260 section 5.1.3).</summary>
    public void RotateCookieKey(Instant now) => _listener.RotateKey(Observe(now));

    /// <summary>Aborts all associations and stops listening. Packets and events can still be fetched.</summary>
    public void Close(Instant now)
    {
        now = Observe(now);
        IsListening = false;
        while (_associations.Count > 0)
        {
            _associations[^1].AbortAndEnd(ErrorCauseCode.UserInitiatedAbort, default, LossReason.EndpointClosed, now);
        }
    }

    /// <summary>The time that counts: time which goes backwards is ignored.</summary>
    internal Instant Observe(Instant now)
    {
        _now = Instant.Max(_now, now);
        return _now;
    }

    /// <summary>After anything happened to an association: its deadline may have changed, and it may have packets to send.</summary>
    internal void Touch(SctpAssociation association)
    {
        if (association.HasEnded)
        {
            return;
        }

        if (!association.IsInTransmitQueue)
        {
            association.IsInTransmitQueue = true;
            _transmitQueue.Enqueue(association);
        }

        Reschedule(association);
    }

    internal SctpAssociation? Find(in SctpAddress remote, ushort remotePort, out Path? path)
    {
        SctpAssociation? association = _routes.Find(remote, remotePort);
        path = association?.Context.Paths.Find(remote);
        return association;
    }

    internal SctpAssociation? FindPassive(ushort remotePort) => _routes.FindPassive(remotePort);

    /// <summary>A passive association has found its peer.</summary>
    internal void EndWaiting(SctpAssociation association) => _routes.RemovePassive(association);

    internal bool TryRegister(SctpAssociation association, in SctpAddress remote) => _routes.TryAdd(association, remote);

    internal void Unregister(SctpAssociation association, in SctpAddress remote) => _routes.Remove(association, remote);

    internal void Unregister(SctpAssociation association)
    {
        foreach (Path path in association.Context.Paths.All)
        {
            Unregister(association, path.Remote);
        }
    }

    internal SctpAssociation? TryAccept(ushort remotePort)
    {
        if (_associations.Count >= Options.MaxAssociations)
        {
            return null;
        }

        _statistics.AssociationsAccepted++;
        return NewAssociation(remotePort, Options);
    }

    /// <summary>Forgets an association that has ended.</summary>
    internal void Remove(SctpAssociation association)
    {
        Unregister(association);
        _routes.RemovePassive(association);
        _deadlines.Update(association, Instant.Never);
        int index = association.ListIndex;
        SctpAssociation last = _associations[^1];
        _associations[index] = last;
        last.ListIndex = index;
        _associations.RemoveAt(_associations.Count - 1);
        Pool.IsIdle = _associations.Count == 0;
        if (Pool.IsMostlyFree)
        {
            Pool.Trim();
        }
    }

    internal void Discard(DiscardReason reason) => _statistics.Discards.Count(reason);

    internal void CountStaleCookie() => _statistics.StaleCookies++;

    internal void CountStatelessReply() => _statistics.StatelessReplies++;

    private static ushort DrawPort(IEntropy entropy)
    {
        Span<byte> bytes = stackalloc byte[2];
        entropy.Fill(EntropyUse.Port, bytes);
        return (ushort)(FirstEphemeralPort + (BinaryPrimitives.ReadUInt16BigEndian(bytes) % (ushort.MaxValue - FirstEphemeralPort + 1)));
    }

    private SctpOptions OwnOptions(SctpOptions? options)
    {
        if (options is null)
        {
            return Options;
        }

        options.Validate();
        return options with { LocalPort = LocalPort, LocalAddresses = Options.LocalAddresses, MaxPeerAddresses = Options.MaxPeerAddresses };
    }

    private SctpAssociation NewAssociation(ushort remotePort, SctpOptions options)
    {
        if (_associations.Count >= Options.MaxAssociations)
        {
            throw new InvalidOperationException($"There are {_associations.Count} associations; MaxAssociations is {Options.MaxAssociations}.");
        }

        var association = new SctpAssociation(this, ++_lastId, options, remotePort) { ListIndex = _associations.Count };
        _associations.Add(association);
        Pool.IsIdle = false;
        return association;
    }

    private void Reschedule(SctpAssociation association) => _deadlines.Update(association, association.Context.Timers.Next);
}
