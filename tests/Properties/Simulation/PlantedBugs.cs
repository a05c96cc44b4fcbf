using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Sctp.Buffers;
using Sctp.Sim.Associations;
using Sctp.Wire;

namespace Sctp.Properties.Simulation;

/// <summary>Stacks with one bug each.</summary>
internal static class PlantedBugs
{
    public static SctpMessage Copy(in SctpMessage message, Action<byte[]>? change = null, MessageInfo? info = null)
    {
        byte[] bytes = message.ToArray();
        change?.Invoke(bytes);
        PayloadBuffer payload = new BlockPool().RentPayload();
        payload.Fill(bytes);
        return new SctpMessage(payload, info ?? message.Info);
    }

    /// <summary>Changes what is read.</summary>
    internal abstract class ReadBug(ISctpStack inner) : StackShim(inner)
    {
        private readonly Queue<SctpMessage> _messages = new();

        public override bool TryReceive(out SctpMessage message)
        {
            while (_messages.Count == 0)
            {
                if (!InnerAssociation.TryReceive(out SctpMessage read))
                {
                    message = default;
                    return false;
                }

                Change(read, _messages);
            }

            return _messages.TryDequeue(out message);
        }

        protected abstract void Change(in SctpMessage read, Queue<SctpMessage> given);
    }

    internal sealed class DeliversTwice(ISctpStack inner) : ReadBug(inner)
    {
        protected override void Change(in SctpMessage read, Queue<SctpMessage> given)
        {
            given.Enqueue(read);
            given.Enqueue(Copy(read));
        }
    }

    internal sealed class ChangesAByte(ISctpStack inner) : ReadBug(inner)
    {
        protected override void Change(in SctpMessage read, Queue<SctpMessage> given) => given.Enqueue(Copy(read, bytes => bytes[^1] ^= 1));
    }

    internal sealed class LosesTheUnorderedBit(ISctpStack inner) : ReadBug(inner)
    {
        protected override void Change(in SctpMessage read, Queue<SctpMessage> given) =>
            given.Enqueue(Copy(read, info: read.Info with { IsUnordered = !read.IsUnordered }));
    }

    internal sealed class SwapsAStream(ISctpStack inner) : ReadBug(inner)
    {
        private SctpMessage? _held;

        protected override void Change(in SctpMessage read, Queue<SctpMessage> given)
        {
            if (_held is null && !read.IsUnordered && read.IsEndOfMessage)
            {
                _held = Copy(read);
                return;
            }

            given.Enqueue(Copy(read));
            if (_held is { } held && held.StreamId == read.StreamId && !read.IsUnordered)
            {
                given.Enqueue(held);
            }
        }
    }

    internal sealed class InventsAMessage(ISctpStack inner) : ReadBug(inner)
    {
        protected override void Change(in SctpMessage read, Queue<SctpMessage> given)
        {
            given.Enqueue(Copy(read, info: read.Info with { PayloadProtocolId = (PayloadProtocolIdentifier)1_000_000 }));
            given.Enqueue(read);
        }
    }

    /// <summary>Keeps or adds an event.</summary>
    internal sealed class EventBug(ISctpStack inner, SctpEventKind kept, SctpEvent? added) : StackShim(inner)
    {
        private bool _isAdded;

        public override bool TryGetEvent(Instant now, out int peer, out SctpEvent e)
        {
            if (!_isAdded && added is { } extra && State == AssociationState.Established && InnerAssociation.Statistics.MessagesQueued > 3)
            {
                _isAdded = true;
                peer = Peer;
                e = extra;
                return true;
            }

            while (Inner.TryGetEvent(now, out peer, out e))
            {
                if (e.Kind != kept)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Changes packets that hold a chunk of some type before they leave.</summary>
    internal sealed class PacketBug(ISctpStack inner, ChunkType type, int firstChange, Func<byte[], int, bool> change, bool repairs = true) : StackShim(inner)
    {
        private int _seen;

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            if (!Inner.TryTransmit(buffer, now, out transmit))
            {
                return false;
            }

            Span<byte> packet = buffer[..transmit.Length];
            for (int offset = 12; offset + 4 <= packet.Length; offset += (BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..]) + 3) & ~3)
            {
                if (packet[offset] == (byte)type && ++_seen >= firstChange)
                {
                    byte[] bytes = packet.ToArray();
                    if (change(bytes, offset))
                    {
                        bytes.CopyTo(packet);
                        if (repairs)
                        {
                            CommonHeader.Seal(packet);
                        }
                    }
                }
            }

            return true;
        }
    }

    /// <summary>Never stops to transmit.</summary>
    internal sealed class TransmitsForEver(ISctpStack inner) : StackShim(inner)
    {
        private byte[] _last = [];
        private Transmit _transmit;

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            if (Inner.TryTransmit(buffer, now, out transmit))
            {
                _last = buffer[..transmit.Length].ToArray();
                _transmit = transmit;
                return true;
            }

            _last.CopyTo(buffer);
            transmit = _transmit;
            return _last.Length > 0 && State == AssociationState.Established;
        }
    }

    /// <summary>Asks for a timer at once, for ever.</summary>
    internal sealed class AsksForTheSameTimer(ISctpStack inner) : StackShim(inner)
    {
        private Instant? _stuck;

        public override Instant? NextTimeout => _stuck ??= State == AssociationState.Established ? Inner.NextTimeout : null;

        public override void Advance(Instant now)
        {
        }
    }

    /// <summary>Shows something else than it has.</summary>
    internal sealed class StatusBug(ISctpStack inner, Func<PathStatus, PathStatus>? path, long pooledBytes, string? violation) : StackShim(inner)
    {
        public override long PooledBytesInUse => Inner.PooledBytesInUse + pooledBytes;

        public override PathStatus GetPath(int index) => path is null ? InnerAssociation.GetPath(index) : path(InnerAssociation.GetPath(index));

        public override bool TryCheckInvariants(out string text)
        {
            text = violation ?? "";
            return violation is null && InnerAssociation.TryCheckInvariants(out text);
        }
    }

    /// <summary>Is deaf to packets that begin with, or hold, some types of chunk.</summary>
    internal sealed class Deaf(ISctpStack inner, int from, params ChunkType[] types) : StackShim(inner)
    {
        private int _heard;

        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
        {
            for (int offset = 12; offset + 4 <= packet.Length; offset += (Math.Max(4, (int)BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..])) + 3) & ~3)
            {
                if (Array.IndexOf(types, (ChunkType)packet[offset]) >= 0 && ++_heard > from)
                {
                    return;
                }
            }

            Inner.Receive(packet, path, now);
        }
    }
}
