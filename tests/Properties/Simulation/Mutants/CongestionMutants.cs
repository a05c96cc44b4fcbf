using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Sctp.Sim.Associations;
using Sctp.Timers;
using Sctp.Wire;

namespace Sctp.Properties.Simulation.Mutants;

/// <summary>Stacks that send more, or otherwise, than congestion control allows.</summary>
internal static class CongestionMutants
{
    /// <summary>The TSN of the first DATA chunk of a packet.</summary>
    public static bool TryGetTsn(ReadOnlySpan<byte> packet, out uint tsn)
    {
        int offset = PacketMutants.Find(packet, ChunkType.Data);
        tsn = offset < 0 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(packet[(offset + 4)..]);
        return offset >= 0;
    }

    /// <summary>Shows its paths otherwise, from the moment on at which its counters say so.</summary>
    internal sealed class ShowsOtherwise(ISctpStack inner, Func<AssociationStatistics, bool> from, Func<PathStatus, PathStatus> change) : StackShim(inner)
    {
        private bool _isOn;

        public override PathStatus GetPath(int index)
        {
            PathStatus path = InnerAssociation.GetPath(index);
            return IsOn() ? change(path) : path;
        }

        private bool IsOn() => _isOn |= InnerAssociation.Statistics is var statistics && from(statistics);
    }

    /// <summary>Shows cwnd never to fall.</summary>
    internal sealed class NeverFalls(ISctpStack inner) : StackShim(inner)
    {
        private int _largest;

        public override PathStatus GetPath(int index)
        {
            PathStatus path = InnerAssociation.GetPath(index);
            _largest = Math.Max(_largest, path.CongestionWindow);
            return path with { CongestionWindow = _largest };
        }
    }

    /// <summary>Shows a cwnd that its retransmissions do not fit.</summary>
    internal sealed class ResendsBeyondWindow(ISctpStack inner) : StackShim(inner)
    {
        private uint _highest;
        private bool _hasSent;
        private bool _isResending;

        public override PathStatus GetPath(int index)
        {
            PathStatus path = InnerAssociation.GetPath(index);
            return _isResending ? path with { CongestionWindow = 1 } : path;
        }

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            bool transmits = Inner.TryTransmit(buffer, now, out transmit);
            _isResending = false;
            if (transmits && TryGetTsn(buffer[..transmit.Length], out uint tsn))
            {
                _isResending = _hasSent && !WirePacket.IsBefore(_highest, tsn);
                _highest = _isResending ? _highest : tsn;
                _hasSent = true;
            }

            return transmits;
        }
    }

    /// <summary>Has other options than the run knows of, once it is up.</summary>
    internal sealed class HasOtherOptions(ISctpStack inner, Func<SctpOptions, SctpOptions> change) : StackShim(inner)
    {
        private bool _isChanged;

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            if (!_isChanged && State == AssociationState.Established && Core is { } core)
            {
                _isChanged = true;
                core.SetOptions(change(core.Options), now);
            }

            return Inner.TryTransmit(buffer, now, out transmit);
        }
    }

    /// <summary>Takes each SACK to open the window wide.</summary>
    internal sealed class IgnoresTheWindow(ISctpStack inner) : StackShim(inner)
    {
        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
        {
            int offset = PacketMutants.Find(packet, ChunkType.Sack);
            if (offset < 0 || !CommonHeader.HasValidChecksum(packet))
            {
                Inner.Receive(packet, path, now);
                return;
            }

            byte[] opened = packet.ToArray();
            BinaryPrimitives.WriteUInt32BigEndian(opened.AsSpan(offset + 8), 1_000_000);
            CommonHeader.Seal(opened);
            Inner.Receive(opened, path, now);
        }
    }

    /// <summary>Waits longer than it should before it probes a closed window; for ever where it is not said how much longer.</summary>
    internal sealed class ProbesLate(ISctpStack inner, Duration? more) : StackShim(inner)
    {
        private Instant _moved = Instant.Never;

        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
        {
            Inner.Receive(packet, path, now);
            MoveTimer();
        }

        public override void Advance(Instant now)
        {
            Inner.Advance(now);
            MoveTimer();
        }

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            bool has = Inner.TryTransmit(buffer, now, out transmit);
            MoveTimer();
            return has;
        }

        public override SendResult Send(ReadOnlySpan<byte> payload, in SendOptions options, Instant now)
        {
            SendResult result = InnerAssociation.Send(payload, options, now);
            MoveTimer();
            return result;
        }

        private void MoveTimer()
        {
            if (Core?.Context.Timers is not { } timers || !timers.IsRunning(TimerKind.WindowProbe) || timers.Deadline(TimerKind.WindowProbe) == _moved)
            {
                return;
            }

            if (more is { } wait)
            {
                _moved = timers.Deadline(TimerKind.WindowProbe) + wait;
                timers.Start(TimerKind.WindowProbe, _moved);
            }
            else
            {
                timers.Stop(TimerKind.WindowProbe);
            }
        }
    }

    /// <summary>Of the packets that one input caused, sends those with new DATA first.</summary>
    internal sealed class SendsNewFirst(ISctpStack inner) : StackShim(inner)
    {
        private readonly List<(byte[] Packet, Transmit Transmit)> _packets = [];
        private uint _highest;
        private bool _hasSent;

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            int place = 0;
            while (Inner.TryTransmit(buffer, now, out transmit))
            {
                byte[] packet = buffer[..transmit.Length].ToArray();
                bool isNew = TryGetTsn(packet, out uint tsn) && (!_hasSent || WirePacket.IsBefore(_highest, tsn));
                if (isNew)
                {
                    _highest = tsn;
                    _hasSent = true;
                    _packets.Insert(place++, (packet, transmit));
                }
                else
                {
                    _packets.Add((packet, transmit));
                }
            }

            if (_packets.Count == 0)
            {
                return false;
            }

            (byte[] first, transmit) = _packets[0];
            _packets.RemoveAt(0);
            first.CopyTo(buffer);
            return true;
        }
    }

    /// <summary>Sends a packet with DATA again on the next SACK: one that it has sent last, or one that it has sent again already.</summary>
    internal sealed class SendsAgainOnSack(ISctpStack inner, bool onlyIfSentAgain) : StackShim(inner)
    {
        private byte[]? _packet;
        private Transmit _transmit;
        private uint _highest;
        private bool _hasSent;
        private bool _isDue;

        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
        {
            int offset = PacketMutants.Find(packet, ChunkType.Sack);
            bool isOpen = _packet is not null
                && offset >= 0
                && CommonHeader.HasValidChecksum(packet)
                && TryGetTsn(_packet, out uint tsn)
                && WirePacket.IsBefore(BinaryPrimitives.ReadUInt32BigEndian(packet[(offset + 4)..]), tsn);
            Inner.Receive(packet, path, now);
            _isDue = isOpen;
        }

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            if (_isDue)
            {
                _isDue = false;
                _packet.CopyTo(buffer);
                transmit = _transmit;
                return true;
            }

            if (!Inner.TryTransmit(buffer, now, out transmit))
            {
                return false;
            }

            if (TryGetTsn(buffer[..transmit.Length], out uint tsn))
            {
                bool isAgain = _hasSent && !WirePacket.IsBefore(_highest, tsn);
                _highest = isAgain ? _highest : tsn;
                _hasSent = true;
                if ((isAgain && InnerAssociation.Statistics.FastRetransmissions > 0) || !onlyIfSentAgain)
                {
                    _packet = buffer[..transmit.Length].ToArray();
                    _transmit = transmit;
                }
            }

            return true;
        }
    }
}
