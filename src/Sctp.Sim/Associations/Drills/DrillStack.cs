using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Sctp.Wire;

namespace Sctp.Sim.Associations.Drills;

/// <summary>A stack with one bug of <see cref="PlantedBug"/>; otherwise it does what the real one does.</summary>
internal sealed class DrillStack : ISctpStack
{
    private const int LargeMessage = 5_000;

    private readonly PlantedBug _bug;
    private readonly ISctpStack _inner;
    private readonly WirePacket _wire = new();
    private readonly List<DrillAssociation?> _associations = [];
    private readonly List<DrillFlow> _arrivals = [];
    private readonly List<DrillFlow> _departures = [];
    private int _cookieEchoes;
    private int _shutdowns;
    private bool _hasDuplicate;
    private bool _hasGap;
    private bool _hasClosedWindow;

    private DrillStack(PlantedBug bug, ISctpStack inner)
    {
        _bug = bug;
        _inner = inner;
    }

    public int AssociationCount => _inner.AssociationCount;

    public long PooledBytesInUse => _inner.PooledBytesInUse;

    public Instant? NextTimeout => _inner.NextTimeout;

    public static ISctpStack Wrap(ISctpStack stack, PlantedBug? bug) => bug is { } planted ? new DrillStack(planted, stack) : stack;

    public IAssociationStack GetAssociation(int peer)
    {
        while (_associations.Count <= peer)
        {
            _associations.Add(null);
        }

        return _associations[peer] ??= new DrillAssociation(_inner.GetAssociation(peer), this);
    }

    public void Listen() => _inner.Listen();

    public void Connect(int peer, ReadOnlySpan<SctpAddress> remotes, ushort remotePort, Instant now) => _inner.Connect(peer, remotes, remotePort, now);

    public void Reopen(int peer) => _inner.Reopen(peer);

    public void Refuse(int peer) => _inner.Refuse(peer);

    public void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
    {
        _wire.Set(packet, now, default, default, PacketOrigin.Genuine, dontFragment: false);
        if (_wire.HasValidChecksum && !_wire.IsMalformed && !Hears())
        {
            return;
        }

        _inner.Receive(packet, path, now);
    }

    public void ReceiveIcmp(in IcmpMessage message, Instant now) => _inner.ReceiveIcmp(message, now);

    public void RotateCookieKey(Instant now) => _inner.RotateCookieKey(now);

    public void Advance(Instant now) => _inner.Advance(now);

    public bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
    {
        if (!_inner.TryTransmit(buffer, now, out transmit))
        {
            return false;
        }

        Span<byte> packet = buffer[..transmit.Length];
        _wire.Set(packet, now, default, default, PacketOrigin.Genuine, dontFragment: false);
        foreach (ref readonly WireChunk chunk in _wire.Chunks)
        {
            OnDeparture(packet, chunk);
        }

        return true;
    }

    public bool TryGetEvent(Instant now, out int peer, out SctpEvent e) => _inner.TryGetEvent(now, out peer, out e);

    /// <summary>What an application gets instead of a message that the real stack gave.</summary>
    public void Read(DrillAssociation association, in SctpMessage message)
    {
        bool isOrdered = message.IsEndOfMessage && !message.IsUnordered;
        switch (_bug)
        {
            case PlantedBug.DeliversAgainAfterDuplicate when _hasDuplicate && message.IsEndOfMessage && !association.IsInMessage:
                _hasDuplicate = false;
                association.Give(message);
                association.Give(DrillAssociation.Copy(message, changes: false));
                break;
            case PlantedBug.ChangesAByteAfterGap when _hasGap:
            case PlantedBug.DamagesLargeUnordered when message.IsUnordered && message.Length >= LargeMessage:
                _hasGap = false;
                association.Give(DrillAssociation.Copy(message, changes: true));
                message.Dispose();
                break;
            case PlantedBug.SwapsOrderAfterGap when _hasGap && isOrdered && !association.IsInMessage && association.Held is null:
                association.Held = message;
                break;
            case PlantedBug.SwapsOrderAfterGap when isOrdered && association.Held is { } held && held.StreamId == message.StreamId:
                association.Held = null;
                _hasGap = false;
                association.Give(message);
                association.Give(held);
                break;
            case PlantedBug.LosesAMessageAfterClosedWindow when _hasClosedWindow && message.IsEndOfMessage && !association.IsInMessage:
                _hasClosedWindow = false;
                message.Dispose();
                break;
            default:
                association.Give(message);
                break;
        }
    }

    private static DrillFlow FlowOf(List<DrillFlow> flows, uint tag)
    {
        for (int i = 0; i < flows.Count; i++)
        {
            if (flows[i].Tag == tag)
            {
                return flows[i];
            }
        }

        flows.Add(new DrillFlow(tag));
        return flows[^1];
    }

    // Looks at a packet that arrived.
    private bool Hears()
    {
        DrillFlow flow = FlowOf(_arrivals, _wire.VerificationTag);
        bool hears = true;
        foreach (ref readonly WireChunk chunk in _wire.Chunks)
        {
            switch (chunk.Type)
            {
                case WireChunk.Data when chunk.Length > WireData.HeaderLength:
                    (int times, bool leavesGap) = flow.Note(_wire.Data(chunk).Tsn);
                    _hasDuplicate |= times > 1;
                    _hasGap |= leavesGap;
                    hears &= _bug != PlantedBug.DeafAfterSecondCookieEcho || _cookieEchoes < 2;
                    break;
                case WireChunk.CookieEcho:
                    _cookieEchoes++;
                    break;
                case WireChunk.Shutdown:
                    _shutdowns++;
                    break;
                case WireChunk.Heartbeat when _bug == PlantedBug.ThrowsOnHeartbeatAfterDuplicate && _hasDuplicate:
                    throw new InvalidOperationException("planted: HEARTBEAT after duplicate DATA");
            }

            bool isClosing = chunk.Type is WireChunk.Shutdown or WireChunk.ShutdownAck or WireChunk.ShutdownComplete;
            hears &= _bug != PlantedBug.DeafAfterSecondShutdown || !isClosing || _shutdowns < 2;
        }

        return hears;
    }

    private void OnDeparture(Span<byte> packet, in WireChunk chunk)
    {
        if (chunk.Type == WireChunk.Data && chunk.Length > WireData.HeaderLength)
        {
            (int times, _) = FlowOf(_departures, _wire.VerificationTag).Note(_wire.Data(chunk).Tsn);
            if (_bug == PlantedBug.BadChecksumOnThirdTransmission && times == 3)
            {
                packet[8] ^= 1;
            }
        }
        else if (chunk.Type == WireChunk.Sack && chunk.Length >= 16)
        {
            Span<byte> sack = packet.Slice(chunk.Offset, chunk.Length);
            _hasClosedWindow |= BinaryPrimitives.ReadUInt32BigEndian(sack[8..]) == 0;
            int gapBlocks = BinaryPrimitives.ReadUInt16BigEndian(sack[12..]);
            if (_bug == PlantedBug.TakesBackAcknowledgement && gapBlocks >= 2)
            {
                uint cumulative = BinaryPrimitives.ReadUInt32BigEndian(sack[4..]);
                BinaryPrimitives.WriteUInt32BigEndian(sack[4..], cumulative - 3);
                CommonHeader.Seal(packet);
            }
        }
    }
}
