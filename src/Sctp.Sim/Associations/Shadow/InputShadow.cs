namespace Sctp.Sim.Associations;

/// <summary>What one input of a side was, and what the side has sent because of it: from the packet that came in, or a timer or a user's call, to the end of the event.</summary>
internal sealed class InputShadow
{
    private readonly InputOfSide[] _sides = [new(), new()];

    public InputOfSide this[AssociationSide side] => _sides[side.Index];

    public void OnPacketReceived(AssociationSide side, WirePacket packet) => _sides[side.Index].OnPacketReceived(packet);

    public void OnPacketSent(AssociationSide side, WirePacket packet) => _sides[side.Index].OnPacketSent(packet);

    public void OnAssociationEvent(AssociationSide side) => _sides[side.Index].OnEvent(side.Node.Buggify is { HasReleasedEvents: true });

    /// <summary>The event is over: what comes next is another input.</summary>
    public void AfterEvent(AssociationSide side) => _sides[side.Index].End();
}

/// <summary>The current input of one side.</summary>
internal sealed class InputOfSide
{
    private ulong _receivedTypes;

    /// <summary>Whether the input is a packet; else it is a timer, a user's call or an ICMP message.</summary>
    public bool IsPacket { get; private set; }

    public PacketOrigin Origin { get; private set; }

    /// <summary>Whether the packet that came in has the right checksum.</summary>
    public bool HasValidChecksum { get; private set; }

    public uint ReceivedTag { get; private set; }

    public int ReceivedChunks { get; private set; }

    /// <summary>Packets that have come in since the last event was over: a host may take several before it asks what came of them.</summary>
    public int PacketsReceived { get; private set; }

    public int ReceivedLength { get; private set; }

    /// <summary>Packets that the side has sent since.</summary>
    public int PacketsSent { get; private set; }

    /// <summary>Packets without DATA that the side has sent since.</summary>
    public int ControlPacketsSent { get; private set; }

    /// <summary>DATA chunks that the side has sent since.</summary>
    public int DataChunksSent { get; private set; }

    /// <summary>Events that the stack has reported since.</summary>
    public int Events { get; private set; }

    /// <summary>Whether events were among them that the application had left where they were: those of more than one input.</summary>
    public bool AreEventsReleased { get; private set; }

    /// <summary>A bit for each chunk type that the side has sent since.</summary>
    public ulong SentTypes { get; private set; }

    /// <summary>A bit for each chunk type of the packet that came in; 0 where its checksum is wrong.</summary>
    public ulong ReceivedTypes => HasValidChecksum ? _receivedTypes : 0;

    public bool HasReceived(byte type) => (ReceivedTypes & (1UL << type)) != 0;

    public bool HasSent(byte type) => (SentTypes & (1UL << type)) != 0;

    public void OnPacketReceived(WirePacket packet)
    {
        Clear();
        PacketsReceived++;
        IsPacket = true;
        Origin = packet.Origin;

        // What left with the right checksum, and is as it left, needs no second look.
        HasValidChecksum = packet.Length >= 16 && (packet.Origin == PacketOrigin.Genuine || packet.HasValidChecksum);
        ReceivedTag = packet.Length >= 12 ? packet.VerificationTag : 0;
        ReceivedChunks = packet.ChunkCount;
        ReceivedLength = packet.Length;
        _receivedTypes = packet.Types;
    }

    public void OnEvent(bool isReleased)
    {
        Events++;
        AreEventsReleased |= isReleased;
    }

    public void OnPacketSent(WirePacket packet)
    {
        PacketsSent++;
        ControlPacketsSent += packet.DataCount == 0 ? 1 : 0;
        DataChunksSent += packet.DataCount;
        SentTypes |= packet.Types;
    }

    public void End()
    {
        Clear();
        PacketsReceived = 0;
        AreEventsReleased = false;
    }

    private void Clear()
    {
        IsPacket = false;
        HasValidChecksum = false;
        Origin = PacketOrigin.Genuine;
        ReceivedTag = 0;
        ReceivedChunks = 0;
        ReceivedLength = 0;
        PacketsSent = 0;
        ControlPacketsSent = 0;
        DataChunksSent = 0;
        Events = 0;
        SentTypes = 0;
        _receivedTypes = 0;
    }
}
