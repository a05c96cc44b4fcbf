namespace Sctp.Sim;

/// <summary>
/// A bug that is planted in the stacks of a run on purpose, as a drill: for the canary of a hunt, and to see by an example how a failure is found, shrunk and
/// explained. It is part of the scenario, so that a file names it and any process can replay it.
/// </summary>
public enum PlantedBug
{
    /// <summary>Once a DATA chunk came a second time, the next message is delivered twice.</summary>
    DeliversAgainAfterDuplicate,

    /// <summary>Once DATA came out of order, the last byte of the next message is changed.</summary>
    ChangesAByteAfterGap,

    /// <summary>Once a COOKIE ECHO came a second time, no DATA is heard any more.</summary>
    DeafAfterSecondCookieEcho,

    /// <summary>A DATA chunk that is sent for the third time leaves with a wrong checksum.</summary>
    BadChecksumOnThirdTransmission,

    /// <summary>A SACK with two Gap Ack Blocks or more takes part of its cumulative acknowledgement back.</summary>
    TakesBackAcknowledgement,

    /// <summary>The last byte of a large unordered message is changed.</summary>
    DamagesLargeUnordered,

    /// <summary>Once DATA came out of order, two ordered messages of one stream change places.</summary>
    SwapsOrderAfterGap,

    /// <summary>Once a SHUTDOWN came a second time, nothing of the shutdown sequence is heard any more.</summary>
    DeafAfterSecondShutdown,

    /// <summary>A HEARTBEAT that comes after a DATA chunk came a second time throws.</summary>
    ThrowsOnHeartbeatAfterDuplicate,

    /// <summary>Once the window was closed, the next message vanishes.</summary>
    LosesAMessageAfterClosedWindow,
}
