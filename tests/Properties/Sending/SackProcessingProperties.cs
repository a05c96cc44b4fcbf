using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck.Xunit;
using Sctp.Sending;
using Sctp.Testing;
using Sctp.Timers;
using Sctp.Wire;

namespace Sctp.Properties.Sending;

/// <summary>The sender against <see cref="SenderModel"/>, with a receiver that loses, reorders, repeats and takes back.</summary>
public sealed class SackProcessingProperties
{
    private static readonly uint[] s_initialTsns = [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF, 0xFFFF_FFA0];

    [Property(MaxTest = 150)]
    [Requirement("9260-6.1-02")]
    [Requirement("9260-6.2.1-01")]
    [Requirement("9260-6.2.1-06")]
    [Requirement("9260-6.2.1-07")]
    [Requirement("9260-6.7-05")]
    [Requirement("9260-7.2-02")]
    [Requirement("9260-1.6-01")]
    public void The_sender_does_what_the_model_does(int seed) => new Run(seed).Execute(steps: 150);

    [Property(MaxTest = 200)]
    [Requirement("9260-6.2.1-05")]
    [Requirement("9260-12.4-06")]
    public void A_refused_acknowledgement_changes_nothing(int seed)
    {
        var run = new Run(seed);
        run.Execute(steps: 40);
        run.Forge();
    }

    private sealed class Run
    {
        private readonly Random _random;
        private readonly SenderBench _bench;
        private readonly SenderModel _model;
        private readonly SortedSet<int> _received = [];
        private readonly List<(int Cumulative, HashSet<int> Gaps)> _sacks = [];
        private int _cumulative;

        public Run(int seed)
        {
            _random = new Random(seed);
            var options = new SctpOptions { MaxBurst = 0, RtoMax = Duration.FromSeconds(10), SlowStartLimit = _random.Next(1, 4) };
            _bench = new SenderBench(options, s_initialTsns[_random.Next(s_initialTsns.Length)]);
            _model = new SenderModel(options, SenderBench.Pmdcs, 1 << 20);
        }

        public void Execute(int steps)
        {
            int loss = _random.Next(0, 40);
            int reneging = _random.Next(0, 10);
            for (int step = 0; step < steps; step++)
            {
                Step(loss, reneging);
            }

            // The network heals: everything arrives, and every SACK.
            for (int i = 0; !_bench.Sender.IsDrained; i++)
            {
                Assert.True(i < 2000, "not drained");
                Transmit(loss: 0);
                Acknowledge();
                Deliver(_sacks.Count - 1);
                if (_bench.Path.FlightSize != 0 && _random.Next(3) == 0)
                {
                    Expire();
                }
            }

            Assert.Equal(0, _bench.Path.FlightSize);
            Assert.Equal(0, _bench.Pool.RentedBytes);
            Assert.False(_bench.Timers.IsRunning(TimerKind.T3Rtx));
        }

        public void Forge()
        {
            for (int i = 0; i < 10; i++)
            {
                _bench.Send(_random.Next(1, 2000));
            }

            Transmit(loss: 50);
            string before = Observe();
            uint ackPoint = _bench.Sender.CumulativeAckPoint.Value;
            int outstanding = _bench.Sender.OutstandingChunks;
            for (int i = 0; i < 20; i++)
            {
                uint back = (uint)_random.Next(1, int.MaxValue);
                uint ahead = (uint)_random.Next(outstanding + 1, int.MaxValue);
                Assert.Equal(SackDisposition.Stale, _bench.SackTsn(unchecked(ackPoint - back), (uint)_random.Next(), (1, 1)).Disposition);
                Assert.Equal(SackDisposition.AcksUnsent, _bench.SackTsn(unchecked(ackPoint + ahead), (uint)_random.Next()).Disposition);
                int acked = _random.Next(0, outstanding + 1);
                int end = _random.Next(outstanding - acked + 1, 65_536);
                Assert.Equal(
                    SackDisposition.AcksUnsent,
                    _bench.SackTsn(unchecked(ackPoint + (uint)acked), 0, (1, 1), (_random.Next(1, end + 1), end)).Disposition);
                Assert.Equal(SackDisposition.Stale, _bench.Sender.OnCumulativeAck(new Tsn(unchecked(ackPoint - back)), _bench.Now).Disposition);
                Assert.Equal(SackDisposition.AcksUnsent, _bench.Sender.OnCumulativeAck(new Tsn(unchecked(ackPoint + ahead)), _bench.Now).Disposition);
                Assert.Equal(before, Observe());
            }
        }

        private void Step(int loss, int reneging)
        {
            switch (_random.Next(10))
            {
                case 0 or 1 or 2:
                    for (int i = _random.Next(1, 8); i > 0; i--)
                    {
                        _bench.Send(_random.Next(4) == 0 ? _random.Next(1, 6000) : _random.Next(1, 300));
                    }

                    break;
                case 3 or 4 or 5 or 6:
                    if (_received.Count != 0 && _random.Next(100) < reneging)
                    {
                        _received.Remove(_received.Max);
                    }

                    Acknowledge();
                    if (_random.Next(100) >= loss)
                    {
                        // Not always the latest: SACKs overtake each other, and some come twice.
                        Deliver(_random.Next(4) == 0 ? _random.Next(_sacks.Count) : _sacks.Count - 1);
                    }

                    break;
                case 7:
                    _bench.PassTime(Duration.FromMilliseconds(_random.Next(1, 50)));
                    break;
                case 8 when _bench.Path.FlightSize != 0 && _random.Next(3) == 0:
                    Expire();
                    break;
            }

            Transmit(loss);
        }

        private void Expire()
        {
            Assert.Equal(TimerKind.T3Rtx, _bench.RunNextTimer());
            _model.OnT3Expired();
            Compare();
        }

        private void Transmit(int loss)
        {
            foreach (SentPacket packet in _bench.Drain())
            {
                int[] indices = packet.Tsns.Select(tsn => unchecked((int)(tsn - _bench.InitialTsn))).ToArray();
                _model.OnPacket(indices, packet.Chunks.Select(chunk => chunk.Payload.Length).ToArray());
                if (_random.Next(100) >= loss)
                {
                    foreach (int index in indices.Where(index => index >= _cumulative))
                    {
                        _received.Add(index);
                    }

                    while (_received.Remove(_cumulative))
                    {
                        _cumulative++;
                    }
                }
            }

            Compare();
        }

        private void Acknowledge() => _sacks.Add((_cumulative, [.. _received]));

        private void Deliver(int index)
        {
            (int cumulative, HashSet<int> gaps) = _sacks[index];
            var blocks = new List<(int Start, int End)>();
            foreach (int i in gaps.Order())
            {
                int offset = i - cumulative + 1;
                if (blocks.Count != 0 && blocks[^1].End == offset - 1 && _random.Next(8) != 0)
                {
                    blocks[^1] = (blocks[^1].Start, offset);
                }
                else
                {
                    blocks.Add((offset, offset));
                }
            }

            if (_random.Next(5) == 0)
            {
                (int Start, int End)[] shuffled = [.. blocks];
                _random.Shuffle(shuffled);
                blocks = [.. shuffled, .. shuffled.Take(1)];
            }

            uint window = 1 << 20;
            SackResult result = _bench.SackTsn(_bench.T(cumulative - 1), window, [.. blocks]);
            Assert.Equal(_model.OnSack(cumulative, gaps, window), result.Disposition);
            Compare();
        }

        private void Compare()
        {
            Assert.Equal(_model.Flight, _bench.Path.FlightSize);
            Assert.Equal(_model.OutstandingBytes, _bench.Sender.OutstandingBytes);
            Assert.Equal(_model.Sent - _model.Cumulative, _bench.Sender.OutstandingChunks);
            Assert.Equal(_bench.T(_model.Cumulative - 1), _bench.Sender.CumulativeAckPoint.Value);
            Assert.Equal(_model.PeerWindow, _bench.Sender.PeerWindow);
            Assert.Equal(_model.ExitPoint is not null, _bench.Sender.IsInFastRecovery);
            Assert.Equal(_model.Congestion.CongestionWindow, _bench.Congestion.CongestionWindow);
            Assert.Equal(_model.Congestion.SlowStartThreshold, _bench.Congestion.SlowStartThreshold);
            Assert.Equal(_model.Congestion.PartialBytesAcked, _bench.Congestion.PartialBytesAcked);
            Assert.Equal(_model.LimitedToOnePacket, _bench.Path.IsLimitedToOnePacket);
        }

        private string Observe() => string.Join(
            ' ',
            _bench.Sender.NextTsn,
            _bench.Sender.CumulativeAckPoint,
            _bench.Sender.OutstandingChunks,
            _bench.Sender.OutstandingBytes,
            _bench.Sender.BufferedBytes,
            _bench.Sender.PeerWindow,
            _bench.Sender.IsInFastRecovery,
            _bench.Path.FlightSize,
            _bench.Path.IsLimitedToOnePacket,
            _bench.Path.Rto.Rto,
            _bench.Path.Rto.Srtt,
            _bench.Congestion.CongestionWindow,
            _bench.Congestion.SlowStartThreshold,
            _bench.Congestion.PartialBytesAcked,
            _bench.T3(),
            _bench.Context.Events.Count,
            _bench.Context.Statistics.DuplicateTsnsReported,
            _bench.Sender.TryChoosePath(_bench.Now, out _));
    }
}
