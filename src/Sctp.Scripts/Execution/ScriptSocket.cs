namespace Sctp.Scripts.Execution;

/// <summary>A descriptor of the script: which of the stack it is, and what the runner itself keeps of it.</summary>
internal sealed class ScriptSocket
{
    public ScriptSocket(long number, long live, ScriptSocket? listener = null)
    {
        Number = number;
        Live = live;
        TellsReceiveInformation = listener?.TellsReceiveInformation ?? false;
        TellsOldInformation = listener?.TellsOldInformation ?? false;
        AbortsOnClose = listener?.AbortsOnClose ?? false;
    }

    public long Number { get; }

    public long Live { get; }

    public bool IsNonBlocking { get; set; }

    /// <summary>Whether recvmsg() tells SCTP_RCVINFO.</summary>
    public bool TellsReceiveInformation { get; set; }

    /// <summary>Whether recvmsg() tells SCTP_SNDRCV.</summary>
    public bool TellsOldInformation { get; set; }

    /// <summary>Whether close() aborts (SO_LINGER with a time of 0).</summary>
    public bool AbortsOnClose { get; set; }

    /// <summary>The peer's port of UDP encapsulation, 0 for none.</summary>
    public long UdpPort { get; set; }
}
