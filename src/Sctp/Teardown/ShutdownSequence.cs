using Sctp.Paths;
using Sctp.Timers;
using Sctp.Wire;

namespace Sctp.Teardown;

/// <summary>The graceful end of an association: the states from SHUTDOWN-PENDING on, T2-shutdown and T5-shutdown-guard (RFC 9260 section 9.2).</summary>
internal sealed class ShutdownSequence
{
    private readonly SctpAssociation _association;
    private readonly AssociationContext _context;
    private Path? _path;
    private int _retransmissions;
    private Instant _repeatNoLaterThan;

    public ShutdownSequence(SctpAssociation association)
    {
        _association = association;
        _context = association.Context;
    }

    /// <summary>Whether the user asked for the end: before the association was up, while it is, or before the peer restarted.</summary>
    public bool IsRequested { get; private set; }

    /// <summary>Whether a SHUTDOWN or SHUTDOWN ACK must leave; which of them follows from the state.</summary>
    public bool IsDue { get; private set; }

    /// <summary>Where the SHUTDOWN or SHUTDOWN ACK goes.</summary>
    public Path Destination => _path is { IsConfirmed: true } ? _path : _context.Paths.ChooseForNewData();

    /// <summary>The user asks for the end (9260-9.2-01). Ignored where the end is already on its way (9260-9.2-12).</summary>
    public void Request(Instant now)
    {
        IsRequested = true;
        if (_association.State == AssociationState.Established)
        {
            _association.EnterState(AssociationState.ShutdownPending);
            Advance(now);
        }
    }

    /// <summary>The association is up: an end that was asked for before begins.</summary>
    public void OnEstablished(Instant now)
    {
        if (IsRequested)
        {
            Request(now);
        }
    }

    /// <summary>Goes on when all data has been acknowledged (9260-9.2-02, 9260-9.2-21).</summary>
    public void Advance(Instant now)
    {
        if (!_association.Sender.IsDrained)
        {
            return;
        }

        if (_association.State == AssociationState.ShutdownPending)
        {
            _association.EnterState(AssociationState.ShutdownSent); // 9260-9.2-03
            Begin(now);
            _context.Timers.Start(TimerKind.T5ShutdownGuard, now + _context.Options.EffectiveShutdownGuard); // 9260-9.2-18
        }
        else if (_association.State == AssociationState.ShutdownReceived)
        {
            EnterShutdownAckSent(now);
        }
    }

    /// <summary>SHUTDOWN came in; its cumulative TSN was processed.</summary>
    public void OnShutdown(Instant now)
    {
        switch (_association.State)
        {
            case AssociationState.Established:
            case AssociationState.ShutdownPending:
                _association.EnterState(AssociationState.ShutdownReceived); // 9260-9.2-11
                _context.Events.Add(new SctpEvent { Kind = SctpEventKind.ShutdownReceived, Association = _association });
                Advance(now);
                break;
            case AssociationState.ShutdownReceived:
                Advance(now); // 9260-9.2-13
                break;
            case AssociationState.ShutdownSent:
                EnterShutdownAckSent(now); // 9260-9.2-35
                break;
            case AssociationState.ShutdownAckSent:
                IsDue = true;
                break;
            default:
                break; // 9260-9.2-34
        }
    }

    /// <summary>
    /// A packet of the peer arrived in SHUTDOWN-SENT: it is alive (9260-9.2-10). Retransmissions before it and after it are not consecutive, so the error
    /// counter of the association begins anew too (9260-8.1-01).
    /// </summary>
    public void OnPacketInShutdownSent(Instant now)
    {
        _retransmissions = 0;
        _association.Failure.OnPeerReachable();

        // A peer that the SHUTDOWN never reached may send a HEARTBEAT in each RTO, for ever: T2-shutdown begins anew with each, but no longer than a second RTO.
        _context.Timers.Start(TimerKind.T2Shutdown, Instant.Max(now, Instant.Min(now + Destination.Rto.Rto, _repeatNoLaterThan)));
    }

    /// <summary>DATA arrived in SHUTDOWN-SENT: it is acknowledged by another SHUTDOWN at once (9260-9.2-16), to where it came from (9260-6.7-03).</summary>
    public void OnDataInShutdownSent(Path path, Instant now)
    {
        IsDue = true;
        _path = path;
        StartT2(now);
    }

    /// <summary>The SHUTDOWN ACK must be sent again, for an INIT or COOKIE ECHO in SHUTDOWN-ACK-SENT (9260-9.2-31, 9260-5.2.4-10).</summary>
    public void RepeatShutdownAck() => IsDue = true;

    /// <summary>T2-shutdown expired (9260-9.2-04, 9260-9.2-22). Returns false when the peer is to be given up (9260-9.2-07, 9260-9.2-23).</summary>
    public bool OnT2Expired(Instant now)
    {
        Path path = Destination;
        path.Rto.BackOff(); // 9260-9.2-05
        _association.Failure.OnUnanswered(path, countsForAssociation: true);

        // 9260-8.1-03: what went unanswered before the shutdown began counts too. Only what sections 8.1 and 9.2 name clears it: acknowledged data, a HEARTBEAT
        // ACK and, in SHUTDOWN-SENT, any packet (9260-9.2-10); not the SHUTDOWN that led to SHUTDOWN-ACK-SENT.
        if (++_retransmissions > _context.Options.AssociationMaxRetrans || _association.Failure.IsPeerUnreachable)
        {
            return false;
        }

        _path = _context.Paths.ChooseAlternate(path);
        IsDue = true;
        StartT2(now);
        return true;
    }

    /// <summary>Writes the SHUTDOWN or SHUTDOWN ACK.</summary>
    public void Write(ref PacketWriter packet)
    {
        IsDue = false;
        bool written;
        ChunkType type;
        if (_association.State == AssociationState.ShutdownSent)
        {
            type = ChunkType.Shutdown;
            written = packet.TryAppendWithTsn(type, 0, _association.Receiver.CumulativeTsn);
        }
        else
        {
            type = ChunkType.ShutdownAck;
            written = packet.TryAppend(type, 0, default);
        }

        if (written)
        {
            _context.Statistics.ChunksSent.Count(type);
        }
    }

    /// <summary>Bytes of the chunk that is due.</summary>
    public int ChunkLength => _association.State == AssociationState.ShutdownSent ? 8 : 4;

    /// <summary>Forgets a shutdown under way, when the peer restarted.</summary>
    public void Reset()
    {
        IsDue = false;
        _path = null;
        _retransmissions = 0;
        _context.Timers.Stop(TimerKind.T2Shutdown);
        _context.Timers.Stop(TimerKind.T5ShutdownGuard);
    }

    // The peer has nothing left that could be acknowledged.
    private void EnterShutdownAckSent(Instant now)
    {
        _association.EnterState(AssociationState.ShutdownAckSent);
        _association.Receiver.StopAcknowledging();
        Begin(now);
    }

    private void Begin(Instant now)
    {
        IsDue = true;
        _retransmissions = 0;
        _path = null;
        _association.Heartbeats.Stop(); // 9260-8.3-02
        StartT2(now);
    }

    private void StartT2(Instant now)
    {
        Duration rto = Destination.Rto.Rto;
        _repeatNoLaterThan = now + (rto * 2);
        _context.Timers.Start(TimerKind.T2Shutdown, now + rto);
    }
}
