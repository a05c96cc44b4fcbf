using System;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Network;

/// <summary>
/// Random early detection (Floyd and Jacobson, "Random early detection gateways for congestion avoidance", 1993) in whole numbers: an average of the queue's
/// length, and a probability that grows with it and with the packets since the last one that was given up, which spreads those evenly.
/// </summary>
internal struct RedControl
{
    private const int FractionBits = 16;

    private long _average;
    private int _sinceLast;

    /// <summary>The average length of the queue in bytes.</summary>
    public readonly long AverageBytes => _average >> FractionBits;

    /// <summary>Takes the length of the queue that a packet meets, and how many packets of its size could have left while it was empty.</summary>
    public void Observe(RedOptions options, long queuedBytes, long idlePackets)
    {
        // An empty queue draws the average down as that many small packets would; a straight line instead of their power is as good.
        _average -= (_average >> options.WeightShift) * Math.Min(idlePackets, 1L << options.WeightShift);
        _average += ((queuedBytes << FractionBits) - _average) >> options.WeightShift;
    }

    /// <summary>Whether to give a packet up.</summary>
    public bool GivesUp(RedOptions options, ulong bits, out bool isCertain)
    {
        long average = AverageBytes;
        isCertain = average >= options.MaxBytes;
        if (average < options.MinBytes)
        {
            _sinceLast = 0;
            return false;
        }

        long probability = options.MostPerMillion * (average - options.MinBytes) / (options.MaxBytes - options.MinBytes);
        long rest = PerMillion.Certain - (_sinceLast * probability);
        probability = rest <= 0 ? PerMillion.Certain : Math.Min(PerMillion.Certain, probability * PerMillion.Certain / rest);
        if (!isCertain && !Distribution.Chance(bits, (int)probability))
        {
            _sinceLast++;
            return false;
        }

        _sinceLast = 0;
        return true;
    }
}
