using Sctp.Buffers;
using Sctp.Paths;
using Sctp.Timers;

namespace Sctp;

/// <summary>What the rooms of one association share.</summary>
internal sealed class AssociationContext
{
    public AssociationContext(SctpAssociation association, SctpOptions options, EventQueue events, BlockPool pool)
    {
        Association = association;
        Events = events;
        Pool = pool;
        Paths = new PathTable(options, Timers, () => new Sending.Rfc9260CongestionControl(Options!));
        Options = options;
    }

    public SctpAssociation Association { get; }

    public SctpOptions Options
    {
        get;
        set
        {
            field = value;
            Paths.Options = value;
        }
    }

    public EventQueue Events { get; }

    public BlockPool Pool { get; }

    public TimerTable Timers { get; } = new();

    public PathTable Paths { get; }

    /// <summary>The counters; a field so that they are counted in place.</summary>
    public AssociationStatistics Statistics;
}
