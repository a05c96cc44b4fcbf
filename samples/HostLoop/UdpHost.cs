using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Sctp.Samples;

/// <summary>
/// The whole host of an SCTP endpoint over UDP (RFC 6951): one socket, one clock, one thread, and a loop of six steps. The endpoint neither waits nor
/// calls back; this class is all that stands between it and the network.
/// </summary>
public sealed class UdpHost : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[SctpOptions.MaxPathMtu];

    /// <summary>Binds the UDP socket; port 0 takes any free one.</summary>
    public UdpHost(IPEndPoint bindTo, SctpOptions options)
    {
        ArgumentNullException.ThrowIfNull(bindTo);
        _socket = new Socket(bindTo.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _socket.Bind(bindTo);
        Endpoint = new SctpEndpoint(options, new SystemEntropy());
    }

    /// <summary>The endpoint: call Listen, Connect, Send and the like on it between turns or in the handlers.</summary>
    public SctpEndpoint Endpoint { get; }

    /// <summary>Called for each event, in order.</summary>
    public Action<SctpEvent>? OnEvent { get; set; }

    /// <summary>Called for each message. The message is disposed of afterwards.</summary>
    public Action<SctpAssociation, SctpMessage>? OnMessage { get; set; }

    /// <summary>The UDP address the socket is bound to.</summary>
    public IPEndPoint LocalAddress => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>The time: a monotonic clock with an epoch of its own.</summary>
    public static Instant Now => Instant.FromNanoseconds(Stopwatch.GetElapsedTime(0).Ticks * 100);

    /// <summary>Runs turns until <paramref name="isDone"/>, and sends what the last one left.</summary>
    public void Run(Func<bool> isDone)
    {
        ArgumentNullException.ThrowIfNull(isDone);
        while (!isDone())
        {
            Turn(TimeSpan.FromSeconds(1));
        }

        Transmit();
    }

    /// <summary>One turn of the loop, which waits at most so long for a datagram.</summary>
    public void Turn(TimeSpan longestWait)
    {
        Transmit();
        Wait(longestWait);
        Feed();
        Advance();
        TakeEvents();
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    // Step 1: send every packet the endpoint has. It writes them into our buffer one by one.
    private void Transmit()
    {
        while (Endpoint.TryTransmit(_buffer, Now, out Transmit packet))
        {
            try
            {
                _ = _socket.SendTo(_buffer.AsSpan(0, packet.Length), new IPEndPoint(packet.Remote.ToIPAddress(), packet.Remote.UdpPort));
            }
            catch (SocketException)
            {
                // A packet that could not be sent is a packet lost: SCTP sends it again.
            }
        }
    }

    // Step 2: sleep until a datagram arrives or the endpoint's next deadline.
    private void Wait(TimeSpan longestWait)
    {
        if (Endpoint.NextTimeout is { } deadline)
        {
            TimeSpan left = Duration.Max(deadline - Now, Duration.Zero).ToTimeSpan();
            longestWait = left < longestWait ? left : longestWait;
        }

        // Rounded up, lest the loop spins through the last microseconds before the deadline.
        _ = _socket.Poll(longestWait + TimeSpan.FromMicroseconds(1), SelectMode.SelectRead);
    }

    // Step 3: hand in the datagrams that have arrived.
    private void Feed()
    {
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        while (_socket.Available > 0)
        {
            try
            {
                int length = _socket.ReceiveFrom(_buffer, ref from);
                var remote = (IPEndPoint)from;
                var path = new NetworkPath(SctpAddress.FromIPAddress(remote.Address, (ushort)remote.Port));
                Endpoint.Receive(_buffer.AsSpan(0, length), path, Now);
            }
            catch (SocketException)
            {
                // Some systems report here that an earlier datagram met a closed port. T1-init and T3-rtx notice soon enough.
            }
        }
    }

    // Step 4: let the timers run that are due.
    private void Advance()
    {
        if (Endpoint.NextTimeout is { } deadline && deadline <= Now)
        {
            Endpoint.Advance(Now);
        }
    }

    // Step 5: take the events.
    private void TakeEvents()
    {
        while (Endpoint.TryGetEvent(out SctpEvent e))
        {
            OnEvent?.Invoke(e);
            if (e.Kind == SctpEventKind.SendFailed)
            {
                e.Message.Dispose();
            }
            else if (e.Kind == SctpEventKind.DataArrived)
            {
                TakeMessages(e.Association!);
            }
        }
    }

    // Step 6: take the messages, and give their memory back.
    private void TakeMessages(SctpAssociation association)
    {
        while (association.TryReceive(out SctpMessage message))
        {
            using (message)
            {
                OnMessage?.Invoke(association, message);
            }
        }
    }
}
