namespace Sctp.Sim.Associations;

/// <summary>What a side was given last.</summary>
internal enum SideInput
{
    /// <summary>A call of its application.</summary>
    Application,

    /// <summary>A packet.</summary>
    Packet,

    /// <summary>The time at which its timers expire.</summary>
    Timer,

    /// <summary>A message of the network about a packet that it sent.</summary>
    Icmp,
}
