namespace Sctp.Sim.Associations;

/// <summary>What happens to a node. The numbers are in the hash of every run.</summary>
internal static class NodeEventKind
{
    /// <summary>The host looks at the timers of its stack.</summary>
    public const int Timer = 0;

    /// <summary>An application sends.</summary>
    public const int SendTick = 1;

    /// <summary>An application reads.</summary>
    public const int ReadTick = 2;

    /// <summary>The faults stop.</summary>
    public const int Heal = 3;

    /// <summary>An application opens its association.</summary>
    public const int Connect = 4;

    /// <summary>A packet that had to wait has its turn.</summary>
    public const int Inbox = 5;

    /// <summary>An outage after a crash is over.</summary>
    public const int OutageEnd = 6;

    /// <summary>The node looks around.</summary>
    public const int Wake = 7;
}
