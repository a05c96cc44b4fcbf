namespace Sctp.Associations;

/// <summary>What came of the attempt to build the next packet of an association.</summary>
internal enum AssemblyResult
{
    /// <summary>There is nothing to send now.</summary>
    Nothing,

    /// <summary>A packet was written.</summary>
    Packet,

    /// <summary>What has to be sent next was cut for a larger packet than the buffer of the host holds.</summary>
    NeedsRoom,
}
