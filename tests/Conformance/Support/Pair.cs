using System;
using System.Collections.Generic;
using System.Linq;

namespace Sctp.Conformance.Support;

/// <summary>What the network does with one packet.</summary>
internal enum Fate
{
    Deliver,
    Drop,
    Duplicate,
}

/// <summary>Two endpoints and a network between them in virtual time. A function decides the fate of each packet.</summary>
internal sealed class Pair
{
    public static readonly SctpAddress[] AddressesA = [SctpAddress.Parse("10.0.0.1"), SctpAddress.Parse("10.1.0.1")];
    public static readonly SctpAddress[] AddressesB = [SctpAddress.Parse("10.0.0.2"), SctpAddress.Parse("10.1.0.2")];

    private readonly byte[] _buffer = new byte[65_536];
    private readonly PriorityQueue<InFlight, (long, int)> _network = new();
    private readonly Dictionary<(SctpEndpoint, SctpAssociation), List<byte[]>> _received = [];
    private int _order;

    public Pair(SctpOptions? a = null, SctpOptions? b = null, IEntropy? entropyA = null, IEntropy? entropyB = null)
    {
        A = new SctpEndpoint((a ?? new SctpOptions()) with { LocalPort = 1001 }, entropyA ?? new SeededEntropy(1));
        B = new SctpEndpoint((b ?? new SctpOptions()) with { LocalPort = 1002 }, entropyB ?? new SeededEntropy(2));
    }

    public SctpEndpoint A { get; }

    public SctpEndpoint B { get; }

    public Instant Now { get; private set; } = Instant.FromNanoseconds(1);

    public Duration Delay { get; set; } = Duration.FromMilliseconds(10);

    /// <summary>Decides by sender (true: A) and packet; everything is delivered by default.</summary>
    public Func<bool, SentPacket, Fate> Network { get; set; } = (_, _) => Fate.Deliver;

    /// <summary>The delay of one packet, where it differs.</summary>
    public Func<bool, SentPacket, Duration>? DelayOf { get; set; }

    public List<(SctpEndpoint At, SctpEvent Event)> Events { get; } = [];

    public List<(bool FromA, SentPacket Packet, Fate Fate)> Trace { get; } = [];

    public bool ReadsAutomatically { get; set; } = true;

    /// <summary>A association on A opened toward B, which listens.</summary>
    public SctpAssociation Connect()
    {
        B.Listen();
        return A.Connect(AddressesB[0], 1002, Now);
    }

    /// <summary>Sets up an association completely and returns both halves.</summary>
    public (SctpAssociation A, SctpAssociation B) Establish()
    {
        SctpAssociation a = Connect();
        RunUntil(() => a.State == AssociationState.Established && B.AssociationCount == 1, Duration.FromSeconds(60));
        return (a, B.GetAssociation(0));
    }

    public List<byte[]> ReceivedBy(SctpAssociation association) =>
        _received.TryGetValue((association.Endpoint, association), out List<byte[]>? list) ? list : [];

    public bool Saw(SctpEndpoint endpoint, SctpEventKind kind) => Events.Any(e => e.At == endpoint && e.Event.Kind == kind);

    /// <summary>Runs until a condition holds; fails the test when it does not in time.</summary>
    public void RunUntil(Func<bool> condition, Duration limit)
    {
        Instant end = Now + limit;
        Pump();
        while (!condition())
        {
            Assert.True(Step(end), $"the condition did not hold within {limit}");
        }
    }

    /// <summary>Runs for a time.</summary>
    public void Run(Duration duration)
    {
        Instant end = Now + duration;
        Pump();
        while (Step(end))
        {
        }

        Now = end;
    }

    /// <summary>Fetches what both endpoints have to say now.</summary>
    public void Pump()
    {
        Pump(A, fromA: true);
        Pump(B, fromA: false);
    }

    private bool Step(Instant end)
    {
        Instant next = Instant.Min(A.NextTimeout ?? Instant.MaxValue, B.NextTimeout ?? Instant.MaxValue);
        bool isPacket = _network.TryPeek(out _, out (long Time, int) first) && first.Time <= next.Nanoseconds;
        Instant time = isPacket ? Instant.FromNanoseconds(first.Time) : next;
        if (time > end || time == Instant.MaxValue)
        {
            return false;
        }

        Now = Instant.Max(Now, time);
        if (isPacket)
        {
            InFlight packet = _network.Dequeue();
            SctpEndpoint to = packet.FromA ? B : A;
            to.Receive(packet.Bytes, new NetworkPath(packet.Source, packet.Destination), Now);
            Pump(to, !packet.FromA);
        }
        else
        {
            A.Advance(Now);
            Pump(A, fromA: true);
            B.Advance(Now);
            Pump(B, fromA: false);
        }

        return true;
    }

    private void Pump(SctpEndpoint endpoint, bool fromA)
    {
        bool again = true;
        while (again)
        {
            again = false;
            while (endpoint.TryTransmit(_buffer, Now, out Transmit transmit))
            {
                var sent = new SentPacket(Now, transmit, _buffer[..transmit.Length]);
                Fate fate = Network(fromA, sent);
                Trace.Add((fromA, sent, fate));
                for (int i = 0; i < (fate == Fate.Drop ? 0 : fate == Fate.Duplicate ? 2 : 1); i++)
                {
                    Instant at = Now + (DelayOf?.Invoke(fromA, sent) ?? Delay) + Duration.FromMilliseconds(i);
                    _network.Enqueue(new InFlight(fromA, SourceOf(fromA, transmit), transmit.Remote, sent.Bytes), (at.Nanoseconds, _order++));
                }
            }

            while (endpoint.TryGetEvent(out SctpEvent e))
            {
                Events.Add((endpoint, e));
                if (e.Kind == SctpEventKind.DataArrived && ReadsAutomatically)
                {
                    again |= ReadAll(e.Association!);
                }
            }
        }
    }

    public bool ReadAll(SctpAssociation association)
    {
        bool any = false;
        while (association.TryReceive(out SctpMessage message))
        {
            any = true;
            if (!_received.TryGetValue((association.Endpoint, association), out List<byte[]>? list))
            {
                _received[(association.Endpoint, association)] = list = [];
            }

            list.Add(message.ToArray());
            message.Dispose();
        }

        return any;
    }

    /// <summary>The source address: the one the core asks for, else the one on the same network as the destination.</summary>
    private static SctpAddress SourceOf(bool fromA, in Transmit transmit)
    {
        if (transmit.Local.Kind != SctpAddressKind.None)
        {
            return transmit.Local;
        }

        SctpAddress[] own = fromA ? AddressesA : AddressesB;
        SctpAddress[] peer = fromA ? AddressesB : AddressesA;
        SctpAddress remote = transmit.Remote;
        int index = Array.FindIndex(peer, address => address.IsSameHost(remote));
        return own[Math.Max(0, index)];
    }

    private sealed record InFlight(bool FromA, SctpAddress Source, SctpAddress Destination, byte[] Bytes);
}
