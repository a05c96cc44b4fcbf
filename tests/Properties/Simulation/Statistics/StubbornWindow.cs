using System;
using Sctp.Sending;
using Sctp.Sim.Associations;

namespace Sctp.Properties.Simulation.Statistics;

/// <summary>A sender whose cwnd is the same whatever is acknowledged or lost.</summary>
internal sealed class StubbornWindow(ISctpStack inner, int window) : StackShim(inner)
{
    private bool _isChanged;

    public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
    {
        if (!_isChanged && State == AssociationState.Established && Core is { } core)
        {
            _isChanged = true;
            core.Context.Paths.Primary.Congestion = new Constant(window);
        }

        return Inner.TryTransmit(buffer, now, out transmit);
    }

    private sealed class Constant(int window) : ICongestionControl
    {
        public int CongestionWindow => window;

        public int SlowStartThreshold => int.MaxValue;

        public int PartialBytesAcked => 0;

        public void Reset(int pmdcs, bool isIPv6)
        {
        }

        public void OnAcknowledged(int acknowledgedBytes, int flightBefore, bool inFastRecovery, bool allAcknowledged, int pmdcs)
        {
        }

        public void OnFastRetransmit(int pmdcs)
        {
        }

        public void OnRetransmissionTimeout(int pmdcs)
        {
        }

        public void OnIdle(long rtos, bool isContinued, int pmdcs)
        {
        }
    }
}
