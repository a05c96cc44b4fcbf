using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Sctp.Sim.Associations;
using Sctp.Wire;

namespace Sctp.Properties.Simulation.Mutants;

/// <summary>Stacks that acknowledge, or deal with acknowledgements, in a wrong way.</summary>
internal static class AckMutants
{
    /// <summary>A packet with one SACK, changed: its gap blocks and duplicates are given and taken back as lists.</summary>
    public static byte[]? ChangeSack(byte[] packet, int offset, Func<List<(ushort Start, ushort End)>, List<uint>, bool> change)
    {
        int length = PacketMutants.LengthAt(packet, offset);
        int gapCount = BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(offset + 12));
        int duplicateCount = BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(offset + 14));
        List<(ushort, ushort)> gaps = [];
        List<uint> duplicates = [];
        for (int i = 0; i < gapCount; i++)
        {
            int at = offset + 16 + (4 * i);
            gaps.Add((BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(at)), BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(at + 2))));
        }

        for (int i = 0; i < duplicateCount; i++)
        {
            duplicates.Add(BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(offset + 16 + (4 * (gapCount + i)))));
        }

        if (!change(gaps, duplicates))
        {
            return packet;
        }

        int entries = 4 * (gaps.Count + duplicates.Count);
        byte[] changed = [.. packet.AsSpan(0, offset + 16), .. new byte[entries], .. packet.AsSpan(offset + length)];
        BinaryPrimitives.WriteUInt16BigEndian(changed.AsSpan(offset + 2), (ushort)(16 + entries));
        BinaryPrimitives.WriteUInt16BigEndian(changed.AsSpan(offset + 12), (ushort)gaps.Count);
        BinaryPrimitives.WriteUInt16BigEndian(changed.AsSpan(offset + 14), (ushort)duplicates.Count);
        int next = offset + 16;
        foreach ((ushort start, ushort end) in gaps)
        {
            BinaryPrimitives.WriteUInt16BigEndian(changed.AsSpan(next), start);
            BinaryPrimitives.WriteUInt16BigEndian(changed.AsSpan(next + 2), end);
            next += 4;
        }

        foreach (uint duplicate in duplicates)
        {
            BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(next), duplicate);
            next += 4;
        }

        return changed;
    }

    /// <summary>What the last packet with DATA was like.</summary>
    internal readonly record struct Heard(int Count, int New, bool IsImmediate, bool HasGap, bool HadGap, int PacketsSinceSack);

    /// <summary>Lets SACKs that would travel alone go missing where a condition holds.</summary>
    internal sealed class ForgetsSacks(ISctpStack inner, Func<Heard, bool> forgets) : StackShim(inner)
    {
        private readonly HashSet<uint> _tsns = [];
        private uint _lowest;
        private uint _highest;
        private Heard _heard;

        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
        {
            int fresh = 0;
            bool hasData = false;
            bool isImmediate = false;
            for (int offset = 12; offset + 4 <= packet.Length; offset += Math.Max(4, (PacketMutants.LengthAt(packet, offset) + 3) & ~3))
            {
                if (packet[offset] == (byte)ChunkType.Data)
                {
                    uint tsn = BinaryPrimitives.ReadUInt32BigEndian(packet[(offset + 4)..]);
                    _lowest = _tsns.Count == 0 ? tsn : _lowest;
                    _highest = _tsns.Count == 0 || (int)(tsn - _highest) > 0 ? tsn : _highest;
                    fresh += _tsns.Add(tsn) ? 1 : 0;
                    hasData = true;
                    isImmediate |= (packet[offset + 1] & 8) != 0;
                }
            }

            if (hasData)
            {
                _heard = new Heard(_heard.Count + 1, fresh, isImmediate, _highest - _lowest + 1 != _tsns.Count, _heard.HasGap, _heard.PacketsSinceSack + 1);
            }

            Inner.Receive(packet, path, now);
        }

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            while (Inner.TryTransmit(buffer, now, out transmit))
            {
                int sack = PacketMutants.Find(buffer[..transmit.Length], ChunkType.Sack);
                bool isAlone = sack == 12 && transmit.Length == 12 + PacketMutants.LengthAt(buffer, 12);
                if (!isAlone || !forgets(_heard))
                {
                    _heard = sack >= 0 ? _heard with { PacketsSinceSack = 0 } : _heard;
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Sends each SACK that travels alone twice.</summary>
    internal sealed class SendsSacksTwice(ISctpStack inner) : StackShim(inner)
    {
        private byte[]? _again;
        private Transmit _transmit;

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            if (_again is { } packet)
            {
                packet.CopyTo(buffer);
                transmit = _transmit;
                _again = null;
                return true;
            }

            if (!Inner.TryTransmit(buffer, now, out transmit))
            {
                return false;
            }

            if (buffer[12] == (byte)ChunkType.Sack && transmit.Length == 12 + PacketMutants.LengthAt(buffer, 12))
            {
                _again = buffer[..transmit.Length].ToArray();
                _transmit = transmit;
            }

            return true;
        }
    }

    /// <summary>Sends SACKs to another address than DATA came from.</summary>
    internal sealed class SendsSacksElsewhere(ISctpStack inner) : StackShim(inner)
    {
        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            if (!Inner.TryTransmit(buffer, now, out transmit))
            {
                return false;
            }

            if (buffer[12] == (byte)ChunkType.Sack && transmit.Length == 12 + PacketMutants.LengthAt(buffer, 12) && PathCount == 2)
            {
                SctpAddress other = GetPath(0).Address.IsSameHost(transmit.Remote) ? GetPath(1).Address : GetPath(0).Address;
                transmit = new Transmit(transmit.Length, other, default, transmit.Ecn, transmit.Dscp, transmit.DontFragment);
            }

            return true;
        }
    }

    /// <summary>Takes SACKs after it has changed them.</summary>
    internal sealed class MisreadsSacks(ISctpStack inner, Action<byte[], int> change) : StackShim(inner)
    {
        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
        {
            int offset = CommonHeader.HasValidChecksum(packet) ? PacketMutants.Find(packet, ChunkType.Sack) : -1;
            if (offset < 0)
            {
                Inner.Receive(packet, path, now);
                return;
            }

            byte[] changed = packet.ToArray();
            change(changed, offset);
            CommonHeader.Seal(changed);
            Inner.Receive(changed, path, now);
        }
    }

    /// <summary>Shows that T3-rtx stands still when a SACK takes back what another one reported.</summary>
    internal sealed class ForgetsT3WhenRevoked(ISctpStack inner) : StackShim(inner)
    {
        private readonly HashSet<uint> _reported = [];
        private bool _isRevoked;
        private uint _cumulative;

        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
        {
            _isRevoked = false;
            int offset = CommonHeader.HasValidChecksum(packet) ? PacketMutants.Find(packet, ChunkType.Sack) : -1;
            if (offset >= 0 && BinaryPrimitives.ReadUInt32BigEndian(packet[(offset + 4)..]) is uint cumulative && (_reported.Count == 0 || (int)(cumulative - _cumulative) >= 0))
            {
                _cumulative = cumulative;
                HashSet<uint> said = [];
                ChangeSack(packet.ToArray(), offset, (gaps, _) =>
                {
                    foreach ((ushort start, ushort end) in gaps)
                    {
                        for (uint i = start; i <= end; i++)
                        {
                            said.Add(cumulative + i);
                        }
                    }

                    return false;
                });
                _reported.RemoveWhere(tsn => (int)(tsn - cumulative) <= 0);
                _isRevoked = !_reported.IsSubsetOf(said);
                _reported.Clear();
                _reported.UnionWith(said);
            }

            Inner.Receive(packet, path, now);
        }

        public override PathStatus GetPath(int index) => _isRevoked ? InnerAssociation.GetPath(index) with { T3Deadline = null } : InnerAssociation.GetPath(index);
    }

    /// <summary>Shows T3-rtx as it was when it was started first.</summary>
    internal sealed class NeverRestartsT3(ISctpStack inner) : StackShim(inner)
    {
        private Instant? _first;

        public override PathStatus GetPath(int index)
        {
            PathStatus path = InnerAssociation.GetPath(index);
            _first = path.T3Deadline is null ? null : _first ?? path.T3Deadline;
            return path with { T3Deadline = _first };
        }
    }

    /// <summary>Shows a T3-rtx that each received packet moves.</summary>
    internal sealed class RestartsT3Always(ISctpStack inner) : StackShim(inner)
    {
        private long _received;

        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
        {
            _received++;
            Inner.Receive(packet, path, now);
        }

        public override PathStatus GetPath(int index)
        {
            PathStatus path = InnerAssociation.GetPath(index);
            return path with { T3Deadline = path.T3Deadline + Duration.FromMilliseconds(_received) };
        }
    }

    /// <summary>Counts what is sent again after a timeout as fast retransmission.</summary>
    internal sealed class RetransmitsFastWithoutMisses(ISctpStack inner) : StackShim(inner)
    {
        public override AssociationStatistics Statistics
        {
            get
            {
                AssociationStatistics statistics = InnerAssociation.Statistics;
                statistics.FastRetransmissions += statistics.TimeoutRetransmissions;
                return statistics;
            }
        }
    }

    /// <summary>Shows another amount in the send buffer.</summary>
    internal sealed class MiscountsSendBuffer(ISctpStack inner) : StackShim(inner)
    {
        public override AssociationStatus Status => InnerAssociation.Status with { BufferedBytes = InnerAssociation.Status.BufferedBytes + 1 };
    }

    /// <summary>Changes an event.</summary>
    internal sealed class ChangesEvent(ISctpStack inner, Func<SctpEvent, SctpEvent> change) : StackShim(inner)
    {
        public override bool TryGetEvent(Instant now, out int peer, out SctpEvent e)
        {
            bool has = Inner.TryGetEvent(now, out peer, out e);
            e = has ? change(e) : e;
            return has;
        }
    }

    /// <summary>Gives a message to the user only when another one comes.</summary>
    internal sealed class HoldsMessages(ISctpStack inner, bool unordered) : PlantedBugs.ReadBug(inner)
    {
        private SctpMessage? _held;

        protected override void Change(in SctpMessage read, Queue<SctpMessage> given)
        {
            if (read.IsUnordered != unordered || !read.IsEndOfMessage)
            {
                given.Enqueue(read);
                return;
            }

            if (_held is { } held)
            {
                given.Enqueue(held);
            }

            _held = PlantedBugs.Copy(read);
            read.Dispose();
        }
    }

    /// <summary>Forgets what is not read when the association ends.</summary>
    internal sealed class ForgetsUnread(ISctpStack inner) : StackShim(inner)
    {
        public override bool TryReceive(out SctpMessage message)
        {
            while (InnerAssociation.TryReceive(out message))
            {
                if (State != AssociationState.Closed)
                {
                    return true;
                }

                message.Dispose();
            }

            return false;
        }
    }

    /// <summary>Gives the last part of a message after the next ordered message of its stream.</summary>
    internal sealed class InterleavesParts(ISctpStack inner) : PlantedBugs.ReadBug(inner)
    {
        private SctpMessage? _end;
        private uint _open = uint.MaxValue;

        protected override void Change(in SctpMessage read, Queue<SctpMessage> given)
        {
            SctpMessage copy = PlantedBugs.Copy(read);
            uint id = (uint)read.PayloadProtocolId;
            bool isEnd = read.IsEndOfMessage && _open == id && !read.IsUnordered && _end is null;
            _open = read.IsEndOfMessage ? _open : id;
            ushort stream = read.StreamId;
            bool isUnordered = read.IsUnordered;
            read.Dispose();
            if (isEnd)
            {
                _end = copy;
                return;
            }

            given.Enqueue(copy);
            if (_end is { } end && end.StreamId == stream && !isUnordered)
            {
                given.Enqueue(end);
            }
        }
    }
}
