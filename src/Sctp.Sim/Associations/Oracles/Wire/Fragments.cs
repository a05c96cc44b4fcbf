using System;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class Fragments : Oracle
{
    private readonly Sequence[] _sequences = [new(), new()];

    public override string Id => "O-W11";

    public override string Name => "flags";

    public override string Statement =>
        "The fragments of a message have consecutive TSNs, B on the first and E on the last, and the same stream, SSN, U bit and payload protocol identifier; the SSN of a stream grows by 1 with each ordered message.";

    public override string RfcSection => "6.9, 6.6, 3.3.1";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    public override Conditions Excludes => Conditions.None;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (side.Application.IsEnded)
        {
            return;
        }

        Sequence sequence = _sequences[side.Index];
        sequence.BeginPacket(Set.Setup[side].Beginning);
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (chunk.Type == WireChunk.Data && chunk.Length > WireData.HeaderLength && sequence.FindFault(packet.Data(chunk)) is { } fault)
            {
                Violate(side, fault);
            }
        }
    }

    /// <summary>What one side has sent, in the order of its TSNs.</summary>
    private sealed class Sequence
    {
        private ushort[] _nextSsn = new ushort[16];
        private int _beginning = -1;
        private bool _hasSent;
        private uint _highestTsn;
        private bool _isEnding = true;
        private bool _isUnordered;
        private ushort _streamId;
        private ushort _ssn;
        private uint _ppid;

        public void BeginPacket(int beginning)
        {
            if (beginning != _beginning)
            {
                _beginning = beginning;
                _hasSent = false;
                _isEnding = true;
                Array.Clear(_nextSsn);
            }
        }

        /// <summary>Takes one chunk; says what is wrong with it, if it is new.</summary>
        public string? FindFault(in WireData data)
        {
            if (_hasSent && !WirePacket.IsBefore(_highestTsn, data.Tsn))
            {
                return null;
            }

            _hasSent = true;
            _highestTsn = data.Tsn;
            string? fault = data.IsBeginning ? FindFaultOfFirst(data) : FindFaultOfNext(data);
            _isEnding = data.IsEnding;
            _isUnordered = data.IsUnordered;
            _streamId = data.StreamId;
            _ssn = data.Ssn;
            _ppid = data.PayloadProtocolId;
            return fault;
        }

        private string? FindFaultOfFirst(in WireData data)
        {
            if (!_isEnding)
            {
                return $"TSN {data.Tsn} begins a message on stream {data.StreamId} while one on stream {_streamId} has not ended";
            }

            if (data.IsUnordered)
            {
                return null;
            }

            if (data.StreamId >= _nextSsn.Length)
            {
                Array.Resize(ref _nextSsn, Math.Max(_nextSsn.Length * 2, data.StreamId + 1));
            }

            ushort expected = _nextSsn[data.StreamId];
            _nextSsn[data.StreamId] = (ushort)(data.Ssn + 1);
            return data.Ssn == expected ? null : $"TSN {data.Tsn} has SSN {data.Ssn} on stream {data.StreamId}, {expected} comes next";
        }

        private string? FindFaultOfNext(in WireData data)
        {
            if (_isEnding)
            {
                return $"TSN {data.Tsn} goes on with a message although none has begun";
            }

            bool isSame = data.StreamId == _streamId && data.IsUnordered == _isUnordered && data.PayloadProtocolId == _ppid && (data.IsUnordered || data.Ssn == _ssn);
            return isSame
                ? null
                : $"TSN {data.Tsn} has stream {data.StreamId}, SSN {data.Ssn}, U {data.IsUnordered}, identifier {data.PayloadProtocolId}; the fragment before {_streamId}, {_ssn}, {_isUnordered}, {_ppid}";
        }
    }
}
