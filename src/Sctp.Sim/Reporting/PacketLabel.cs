using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Sctp.Sim.Reporting;

/// <summary>What a packet holds in a few words: the kinds of its chunks, and apart from them the TSNs, which differ from packet to packet.</summary>
internal static class PacketLabel
{
    private const int HeaderLength = 12;

    private static readonly string[] Names =
    [
        "DATA", "INIT", "INIT ACK", "SACK", "HEARTBEAT", "HEARTBEAT ACK", "ABORT", "SHUTDOWN", "SHUTDOWN ACK", "ERROR", "COOKIE ECHO", "COOKIE ACK", "ECNE", "CWR",
        "SHUTDOWN COMPLETE",
    ];

    public static (string Text, string Number) Of(ReadOnlySpan<byte> packet)
    {
        var text = new StringBuilder();
        var numbers = new StringBuilder();
        int offset = HeaderLength;
        while (offset + 4 <= packet.Length)
        {
            byte type = packet[offset];
            int length = BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..]);
            if (length < 4 || offset + length > packet.Length)
            {
                break;
            }

            text.Append(text.Length == 0 ? "" : " + ").Append(type < Names.Length ? Names[type] : "chunk " + type.ToString(CultureInfo.InvariantCulture));
            if (type is 0 or 3 or 7 && length >= 8)
            {
                uint tsn = BinaryPrimitives.ReadUInt32BigEndian(packet[(offset + 4)..]);
                numbers.Append(numbers.Length == 0 ? "" : " ").Append(tsn.ToString(CultureInfo.InvariantCulture));
            }

            offset += (length + 3) & ~3;
        }

        return (text.Length == 0 ? "no chunk" : text.ToString(), numbers.ToString());
    }
}
