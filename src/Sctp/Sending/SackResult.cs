namespace Sctp.Sending;

/// <summary>What an acknowledgement turned out to be.</summary>
internal enum SackDisposition
{
    /// <summary>It was taken in.</summary>
    Processed,

    /// <summary>It is older than the Cumulative TSN Ack Point; nothing changed (9260-6.2.1-05).</summary>
    Stale,

    /// <summary>It acknowledges a TSN that was never sent; nothing changed, and the association is to be aborted (9260-12.4-06).</summary>
    AcksUnsent,
}

/// <summary>What an acknowledgement brought. <see cref="DataSender.WasNewlyAcked"/> tells on which paths.</summary>
/// <param name="Disposition">Whether it was taken in.</param>
/// <param name="AnyNewlyAcked">Whether any DATA chunk was acknowledged for the first time.</param>
internal readonly record struct SackResult(SackDisposition Disposition, bool AnyNewlyAcked);
