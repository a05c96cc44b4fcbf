namespace Sctp.Sim;

/// <summary>One of the two sides of an association.</summary>
public enum Side
{
    /// <summary>The side that connects.</summary>
    Client,

    /// <summary>The side that listens: one host for all associations of a scenario.</summary>
    Server,
}
