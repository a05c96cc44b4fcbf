using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Sctp.Sim.Associations;
using Sctp.Wire;

namespace Sctp.Properties.Simulation.Mutants;

/// <summary>Stacks that measure, wait or choose paths in a wrong way.</summary>
internal static class TimerMutants
{
    /// <summary>Shows a round trip to be measured with a chunk that was sent twice.</summary>
    internal sealed class MeasuresWhatWasSentAgain(ISctpStack inner) : StackShim(inner)
    {
        private readonly List<(uint Tsn, Instant First, int Times)> _sent = [];
        private RoundTripEstimate? _shown;

        public override PathStatus GetPath(int index)
        {
            PathStatus path = InnerAssociation.GetPath(index);
            return _shown is not { } shown ? path : path with
            {
                SmoothedRoundTripTime = Duration.FromNanoseconds(shown.Srtt),
                RoundTripTimeVariation = Duration.FromNanoseconds(shown.Rttvar),
            };
        }

        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
        {
            int offset = PacketMutants.Find(packet, ChunkType.Sack);
            RoundTripEstimate before = PathCount > 0 ? RoundTripEstimate.Of(InnerAssociation.GetPath(0)) : default;
            Inner.Receive(packet, path, now);
            if (offset < 0 || !CommonHeader.HasValidChecksum(packet))
            {
                return;
            }

            uint cumulative = BinaryPrimitives.ReadUInt32BigEndian(packet[(offset + 4)..]);
            while (_sent.Count > 0 && !WirePacket.IsBefore(cumulative, _sent[0].Tsn))
            {
                if (_sent[0].Times > 1 && PathCount > 0)
                {
                    _shown ??= before.After(now - _sent[0].First, Core!.Options);
                }

                _sent.RemoveAt(0);
            }
        }

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            if (!Inner.TryTransmit(buffer, now, out transmit))
            {
                return false;
            }

            if (CongestionMutants.TryGetTsn(buffer[..transmit.Length], out uint tsn))
            {
                int index = _sent.FindIndex(sent => sent.Tsn == tsn);
                if (index < 0)
                {
                    _sent.Add((tsn, now, 1));
                }
                else
                {
                    _sent[index] = (tsn, _sent[index].First, _sent[index].Times + 1);
                }
            }

            return true;
        }
    }

    /// <summary>Shows SRTT, RTTVAR and RTO as they were when some messages were acknowledged.</summary>
    internal sealed class StopsToMeasure(ISctpStack inner) : StackShim(inner)
    {
        private PathStatus? _frozen;

        public override PathStatus GetPath(int index)
        {
            PathStatus path = InnerAssociation.GetPath(index);
            if (InnerAssociation.Statistics.MessagesAcknowledged > 5)
            {
                _frozen ??= path;
            }

            return _frozen is not { } frozen ? path : path with
            {
                SmoothedRoundTripTime = frozen.SmoothedRoundTripTime,
                RoundTripTimeVariation = frozen.RoundTripTimeVariation,
                RetransmissionTimeout = frozen.RetransmissionTimeout,
            };
        }
    }

    /// <summary>Sends DATA to another path than it should: what is sent again back to the first, or what is new to the second.</summary>
    internal sealed class TakesTheOtherPath(ISctpStack inner, bool onlyRetransmissions) : StackShim(inner)
    {
        private uint _highest;
        private bool _hasSent;

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            if (!Inner.TryTransmit(buffer, now, out transmit))
            {
                return false;
            }

            if (!TryGetState(buffer[..transmit.Length], out bool isAgain) || isAgain != onlyRetransmissions || PathCount < 2 || State < AssociationState.Established)
            {
                return true;
            }

            PathStatus other = InnerAssociation.GetPath(onlyRetransmissions ? 0 : 1);
            if (onlyRetransmissions || other.State == PathState.Active)
            {
                transmit = new Transmit(transmit.Length, other.Address, SctpAddress.None, transmit.Ecn, transmit.Dscp, transmit.DontFragment);
            }

            return true;
        }

        private bool TryGetState(ReadOnlySpan<byte> packet, out bool isAgain)
        {
            bool hasData = CongestionMutants.TryGetTsn(packet, out uint tsn);
            isAgain = hasData && _hasSent && !WirePacket.IsBefore(_highest, tsn);
            if (hasData && !isAgain)
            {
                _highest = tsn;
                _hasSent = true;
            }

            return hasData;
        }
    }

    /// <summary>Asks to be called some time after its timers expire.</summary>
    internal sealed class WakesLate(ISctpStack inner, Duration more) : StackShim(inner)
    {
        public override Instant? NextTimeout => Inner.NextTimeout + more;
    }

    /// <summary>Counts each expiry of T3-rtx twice.</summary>
    internal sealed class ExpiresTwice(ISctpStack inner) : StackShim(inner)
    {
        public override AssociationStatistics Statistics
        {
            get
            {
                AssociationStatistics statistics = InnerAssociation.Statistics;
                statistics.T3Expiries *= 2;
                return statistics;
            }
        }
    }

    /// <summary>Shows an error of a path because a packet was too big.</summary>
    internal sealed class CountsTooBigAsError(ISctpStack inner) : StackShim(inner)
    {
        private int _messages;

        public override void ReceiveIcmp(in IcmpMessage message, Instant now)
        {
            _messages++;
            Inner.ReceiveIcmp(message, now);
        }

        public override PathStatus GetPath(int index)
        {
            PathStatus path = InnerAssociation.GetPath(index);
            return path with { ErrorCount = path.ErrorCount + _messages };
        }
    }
}
