namespace Sctp.Sim.Associations;

/// <summary>How the users of both sides have asked for the end so far.</summary>
internal sealed class EndingAgreement
{
    public bool IsShutdownAsked { get; set; }

    public bool IsAbortAsked { get; set; }

    /// <summary>Whether one side has seen SHUTDOWN COMPLETE.</summary>
    public bool IsOneSideComplete { get; set; }
}
