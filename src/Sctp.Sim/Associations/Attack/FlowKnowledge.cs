using System;
using System.Buffers.Binary;

namespace Sctp.Sim.Associations.Attack;

/// <summary>What the packets of one direction tell to whoever reads them: the sender's view of the association as far as it is on the wire.</summary>
internal sealed class FlowKnowledge
{
    /// <summary>Whether anything was read.</summary>
    public bool HasPackets { get; private set; }

    public ushort SourcePort { get; set; }

    public ushort DestinationPort { get; set; }

    /// <summary>The tag that packets of this direction carry: the one that their receiver expects. 0 before it is known.</summary>
    public uint Tag { get; private set; }

    public bool HasTsn { get; private set; }

    /// <summary>The highest TSN that was sent.</summary>
    public uint HighestTsn { get; private set; }

    public bool HasCumulativeTsn { get; private set; }

    /// <summary>The cumulative TSN that the sender of this direction reported last.</summary>
    public uint CumulativeTsn { get; private set; }

    /// <summary>The last a_rwnd that the sender reported.</summary>
    public uint Window { get; private set; }

    /// <summary>The outbound streams that INIT or INIT ACK named.</summary>
    public ushort OutboundStreams { get; private set; }

    /// <summary>The Initiate Tag of the last INIT or INIT ACK.</summary>
    public uint InitiateTag { get; private set; }

    /// <summary>The last packet with an INIT; empty for none.</summary>
    public byte[] LastInit { get; private set; } = [];

    /// <summary>The last packet with a COOKIE ECHO; empty for none.</summary>
    public byte[] LastCookieEcho { get; private set; } = [];

    /// <summary>The last packet with DATA; empty for none.</summary>
    public byte[] LastData { get; private set; } = [];

    /// <summary>Whether packets with DATA are kept as well: it costs a copy each.</summary>
    public bool KeepsData { get; init; }

    public void Read(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < PacketForge.HeaderLength)
        {
            return;
        }

        HasPackets = true;
        SourcePort = BinaryPrimitives.ReadUInt16BigEndian(packet);
        DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        uint tag = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        bool isReflected = false;
        bool hasData = false;
        for (int offset = PacketForge.HeaderLength; offset + 4 <= packet.Length;)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..]);
            if (length < 4 || length > packet.Length - offset)
            {
                break;
            }

            ReadOnlySpan<byte> chunk = packet.Slice(offset, length);
            isReflected |= chunk[0] is WireChunk.Abort or WireChunk.ShutdownComplete && (chunk[1] & 1) != 0;
            hasData |= chunk[0] == WireChunk.Data && length > WireData.HeaderLength;
            ReadChunk(packet, chunk);
            offset += (length + 3) & ~3;
        }

        if (tag != 0 && !isReflected)
        {
            Tag = tag;
        }

        if (hasData && KeepsData)
        {
            LastData = packet.ToArray();
        }
    }

    private void ReadChunk(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> chunk)
    {
        switch (chunk[0])
        {
            case WireChunk.Data when chunk.Length >= WireData.HeaderLength:
                uint tsn = new WireData(chunk).Tsn;
                HighestTsn = HasTsn && WirePacket.IsBefore(tsn, HighestTsn) ? HighestTsn : tsn;
                HasTsn = true;
                break;
            case WireChunk.Sack when chunk.Length >= WireSack.FixedLength:
                var sack = new WireSack(chunk);
                CumulativeTsn = sack.CumulativeTsn;
                Window = sack.AdvertisedWindow;
                HasCumulativeTsn = true;
                break;
            case WireChunk.Init or WireChunk.InitAck when chunk.Length >= WireInit.FixedLength:
                var init = new WireInit(chunk);
                InitiateTag = init.InitiateTag;
                OutboundStreams = init.OutboundStreams;
                Window = init.AdvertisedWindow;
                HighestTsn = init.InitialTsn - 1;
                HasTsn = true;
                LastInit = chunk[0] == WireChunk.Init ? packet.ToArray() : LastInit;
                break;
            case WireChunk.CookieEcho:
                LastCookieEcho = packet.ToArray();
                break;
        }
    }
}
