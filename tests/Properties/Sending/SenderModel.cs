using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Sending;

namespace Sctp.Properties.Sending;

/// <summary>
/// The sending side of one path as the RFC tells it: a list of chunks counted from 0, looked at one by one for everything, without serial numbers, bit
/// words or sums that are kept.
/// </summary>
internal sealed class SenderModel
{
    private readonly List<Chunk> _chunks = [];
    private readonly Rfc9260CongestionControl _congestion;
    private readonly int _pmdcs;

    public SenderModel(SctpOptions options, int pmdcs, uint peerWindow)
    {
        _pmdcs = pmdcs;
        _congestion = new Rfc9260CongestionControl(options);
        _congestion.Reset(pmdcs, isIPv6: false);
        PeerWindow = peerWindow;
    }

    private enum State
    {
        InFlight,
        GapAcked,
        Marked,
    }

    /// <summary>Chunks cumulatively acknowledged: the index of the first that is not.</summary>
    public int Cumulative { get; private set; }

    public int Sent => _chunks.Count;

    public long PeerWindow { get; private set; }

    public int? ExitPoint { get; private set; }

    public bool FastRetransmitDue { get; private set; }

    public bool LimitedToOnePacket { get; private set; }

    public ICongestionControl Congestion => _congestion;

    public int Flight => Window.Where(chunk => chunk.State == State.InFlight).Sum(chunk => chunk.Size);

    public long OutstandingBytes => Window.Where(chunk => chunk.State == State.InFlight).Sum(chunk => (long)chunk.Length);

    public int[] Marked => Enumerable.Range(Cumulative, Sent - Cumulative).Where(i => _chunks[i].State == State.Marked).ToArray();

    private IEnumerable<Chunk> Window => _chunks.Skip(Cumulative);

    /// <summary>A packet left: checks it against rules A to C and takes it in.</summary>
    public void OnPacket(int[] indices, int[] lengths)
    {
        int flight = Flight;
        bool isFast = FastRetransmitDue;
        if (LimitedToOnePacket)
        {
            Assert.Equal(0, flight);
        }

        bool anyNew = false;
        for (int i = 0; i < indices.Length; i++)
        {
            if (indices[i] < Sent)
            {
                Assert.False(anyNew);
                Assert.Equal(Marked[0], indices[i]); // the lowest that is marked
                Chunk chunk = _chunks[indices[i]];
                Assert.Equal(chunk.Length, lengths[i]);
                Assert.True(isFast || Flight == 0 || Flight + chunk.Size <= _congestion.CongestionWindow);
                chunk.State = State.InFlight;
                chunk.WasGapAcked = false;
                FastRetransmitDue = false;
            }
            else
            {
                anyNew = true;
                Assert.Equal(Sent, indices[i]);
                Assert.Empty(Marked); // rule C
                Assert.True(flight < _congestion.CongestionWindow); // rule B
                Assert.True(lengths[i] <= PeerWindow); // rule A
                _chunks.Add(new Chunk { Length = lengths[i] });
            }

            PeerWindow -= lengths[i];
        }

        Assert.True(isFast || Flight <= _congestion.CongestionWindow + _pmdcs - 1);
    }

    public void OnT3Expired()
    {
        _congestion.OnRetransmissionTimeout(_pmdcs);
        LimitedToOnePacket = true;
        ExitPoint = null;
        FastRetransmitDue = false;
        foreach (Chunk chunk in Window.Where(chunk => chunk.State == State.InFlight))
        {
            Mark(chunk);
        }
    }

    /// <summary>A SACK: how many chunks it acknowledges cumulatively, and the indices that it acknowledges besides.</summary>
    public SackDisposition OnSack(int cumulative, HashSet<int> gapAcked, uint window)
    {
        if (cumulative < Cumulative)
        {
            return SackDisposition.Stale;
        }

        if (cumulative > Sent || gapAcked.Any(i => i >= Sent))
        {
            return SackDisposition.AcksUnsent;
        }

        bool wasInRecovery = ExitPoint is not null;
        bool advanced = cumulative > Cumulative;
        int flightBefore = Flight;
        bool isSlowStart = _congestion.CongestionWindow <= _congestion.SlowStartThreshold;
        if (isSlowStart && flightBefore != 0 && Marked is [int next, ..] && flightBefore + _chunks[next].Size > _congestion.CongestionWindow)
        {
            flightBefore = Math.Max(flightBefore, _congestion.CongestionWindow); // what is to be sent again has no room: cwnd is fully utilized
        }

        int newBytes = 0;
        int highestNew = -1;
        for (int i = Cumulative; i < Sent; i++)
        {
            Chunk chunk = _chunks[i];
            bool isAcked = i < cumulative || gapAcked.Contains(i);
            if (!isAcked || chunk.State == State.GapAcked)
            {
                continue;
            }

            if (!chunk.WasGapAcked)
            {
                newBytes += chunk.Size;
                highestNew = i;
            }

            chunk.State = State.GapAcked;
        }

        Cumulative = cumulative;
        LimitedToOnePacket &= newBytes == 0;
        bool all = Enumerable.Range(cumulative, Sent - cumulative).All(gapAcked.Contains); // by this SACK: what it takes back is not acknowledged
        if (newBytes > 0 || all)
        {
            _congestion.OnAcknowledged(newBytes, flightBefore, wasInRecovery, all, _pmdcs);
        }

        if (ExitPoint < cumulative)
        {
            ExitPoint = null;
        }

        int missLimit = wasInRecovery && advanced ? (gapAcked.Count == 0 ? -1 : gapAcked.Max()) : highestNew;
        bool entering = false;
        for (int i = Cumulative; i < missLimit; i++)
        {
            Chunk chunk = _chunks[i];
            if (chunk.State != State.InFlight || chunk.WasFastRetransmitted || ++chunk.Misses < 3)
            {
                continue;
            }

            chunk.WasFastRetransmitted = true;
            Mark(chunk);
            if (ExitPoint is null)
            {
                entering = true;
                ExitPoint = Enumerable.Range(0, Sent).Last(j => _chunks[j].State != State.GapAcked);
                FastRetransmitDue = !LimitedToOnePacket;
            }
        }

        if (entering)
        {
            _congestion.OnFastRetransmit(_pmdcs);
        }

        for (int i = Cumulative; i < Sent; i++)
        {
            Chunk chunk = _chunks[i];
            if (chunk.State == State.GapAcked && !gapAcked.Contains(i))
            {
                chunk.State = State.InFlight;
                chunk.WasGapAcked = true;
                chunk.Misses = 1;
            }
        }

        if (FastRetransmitDue && Marked.Length == 0)
        {
            FastRetransmitDue = false;
        }

        PeerWindow = Math.Max(0, window - OutstandingBytes);
        return SackDisposition.Processed;
    }

    private void Mark(Chunk chunk)
    {
        chunk.State = State.Marked;
        chunk.Misses = 0;
        PeerWindow += chunk.Length;
    }

    private sealed class Chunk
    {
        public int Length;
        public State State;
        public int Misses;
        public bool WasFastRetransmitted;
        public bool WasGapAcked;

        public int Size => (16 + Length + 3) / 4 * 4;
    }
}
