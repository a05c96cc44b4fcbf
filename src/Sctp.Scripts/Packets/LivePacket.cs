using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using Sctp.Scripts.Layouts;
using Sctp.Scripts.Stack;
using Sctp.Wire;

namespace Sctp.Scripts.Packets;

/// <summary>A packet that the stack sent, taken apart.</summary>
internal sealed class LivePacket
{
    private const int CommonHeader = 12;

    public LivePacket(SentPacket sent)
    {
        Sent = sent;
        ReadOnlySpan<byte> bytes = sent.Bytes.Span;
        if (bytes.Length < CommonHeader)
        {
            IsMalformed = true;
            Chunks = [];
            return;
        }

        SourcePort = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        Tag = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        Checksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        HasGoodChecksum = Checksum == Crc32c.ComputePacket(bytes);
        Chunks = LiveElement.ReadAll(ElementGroup.Chunk, bytes[CommonHeader..], out bool isMalformed);
        IsMalformed = isMalformed;
    }

    public SentPacket Sent { get; }

    public ushort SourcePort { get; }

    public ushort DestinationPort { get; }

    public uint Tag { get; }

    public uint Checksum { get; }

    public bool HasGoodChecksum { get; }

    public bool IsMalformed { get; }

    public List<LiveElement> Chunks { get; }

    public string Describe(Numbering numbering)
    {
        StringBuilder text = new("sctp: ");
        for (int i = 0; i < Chunks.Count; i++)
        {
            _ = text.Append(i == 0 ? string.Empty : "; ").Append(Chunks[i].ToExpression(numbering));
        }

        return IsMalformed ? text.Append(" (malformed)").ToString() : text.ToString();
    }
}
