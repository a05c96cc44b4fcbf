using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Sctp.Sim.Associations;

namespace Sctp.Properties.Simulation.Mutants;

/// <summary>Stacks with one bug each in what they do about packets that they should not believe.</summary>
internal static class SecurityMutants
{
    private static byte TypeOf(ReadOnlySpan<byte> packet) => packet.Length > 12 ? packet[12] : byte.MaxValue;

    /// <summary>Changes packets before the real stack gets them. Knows the tag of the last COOKIE ECHO, which is the one that packets should carry.</summary>
    internal sealed class Hearing(ISctpStack inner, Func<byte[], Hearing, bool> change) : StackShim(inner)
    {
        public uint Tag { get; private set; }

        public byte[] Echo { get; private set; } = [];

        public bool HasWrongTag(byte[] packet) => Tag != 0 && BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(4)) != Tag;

        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
        {
            byte[] bytes = packet.ToArray();
            if (bytes.Length >= 16 && change(bytes, this))
            {
                WireChecksum.Seal(bytes);
            }

            if (Tag == 0 && TypeOf(packet) == WireChunk.CookieEcho)
            {
                Tag = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
                Echo = packet.ToArray();
            }

            Inner.Receive(bytes, path, now);
        }

        /// <summary>Puts the right tag into packets that begin with some type of chunk; any where it is negative.</summary>
        public static bool TakesAnyTag(byte[] packet, Hearing self, int type)
        {
            bool isFixed = self.HasWrongTag(packet) && (type < 0 ? packet[12] is not (WireChunk.Init or WireChunk.CookieEcho or WireChunk.Abort) : packet[12] == type);
            if (isFixed)
            {
                BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), self.Tag);
                packet[13] &= 0xFE;
            }

            return isFixed;
        }

        /// <summary>Puts the right tag into packets with a wrong one that came before: tags that are guessed do not, those of an old association do.</summary>
        public static Func<byte[], Hearing, bool> TakesKnownTags()
        {
            HashSet<uint> known = [];
            return (packet, self) => !known.Add(BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(4))) && TakesAnyTag(packet, self, -1);
        }

        /// <summary>Takes packets that begin with some type of chunk, and that come when there is an association, for an ABORT.</summary>
        public static bool TakesForAbort(byte[] packet, Hearing self, byte type)
        {
            bool isStray = packet[12] == type && self.State >= AssociationState.Established;
            if (isStray)
            {
                ((ReadOnlySpan<byte>)[WireChunk.Abort, 0, 0, 4]).CopyTo(packet.AsSpan(12)); // Nothing is handled behind it.
            }

            return isStray;
        }

        /// <summary>Takes an altered or moved cookie for the last good one.</summary>
        public static bool TakesAnyCookie(byte[] packet, Hearing self)
        {
            bool isFixed = self.Echo.Length == packet.Length && packet[12] == WireChunk.CookieEcho;
            if (isFixed)
            {
                self.Echo.CopyTo(packet, 0);
            }

            return isFixed;
        }

        /// <summary>Clears the bit that asks for a report in each unknown chunk and parameter.</summary>
        public static bool NeverReports(byte[] packet, bool chunks)
        {
            bool isChanged = false;
            for (int offset = chunks || packet[12] != WireChunk.Init ? 12 : 32; offset + 4 <= packet.Length;)
            {
                int length = Math.Max(4, (int)BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(offset + 2)));
                bool isUnknown = chunks ? (packet[offset] & 0x3F) > 15 : packet[12] == WireChunk.Init && BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(offset)) > 0xFF;
                if (isUnknown && (packet[offset] & 0x40) != 0)
                {
                    packet[offset] &= 0xBF;
                    isChanged = true;
                }

                offset += (length + 3) & ~3;
            }

            return isChanged;
        }
    }

    /// <summary>Goes by the number of streams in any INIT ACK, whatever its state.</summary>
    internal sealed class TakesStrayStreams(ISctpStack inner) : StackShim(inner)
    {
        private ushort? _streams;

        public override AssociationStatus Status => _streams is { } streams ? InnerAssociation.Status with { OutboundStreams = streams } : InnerAssociation.Status;

        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
        {
            if (TypeOf(packet) == WireChunk.InitAck && packet.Length >= 32 && State >= AssociationState.Established)
            {
                _streams = BinaryPrimitives.ReadUInt16BigEndian(packet[26..]);
            }

            Inner.Receive(packet, path, now);
        }
    }

    /// <summary>Says packets of some type twice, or never.</summary>
    internal sealed class Speaking(ISctpStack inner, byte type, bool twice) : StackShim(inner)
    {
        private readonly Queue<(byte[] Bytes, Transmit Transmit)> _again = new();

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            if (_again.TryDequeue(out (byte[] Bytes, Transmit Transmit) again))
            {
                again.Bytes.CopyTo(buffer);
                transmit = again.Transmit;
                return true;
            }

            while (Inner.TryTransmit(buffer, now, out transmit))
            {
                bool isHit = TypeOf(buffer[..transmit.Length]) == type;
                if (isHit && twice)
                {
                    _again.Enqueue((buffer[..transmit.Length].ToArray(), transmit));
                }

                if (!isHit || twice)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Sends its COOKIE ECHO also from another port: a peer that does so is nobody's association.</summary>
    internal sealed class EchoesFromElsewhere(ISctpStack inner) : StackShim(inner)
    {
        private byte[] _copy = [];
        private Transmit _transmit;

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            if (_copy.Length > 0)
            {
                _copy.CopyTo(buffer);
                _copy = [];
                transmit = _transmit;
                return true;
            }

            bool has = Inner.TryTransmit(buffer, now, out transmit);
            if (has && TypeOf(buffer[..transmit.Length]) == WireChunk.CookieEcho)
            {
                _copy = buffer[..transmit.Length].ToArray();
                _copy[1] ^= 1;
                WireChecksum.Seal(_copy);
                _transmit = transmit;
            }

            return has;
        }
    }

    /// <summary>Keeps something of each INIT, or computes too many MACs.</summary>
    internal sealed class Wasteful(ISctpStack inner, bool keepsState) : StackShim(inner)
    {
        private int _inits;

        public override long PooledBytesInUse => Inner.PooledBytesInUse + (keepsState ? 64 * _inits : 0);

        public override long CookieMacCount => keepsState ? Inner.CookieMacCount : 2 * Inner.CookieMacCount;

        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
        {
            _inits += TypeOf(packet) == WireChunk.Init ? 1 : 0;
            Inner.Receive(packet, path, now);
        }
    }

    /// <summary>Follows the UDP port of whoever sends.</summary>
    internal sealed class FollowsAnyPort(ISctpStack inner) : StackShim(inner)
    {
        private uint _tag;
        private ushort _port;

        public override PathStatus GetPath(int index)
        {
            PathStatus path = InnerAssociation.GetPath(index);
            return _port == 0 ? path : path with { Address = path.Address.WithUdpPort(_port) };
        }

        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
        {
            uint tag = packet.Length > 8 ? BinaryPrimitives.ReadUInt32BigEndian(packet[4..]) : 0;
            _tag = _tag == 0 && TypeOf(packet) == WireChunk.CookieEcho ? tag : _tag;
            _port = _tag != 0 && tag != _tag ? (ushort)4_711 : _port;
            Inner.Receive(packet, path, now);
        }
    }
}
