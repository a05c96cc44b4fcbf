using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace Sctp.Scripts.Stack;

/// <summary>
/// The host under test: its endpoints by port, the virtual clock and the wire. Packets for a port without an endpoint get one that does not
/// listen, so that they are answered as out of the blue (RFC 9260 section 8.4).
/// </summary>
internal sealed class VirtualHost
{
    /// <summary>A core whose deadline does not move after so many rounds at one instant is stuck.</summary>
    private const int MaxRoundsAtOneInstant = 100_000;

    private readonly List<SctpEndpoint> _endpoints = [];
    private readonly List<SentPacket> _sent = [];
    private readonly byte[] _buffer = new byte[65_536];
    private readonly IEntropy _entropy;
    private readonly Action<SctpEvent> _onEvent;

    public VirtualHost(Instant now, IEntropy entropy, Action<SctpEvent> onEvent)
    {
        Now = now;
        _entropy = entropy;
        _onEvent = onEvent;
    }

    public Instant Now { get; private set; }

    /// <summary>The earliest deadline of all endpoints.</summary>
    public Instant? Next
    {
        get
        {
            Instant? next = null;
            foreach (SctpEndpoint endpoint in _endpoints)
            {
                if (endpoint.NextTimeout is { } deadline && (next is null || deadline < next))
                {
                    next = deadline;
                }
            }

            return next;
        }
    }

    /// <summary>The endpoint of a port, made with the given options where there is none; port 0 makes one on a port of its own.</summary>
    public SctpEndpoint EndpointOf(ushort port, SctpOptions options)
    {
        foreach (SctpEndpoint endpoint in _endpoints)
        {
            if (endpoint.LocalPort == port)
            {
                return endpoint;
            }
        }

        SctpEndpoint added = new(options with { LocalPort = port }, _entropy);
        _endpoints.Add(added);
        return added;
    }

    /// <summary>A packet arrives from the network.</summary>
    public void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, SctpOptions options)
    {
        ushort port = packet.Length >= 4 ? BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) : (ushort)0;
        if (port != 0)
        {
            EndpointOf(port, options).Receive(packet, path, Now);
        }
    }

    /// <summary>Runs the timers up to <paramref name="to"/>, each at its own time, and sets the clock.</summary>
    public void AdvanceTo(Instant to)
    {
        Settle();
        int rounds = 0;
        while (Next is { } deadline && deadline <= to)
        {
            rounds = deadline > Now ? 0 : rounds + 1;
            if (rounds > MaxRoundsAtOneInstant)
            {
                throw new InvalidOperationException($"The deadline {deadline} does not pass.");
            }

            Now = Instant.Max(Now, deadline);
            for (int i = 0; i < _endpoints.Count; i++)
            {
                if (_endpoints[i].NextTimeout <= Now)
                {
                    _endpoints[i].Advance(Now);
                }
            }

            Settle();
        }

        Now = Instant.Max(Now, to);
    }

    /// <summary>Ends an association without a packet.</summary>
    public void Forget(SctpAssociation association)
    {
        Settle();
        int kept = _sent.Count;
        association.Abort(Now);
        Settle();
        _sent.RemoveRange(kept, _sent.Count - kept);
    }

    /// <summary>The packets sent since the last call.</summary>
    public IReadOnlyList<SentPacket> TakeSent()
    {
        SentPacket[] sent = [.. _sent];
        _sent.Clear();
        return sent;
    }

    /// <summary>Takes packets and events until there are none; handling an event can cause more of both.</summary>
    private void Settle()
    {
        bool isBusy = true;
        while (isBusy)
        {
            isBusy = false;
            for (int i = 0; i < _endpoints.Count; i++)
            {
                isBusy |= Settle(_endpoints[i]);
            }
        }
    }

    private bool Settle(SctpEndpoint endpoint)
    {
        bool isBusy = false;
        while (endpoint.TryTransmit(_buffer, Now, out Transmit transmit))
        {
            _sent.Add(new SentPacket(Now, _buffer.AsSpan(0, transmit.Length).ToArray(), transmit.Remote, transmit.Local, transmit.Ecn));
            isBusy = true;
        }

        while (endpoint.TryGetEvent(out SctpEvent e))
        {
            _onEvent(e);
            isBusy = true;
        }

        return isBusy;
    }
}
