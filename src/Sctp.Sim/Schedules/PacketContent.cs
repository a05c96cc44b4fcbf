using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Sctp.Sim.Associations;
using Sctp.Sim.Engine;

namespace Sctp.Sim;

/// <summary>
/// Names packets by what they hold, so that a packet can be found again in a run that is a little different: the chunk types, and the first TSN counted
/// from the initial one. A SACK beside other chunks is not named, for whether one travels along changes easily.
/// </summary>
internal sealed class PacketContent
{
    /// <summary>The longest name.</summary>
    public const int MaxLength = 160;

    private const int HeaderLength = 12;
    private const int MostTypes = 6;

    // By sending and receiving host.
    private Origin[] _origins = [];
    private int _hostCount;

    /// <summary>A number that stands for a name.</summary>
    public static ulong KeyOf(ReadOnlySpan<char> name) => XxHash64.Compute(MemoryMarshal.AsBytes(name));

    /// <summary>Writes the name of a packet that a host sends to another, and returns its length.</summary>
    public int Name(int fromHost, int toHost, ReadOnlySpan<byte> packet, Span<char> name)
    {
        MakeRoom(Math.Max(fromHost, toHost) + 1);
        ref Origin own = ref _origins[(fromHost * _hostCount) + toHost];
        Span<byte> types = stackalloc byte[MostTypes];
        int typeCount = 0;
        uint number = 0;
        bool hasData = false;
        bool hasNumber = false;
        int offset = HeaderLength;
        while (offset + 4 <= packet.Length)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..]);
            if (length < 4 || length > packet.Length - offset)
            {
                break;
            }

            byte type = packet[offset];
            ReadOnlySpan<byte> chunk = packet.Slice(offset, length);
            if (type == WireChunk.Data && length >= WireData.HeaderLength)
            {
                uint tsn = new WireData(chunk).Tsn;
                own.OnData(tsn);
                number = hasData ? number : tsn - own.Tsn;
                hasData = true;
            }
            else if (type is WireChunk.Init or WireChunk.InitAck && length >= WireInit.FixedLength)
            {
                own.OnInit(new WireInit(chunk).InitialTsn);
            }
            else if (type == WireChunk.Sack && length >= WireSack.FixedLength && !hasData)
            {
                number = new WireSack(chunk).CumulativeTsn - _origins[(toHost * _hostCount) + fromHost].Tsn;
                hasNumber = true;
            }

            if (typeCount < MostTypes && !types[..typeCount].Contains(type))
            {
                types[typeCount++] = type;
            }

            offset += (length + 3) & ~3;
        }

        if (typeCount == 0)
        {
            return Append(name, 0, "none");
        }

        bool isSackAlone = typeCount == 1 && types[0] == WireChunk.Sack;
        int written = 0;
        foreach (byte type in types[..typeCount])
        {
            if (type == WireChunk.Sack && !isSackAlone)
            {
                continue;
            }

            written = written == 0 ? 0 : Append(name, written, ",");
            written = Append(name, written, NameOf(type));
            bool isNumbered = (type == WireChunk.Data && hasData) || (isSackAlone && hasNumber);
            written = NameOf(type).Length == 0 ? AppendNumber(name, written, type) : written;
            written = isNumbered ? AppendNumber(name, Append(name, written, (int)number < 0 ? "" : "+"), (int)number) : written;
        }

        return written;
    }

    private void MakeRoom(int hostCount)
    {
        if (hostCount <= _hostCount)
        {
            return;
        }

        var origins = new Origin[hostCount * hostCount];
        for (int i = 0; i < _origins.Length; i++)
        {
            origins[(i / _hostCount * hostCount) + (i % _hostCount)] = _origins[i];
        }

        _origins = origins;
        _hostCount = hostCount;
    }

    private static int Append(Span<char> name, int at, string text)
    {
        text.CopyTo(name[at..]);
        return at + text.Length;
    }

    private static int AppendNumber(Span<char> name, int at, int number)
    {
        _ = number.TryFormat(name[at..], out int written, default, CultureInfo.InvariantCulture);
        return at + written;
    }

    private static string NameOf(byte type) => type switch
    {
        WireChunk.Data => "DATA",
        WireChunk.Init => "INIT",
        WireChunk.InitAck => "INIT ACK",
        WireChunk.Sack => "SACK",
        WireChunk.Heartbeat => "HEARTBEAT",
        WireChunk.HeartbeatAck => "HEARTBEAT ACK",
        WireChunk.Abort => "ABORT",
        WireChunk.Shutdown => "SHUTDOWN",
        WireChunk.ShutdownAck => "SHUTDOWN ACK",
        WireChunk.Error => "ERROR",
        WireChunk.CookieEcho => "COOKIE ECHO",
        WireChunk.CookieAck => "COOKIE ACK",
        WireChunk.ShutdownComplete => "SHUTDOWN COMPLETE",
        _ => "",
    };

    // The initial TSN of one direction. One that INIT or INIT ACK offers counts from the first DATA on that bears it: an INIT ACK for an old INIT offers
    // one that is never used.
    private struct Origin
    {
        public uint Tsn;
        private uint _offered;
        private bool _hasTsn;

        public void OnInit(uint tsn)
        {
            _offered = tsn;
            Tsn = _hasTsn ? Tsn : tsn;
        }

        public void OnData(uint tsn)
        {
            Tsn = tsn == _offered || !_hasTsn ? _offered : Tsn;
            _hasTsn = true;
        }
    }
}
