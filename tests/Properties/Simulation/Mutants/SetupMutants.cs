using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Sctp.Sim.Associations;
using Sctp.Wire;

namespace Sctp.Properties.Simulation.Mutants;

/// <summary>Stacks that go wrong in the set-up or the end of an association.</summary>
internal static class SetupMutants
{
    /// <summary>Shows another state than it has.</summary>
    internal sealed class ShowsState(ISctpStack inner, AssociationState when, AssociationState shown) : StackShim(inner)
    {
        public override AssociationState State => base.State == when ? shown : base.State;
    }

    /// <summary>A clock that goes faster or slower than that of the world.</summary>
    internal sealed class WrongClock(ISctpStack inner, int numerator, int denominator) : StackShim(inner)
    {
        public override Instant? NextTimeout => Inner.NextTimeout is { } next
            ? Instant.FromNanoseconds((long)((((Int128)next.Nanoseconds * denominator) + numerator - 1) / numerator))
            : null;

        public override void Connect(int peer, ReadOnlySpan<SctpAddress> remotes, ushort remotePort, Instant now) =>
            Inner.Connect(peer, remotes, remotePort, Scaled(now));

        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now) => Inner.Receive(packet, path, Scaled(now));

        public override void Advance(Instant now) => Inner.Advance(Scaled(now));

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit) => Inner.TryTransmit(buffer, Scaled(now), out transmit);

        public override bool TryGetEvent(Instant now, out int peer, out SctpEvent e) => Inner.TryGetEvent(Scaled(now), out peer, out e);

        public override SendResult Send(ReadOnlySpan<byte> payload, in SendOptions options, Instant now) => InnerAssociation.Send(payload, options, Scaled(now));

        public override void Shutdown(Instant now) => InnerAssociation.Shutdown(Scaled(now));

        public override void Abort(Instant now) => InnerAssociation.Abort(Scaled(now));

        private Instant Scaled(Instant now) => Instant.FromNanoseconds((long)((Int128)now.Nanoseconds * numerator / denominator));
    }

    /// <summary>After a packet with one of some chunk types, sends once more the last DATA packet before it.</summary>
    internal sealed class RepeatsDataAfter(ISctpStack inner, params ChunkType[] types) : StackShim(inner)
    {
        private byte[] _data = [];
        private bool _isDue;

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            if (!Inner.TryTransmit(buffer, now, out transmit))
            {
                if (!_isDue || _data.Length == 0)
                {
                    return false;
                }

                _isDue = false;
                _data.CopyTo(buffer);
                transmit = new Transmit(_data.Length, _remote.Remote, _remote.Local, _remote.Ecn, _remote.Dscp, DontFragment: true);
                return true;
            }

            ReadOnlySpan<byte> packet = buffer[..transmit.Length];
            if (PacketMutants.Find(packet, ChunkType.Data) >= 0)
            {
                _data = packet.ToArray();
                _remote = transmit;
            }

            foreach (ChunkType type in types)
            {
                _isDue |= PacketMutants.Find(packet, type) >= 0;
            }

            return true;
        }

        private Transmit _remote;
    }

    /// <summary>Reports the end of the association twice.</summary>
    internal sealed class EndsTwice(ISctpStack inner) : StackShim(inner)
    {
        private SctpEvent? _last;

        public override bool TryGetEvent(Instant now, out int peer, out SctpEvent e)
        {
            if (_last is { } last)
            {
                _last = null;
                peer = Peer;
                e = last;
                return true;
            }

            bool hasEvent = Inner.TryGetEvent(now, out peer, out e);
            if (hasEvent && e.Kind is SctpEventKind.ShutdownComplete or SctpEventKind.CommunicationLost)
            {
                _last = e;
            }

            return hasEvent;
        }
    }

    /// <summary>Takes packets with the tag of an association that is no more, as if they had the present one.</summary>
    internal sealed class ForgetsThatTagsChange(ISctpStack inner) : StackShim(inner)
    {
        private readonly HashSet<uint> _tags = [];
        private uint _last;

        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
        {
            byte[] changed = packet.ToArray();
            bool isSetup = packet.Length > 12 && packet[12] is (byte)ChunkType.Init or (byte)ChunkType.CookieEcho;
            if (State >= AssociationState.Established && CommonHeader.HasValidChecksum(packet) && !isSetup)
            {
                uint tag = CommonHeader.VerificationTag(packet);
                if (_tags.Add(tag))
                {
                    _last = tag;
                }

                BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(4), _last);
                CommonHeader.Seal(changed);
            }

            Inner.Receive(changed, path, now);
        }
    }

    /// <summary>Forgives a changed byte in what comes in.</summary>
    internal sealed class RepairsCookies(ISctpStack inner) : StackShim(inner)
    {
        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
        {
            byte[] repaired = packet.ToArray();
            if (PacketMutants.Find(repaired, ChunkType.CookieEcho) is int offset and >= 0)
            {
                repaired[offset + 8] ^= 1;
                CommonHeader.Seal(repaired);
            }

            Inner.Receive(repaired, path, now);
        }
    }
}
