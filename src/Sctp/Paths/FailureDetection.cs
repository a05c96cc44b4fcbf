namespace Sctp.Paths;

/// <summary>The error counters of the association and of its paths (RFC 9260 sections 8.1 and 8.2) and the events they lead to.</summary>
internal sealed class FailureDetection
{
    private readonly AssociationContext _context;

    public FailureDetection(AssociationContext context) => _context = context;

    /// <summary>Consecutive retransmissions to the peer (9260-8.1-01).</summary>
    public int ErrorCount { get; private set; }

    /// <summary>Whether Association.Max.Retrans is exceeded: the peer is unreachable (9260-8.1-03).</summary>
    public bool IsPeerUnreachable => ErrorCount > _context.Options.AssociationMaxRetrans;

    /// <summary>Something that was sent to a path was not answered in time (9260-8.2-02).</summary>
    /// <param name="path">The path.</param>
    /// <param name="countsForAssociation">
    /// False for a HEARTBEAT on a path that is not used for data now (9260-8.1-02) and for the probe of an unconfirmed path (9260-5.4-05).
    /// </param>
    public void OnUnanswered(Path path, bool countsForAssociation)
    {
        if (countsForAssociation)
        {
            ErrorCount++;
        }

        // 9260-8.3-10: on an inactive address the counter stops rising.
        if (!path.IsActive)
        {
            return;
        }

        path.ErrorCount++;
        if (path.ErrorCount > path.MaxRetrans)
        {
            path.IsActive = false; // 9260-8.2-03, 9260-8.3-07
            Report(path); // 9260-8.2-04, 9260-8.3-08
        }
    }

    /// <summary>The peer acknowledged data, or SACKs kept coming while its window was probed: it is reachable (9260-8.1-06, 9260-6.1-07).</summary>
    public void OnPeerReachable() => ErrorCount = 0;

    /// <summary>A path was shown to work: DATA last sent there was acknowledged, or a HEARTBEAT was answered (9260-8.2-05, 9260-8.3-14).</summary>
    public void OnPathWorks(Path path)
    {
        path.ErrorCount = 0;
        if (!path.IsActive)
        {
            path.IsActive = true;
            Report(path); // 9260-8.2-06, 9260-8.3-15
        }
    }

    /// <summary>A HEARTBEAT ACK confirmed the address (section 5.4).</summary>
    public void OnConfirmed(Path path)
    {
        path.IsConfirmed = true;
        Report(path); // 9260-5.4-07
    }

    /// <summary>The network reported a destination as unreachable (9260-10-11): one error more.</summary>
    public void OnNetworkReport(Path path) => OnUnanswered(path, countsForAssociation: false);

    public void Reset() => ErrorCount = 0;

    private void Report(Path path) => _context.Events.AddInformative(new SctpEvent
    {
        Kind = SctpEventKind.PathStateChanged,
        Association = _context.Association,
        Address = path.Remote,
        PathState = path.State,
    });
}
