using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Net;
using System.Text;
using Sctp.Scripts.Language;
using Sctp.Scripts.Layouts;
using Sctp.Wire;

namespace Sctp.Scripts.Packets;

/// <summary>Builds the packets that a script injects. What it leaves open is filled in where there is one right value, and is an error elsewhere.</summary>
internal sealed class PacketBuilder
{
    private const int TlvHeader = 4;
    private const int StandardHeartbeatInformation = 32;

    private readonly Numbering _numbering;
    private (TextPosition Position, string Message)? _error;

    public PacketBuilder(Numbering numbering) => _numbering = numbering;

    /// <summary>The packet, or why there is none.</summary>
    public byte[]? Build(PacketPattern pattern, ushort sourcePort, ushort destinationPort, out (TextPosition Position, string Message)? error)
    {
        _error = null;
        Learn(pattern);
        ByteBuilder packet = new();
        packet.UInt16(sourcePort);
        packet.UInt16(destinationPort);
        uint tag = TagOf(pattern);
        packet.UInt32(tag);
        packet.UInt32(0);
        if (pattern.Bytes is { } bytes)
        {
            foreach (ScriptExpression item in bytes.Items)
            {
                packet.Byte((byte)Number(item, "a byte"));
            }
        }

        foreach (ElementExpression chunk in pattern.Chunks ?? [])
        {
            Element(packet, ElementGroup.Chunk, chunk, isLast: false);
        }

        if (packet.Length > ushort.MaxValue)
        {
            Fail(pattern.Position, $"the packet has more than {ushort.MaxValue} bytes");
        }

        error = _error;
        if (_error is not null)
        {
            return null;
        }

        _numbering.LastReceivedTag = tag;
        byte[] built = packet.ToArray();
        uint checksum = pattern.IsChecksumZero ? 0 : Crc32c.ComputePacket(built);
        BinaryPrimitives.WriteUInt32LittleEndian(built.AsSpan(8), pattern.IsChecksumBad ? ~checksum : checksum);
        return built;
    }

    private static bool HasTagFlag(ElementExpression chunk) => chunk.Find("flgs") switch
    {
        WordExpression word => word.Name.Contains('T', StringComparison.Ordinal),
        NumberExpression number => (number.Value & 1) != 0,
        _ => false,
    };

    /// <summary>What the chunks of a packet to the stack change, before the packet is built: its tag already counts by them.</summary>
    private void Learn(PacketPattern pattern)
    {
        foreach (ElementExpression chunk in pattern.Chunks ?? [])
        {
            switch (chunk.Name)
            {
                case "INIT" when chunk.Find("tag") is NumberExpression tag:
                    _numbering.InitToStack((uint)tag.Value);
                    break;
                case "INIT_ACK" when chunk.Find("tag") is NumberExpression tag && pattern.Tag is null:
                    _numbering.InitAckToStack((uint)tag.Value);
                    break;
                case "COOKIE_ECHO" when chunk.Find("val") is not ListExpression && pattern is { Tag: null, IsChecksumBad: false }:
                    _numbering.CookieToStack(_numbering.LastCookie.Span);
                    break;
                case "ABORT" or "SHUTDOWN_COMPLETE" when pattern is { Tag: null, IsChecksumBad: false }:
                    _numbering.AssociationEnded();
                    break;
                default:
                    break;
            }
        }
    }

    private uint TagOf(PacketPattern pattern)
    {
        if (pattern.Tag is { } tag)
        {
            return _numbering.TagToLive((uint)tag);
        }

        if (pattern.Chunks is [{ Name: "INIT" }, ..])
        {
            return 0;
        }

        return pattern.Chunks is [{ Name: "ABORT" or "SHUTDOWN_COMPLETE" } first, ..] && HasTagFlag(first) ? _numbering.PeerTag : _numbering.LocalTag;
    }

    private void Element(ByteBuilder packet, ElementGroup group, ElementExpression element, bool isLast)
    {
        int start = packet.Length;
        if (start > ushort.MaxValue)
        {
            return; // it is too long already, whatever a script has in it
        }

        ElementLayout? layout = ElementLayouts.Find(group, element.Name);
        int code = layout?.Code ?? CodeOf(group, element);
        if (group == ElementGroup.Chunk)
        {
            packet.Byte((byte)code);
            packet.Byte(FlagsOf(layout, element));
        }
        else
        {
            packet.UInt16((ushort)code);
        }

        packet.UInt16(0);
        int? length = element.Find("len") is NumberExpression given ? (int)given.Value : null;
        if (layout is null)
        {
            if (element.Find("req_sn") is { } request)
            {
                packet.UInt32((uint)Number(request, "req_sn"));
            }

            Bytes(packet, element, element.Find(ElementLayouts.BytesField(group)), length - (packet.Length - start));
        }
        else
        {
            Fields(packet, layout, element, length, start);
        }

        int natural = packet.Length - start;
        if (length < natural && group == ElementGroup.Chunk && layout is { Name: "DATA" or "I_DATA" })
        {
            packet.Truncate(start + Math.Max(length.Value, TlvHeader));
        }

        packet.SetUInt16(start + 2, (ushort)(length ?? natural));
        if (group == ElementGroup.Chunk || !isLast)
        {
            packet.Pad();
        }
    }

    private void Fields(ByteBuilder packet, ElementLayout layout, ElementExpression element, int? length, int start)
    {
        foreach (FieldLayout field in layout.Fields)
        {
            ScriptExpression? value = element.Find(field.Name) ?? (field.Alternative is { } alternative ? element.Find(alternative) : null);
            switch (field.Kind)
            {
                case FieldKind.UInt16:
                    packet.UInt16((ushort)Required(element, field, value));
                    break;
                case FieldKind.UInt32:
                    if (field.Name is "sender_next_tsn" or "receiver_next_tsn" && value is null)
                    {
                        break; // only of some responses
                    }

                    uint number = (uint)Required(element, field, value);
                    packet.UInt32(field.Owner == FieldOwner.ReceiverTsn ? _numbering.TsnToLive(number) : number);
                    break;
                case FieldKind.Reserved16:
                    packet.UInt16(0);
                    break;
                case FieldKind.Payload:
                    packet.Zeros((length ?? packet.Length - start) - (packet.Length - start));
                    break;
                case FieldKind.Bytes:
                    Bytes(packet, element, value, length - TlvHeader);
                    break;
                case FieldKind.Text:
                    packet.Bytes(Encoding.UTF8.GetBytes((value as TextExpression)?.Text ?? string.Empty));
                    break;
                case FieldKind.HostName:
                    packet.Bytes(Encoding.UTF8.GetBytes((value as TextExpression)?.Text ?? "host.example"));
                    packet.Byte(0);
                    break;
                case FieldKind.Address4 or FieldKind.Address6:
                    Address(packet, element, field, value);
                    break;
                case FieldKind.UInt16List or FieldKind.CountedUInt16List or FieldKind.ByteList:
                    List(packet, field, value);
                    break;
                case FieldKind.SackBlocks or FieldKind.NrSackBlocks:
                    Blocks(packet, element, field.Kind == FieldKind.NrSackBlocks);
                    break;
                case FieldKind.StreamPairs or FieldKind.StreamTriples:
                    Streams(packet, value);
                    break;
                case FieldKind.Parameters:
                    Nested(packet, ElementGroup.Parameter, Unnamed(element));
                    break;
                case FieldKind.Causes:
                    Nested(packet, ElementGroup.Cause, Unnamed(element));
                    break;
                case FieldKind.NamedParameters:
                    Nested(packet, ElementGroup.Parameter, (value as ListExpression)?.Items ?? []);
                    break;
                case FieldKind.NamedParameter or FieldKind.NamedChunk:
                    ElementGroup group = field.Kind == FieldKind.NamedChunk ? ElementGroup.Chunk : ElementGroup.Parameter;
                    Nested(packet, group, value is ElementExpression one ? [one] : []);
                    break;
                default:
                    break;
            }
        }
    }

    private static List<ScriptExpression> Unnamed(ElementExpression element)
    {
        List<ScriptExpression> nested = [];
        foreach (Member member in element.Members)
        {
            if (member is { Name: null, Value: ElementExpression })
            {
                nested.Add(member.Value);
            }
        }

        return nested;
    }

    private void Nested(ByteBuilder packet, ElementGroup group, IReadOnlyList<ScriptExpression> items)
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i] is ElementExpression element)
            {
                Element(packet, group, element, isLast: i == items.Count - 1);
            }
        }
    }

    private void Bytes(ByteBuilder packet, ElementExpression element, ScriptExpression? value, int? length)
    {
        if (value is ListExpression list && list.Items is not [EllipsisExpression])
        {
            foreach (ScriptExpression item in list.Items)
            {
                packet.Byte((byte)Number(item, "a byte"));
            }

            return;
        }

        ReadOnlySpan<byte> known = element.Name switch
        {
            "COOKIE_ECHO" => _numbering.LastCookie.Span,
            "HEARTBEAT_INFORMATION" => _numbering.LastHeartbeat.Span,
            _ => default,
        };
        if (!known.IsEmpty && (length is null || length == known.Length))
        {
            packet.Bytes(known);
        }
        else if (length is { } size)
        {
            packet.Zeros(size);
        }
        else if (element.Name is "HEARTBEAT_INFORMATION")
        {
            packet.Zeros(StandardHeartbeatInformation);
        }
        else if (element.Name is not ("COOKIE_ECHO" or "STATE_COOKIE"))
        {
            Fail(element.Position, $"{element.Name} arrives with neither a length nor a value");
        }
    }

    private void Address(ByteBuilder packet, ElementExpression element, FieldLayout field, ScriptExpression? value)
    {
        int size = field.Kind == FieldKind.Address4 ? 4 : 16;
        if (value is not AddressExpression address || !IPAddress.TryParse(address.Address, out IPAddress? parsed) || parsed.GetAddressBytes().Length != size)
        {
            Fail(value?.Position ?? element.Position, $"{element.Name} needs an address of {size} bytes");
            return;
        }

        packet.Bytes(parsed.GetAddressBytes());
    }

    private void List(ByteBuilder packet, FieldLayout field, ScriptExpression? value)
    {
        IReadOnlyList<ScriptExpression> items = (value as ListExpression)?.Items ?? [];
        if (field.Kind == FieldKind.CountedUInt16List)
        {
            packet.UInt32((uint)items.Count);
        }

        foreach (ScriptExpression item in items)
        {
            long number = item is WordExpression word ? TypeNames.Parse(word.Name) ?? 0 : Number(item, field.Name);
            if (field.Kind == FieldKind.ByteList)
            {
                packet.Byte((byte)number);
            }
            else
            {
                packet.UInt16((ushort)number);
            }
        }
    }

    private void Blocks(ByteBuilder packet, ElementExpression element, bool hasTwoSorts)
    {
        IReadOnlyList<ScriptExpression> gaps = ItemsOf(element, "gaps");
        IReadOnlyList<ScriptExpression> nonRenegable = ItemsOf(element, "nr_gaps");
        IReadOnlyList<ScriptExpression> duplicates = ItemsOf(element, "dups");
        packet.UInt16((ushort)gaps.Count);
        if (hasTwoSorts)
        {
            packet.UInt16((ushort)nonRenegable.Count);
        }

        packet.UInt16((ushort)duplicates.Count);
        if (hasTwoSorts)
        {
            packet.UInt16(0);
        }

        Ranges(packet, gaps);
        if (hasTwoSorts)
        {
            Ranges(packet, nonRenegable);
        }

        foreach (ScriptExpression duplicate in duplicates)
        {
            packet.UInt32(_numbering.TsnToLive((uint)Number(duplicate, "a TSN")));
        }
    }

    private void Ranges(ByteBuilder packet, IReadOnlyList<ScriptExpression> ranges)
    {
        foreach (ScriptExpression item in ranges)
        {
            if (item is RangeExpression range)
            {
                packet.UInt16((ushort)range.First);
                packet.UInt16((ushort)range.Last);
            }
            else
            {
                Fail(item.Position, $"{item} is no block, such as 2:3");
            }
        }
    }

    private void Streams(ByteBuilder packet, ScriptExpression? value)
    {
        foreach (ScriptExpression item in (value as ListExpression)?.Items ?? [])
        {
            if (item is not StructExpression entry)
            {
                Fail(item.Position, "an arriving packet needs a value here");
                continue;
            }

            for (int i = 0; i < entry.Members.Count; i++)
            {
                uint number = (uint)Number(entry.Members[i].Value, "a number");
                if (i == 2)
                {
                    packet.UInt32(number);
                }
                else
                {
                    packet.UInt16((ushort)number);
                }
            }
        }
    }

    private static IReadOnlyList<ScriptExpression> ItemsOf(ElementExpression element, string field) =>
        element.Find(field) is ListExpression list && list.Items is not [EllipsisExpression] ? list.Items : [];

    private int CodeOf(ElementGroup group, ElementExpression element)
    {
        string field = ElementLayouts.CodeField(group);
        return element.Find(field) switch
        {
            WordExpression word => (int)(TypeNames.Parse(word.Name) ?? 0),
            { } value => (int)Number(value, field),
            null => (int)Missing(element, field),
        };
    }

    private static byte FlagsOf(ElementLayout? layout, ElementExpression element)
    {
        switch (element.Find("flgs"))
        {
            case NumberExpression number:
                return (byte)number.Value;
            case WordExpression word when layout is not null:
                return layout.FlagsOf(word.Name);
            default:
                return 0;
        }
    }

    private long Required(ElementExpression element, FieldLayout field, ScriptExpression? value) =>
        value is null ? Missing(element, field.Name) : Number(value, field.Name);

    private long Missing(ElementExpression element, string field)
    {
        Fail(element.Position, $"{element.Name} arrives without {field}");
        return 0;
    }

    private long Number(ScriptExpression value, string what)
    {
        if (value is NumberExpression number)
        {
            return number.Value;
        }

        Fail(value.Position, $"an arriving packet needs a number for {what}");
        return 0;
    }

    private void Fail(TextPosition position, string message) => _error ??= (position, message);
}
