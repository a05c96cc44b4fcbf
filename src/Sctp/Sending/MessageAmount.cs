namespace Sctp.Sending;

/// <summary>How much of a message there is, and how much of it is done. It lies apart from the rest of the message, so that adding up all messages reads little.</summary>
internal struct MessageAmount
{
    /// <summary>User bytes in all.</summary>
    public int Length;

    /// <summary>User bytes in DATA chunks that were cumulatively acknowledged.</summary>
    public int Acknowledged;

    /// <summary>Memory that the message costs.</summary>
    public int Memory;

    /// <summary>User bytes that are not cumulatively acknowledged.</summary>
    public readonly int Unacknowledged => Length - Acknowledged;
}
