using System;
using System.Buffers.Binary;
using Sctp.Sim.Associations;
using Sctp.Wire;

namespace Sctp.Properties.Simulation.Mutants;

/// <summary>Stacks that do too much, or that stop.</summary>
internal static class ResourceMutants
{
    /// <summary>Sends every packet with SACK many times.</summary>
    internal sealed class RepeatsSacks(ISctpStack inner, int times) : StackShim(inner)
    {
        private byte[] _packet = [];
        private Transmit _transmit;
        private int _left;

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            if (_left > 0)
            {
                _left--;
                _packet.CopyTo(buffer);
                transmit = _transmit;
                return true;
            }

            if (!Inner.TryTransmit(buffer, now, out transmit))
            {
                return false;
            }

            _packet = buffer[..transmit.Length].ToArray();
            _transmit = transmit;
            _left = PacketMutants.Find(_packet, ChunkType.Sack) == 12 && PacketMutants.Find(_packet, ChunkType.Data) < 0 ? times : 0;
            return true;
        }
    }

    /// <summary>Never says that a closed window is open again.</summary>
    internal sealed class KeepsWindowClosed(ISctpStack inner) : PacketMutants.Rewrites(inner, new Closed().Rewrite)
    {
        private sealed class Closed
        {
            private bool _isClosed;

            public byte[]? Rewrite(byte[] packet)
            {
                int offset = PacketMutants.Find(packet, ChunkType.Sack);
                if (offset < 0)
                {
                    return packet;
                }

                bool isOpen = BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(offset + 8)) != 0;
                _isClosed |= !isOpen;
                return _isClosed && isOpen ? null : packet;
            }
        }
    }

    /// <summary>Forgets the timer of the set-up.</summary>
    internal sealed class ForgetsT1(ISctpStack inner) : StackShim(inner)
    {
        public override Instant? NextTimeout => State is AssociationState.CookieWait or AssociationState.CookieEchoed ? null : Inner.NextTimeout;
    }
}
