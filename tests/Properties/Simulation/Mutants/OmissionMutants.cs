using System;
using Sctp.Sim.Associations;
using Sctp.Wire;

namespace Sctp.Properties.Simulation.Mutants;

/// <summary>Stacks that do something too late, or not at all.</summary>
internal static class OmissionMutants
{
    /// <summary>Throws away the first packet that begins with some type of chunk.</summary>
    internal sealed class DropsFirst(ISctpStack inner, ChunkType type) : StackShim(inner)
    {
        private bool _hasDropped;

        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
        {
            if (!_hasDropped && packet.Length > 12 && packet[12] == (byte)type)
            {
                _hasDropped = true;
                return;
            }

            Inner.Receive(packet, path, now);
        }
    }

    /// <summary>Shows that cwnd was used up already when it sent new DATA.</summary>
    internal sealed class SendsAtFullWindow(ISctpStack inner) : StackShim(inner)
    {
        private readonly int[] _before = new int[8];
        private uint _highest;
        private bool _hasSent;
        private bool _isNew;

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            for (int i = 0; i < Math.Min(PathCount, _before.Length); i++)
            {
                _before[i] = InnerAssociation.GetPath(i).FlightSize;
            }

            bool has = Inner.TryTransmit(buffer, now, out transmit);
            _isNew = has && CongestionMutants.TryGetTsn(buffer[..transmit.Length], out uint tsn) && (!_hasSent || WirePacket.IsBefore(_highest, tsn));
            if (_isNew && CongestionMutants.TryGetTsn(buffer[..transmit.Length], out uint first))
            {
                _highest = first;
                _hasSent = true;
            }

            return has;
        }

        public override PathStatus GetPath(int index)
        {
            PathStatus path = InnerAssociation.GetPath(index);
            return _isNew && _before[index] > 0 && path.FlightSize > _before[index] ? path with { CongestionWindow = _before[index] } : path;
        }
    }
}
