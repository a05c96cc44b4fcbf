using System;
using System.Net;
using System.Net.Sockets;

namespace Sctp.Cli.Hosting;

/// <summary>
/// A plain single-threaded loop around one endpoint: one UDP socket carries its packets (RFC 6951), the monotonic clock gives the time. Each
/// <see cref="RunOnce"/> waits for a datagram or a deadline, feeds the core and sends what it has to say; between two of them the caller takes
/// events and messages and calls <see cref="Flush"/> when it did something that sends.
/// </summary>
internal sealed class UdpHost : IDisposable
{
    private const int SocketBufferSize = 4 * 1024 * 1024;

    /// <summary>Datagrams taken in a row before timers and sending have their turn.</summary>
    private const int ReceiveBatch = 32;

    private readonly MonotonicClock _clock = new();
    private readonly byte[] _receiveBuffer = GC.AllocateUninitializedArray<byte>(65_536, pinned: true);
    private readonly byte[] _transmitBuffer = GC.AllocateUninitializedArray<byte>(65_536, pinned: true);
    private readonly Socket _socket;
    private readonly SocketAddress _source;
    private readonly SocketAddress _destination;
    private SctpAddress _destinationHeld;

    public UdpHost(SctpEndpoint endpoint, IPAddress? bindAddress, ushort udpPort)
    {
        Endpoint = endpoint;
        _socket = Open(bindAddress, udpPort);
        _source = new SocketAddress(_socket.AddressFamily);
        _destination = new SocketAddress(_socket.AddressFamily);
        UdpPort = (ushort)((IPEndPoint)_socket.LocalEndPoint!).Port;
    }

    public SctpEndpoint Endpoint { get; }

    public ushort UdpPort { get; }

    public Instant Now => _clock.Now;

    /// <summary>Datagrams that the system would not send; to the core they are lost.</summary>
    public long SendErrors { get; private set; }

    /// <summary>The last reason for <see cref="SendErrors"/>.</summary>
    public SocketError LastSendError { get; private set; }

    /// <summary>Waits for a datagram or the next deadline, but not longer than <paramref name="patience"/>, and lets the core work.</summary>
    public void RunOnce(Duration patience)
    {
        Instant now = Now;
        Duration wait = patience;
        if (Endpoint.NextTimeout is { } deadline)
        {
            wait = Duration.Max(Duration.Zero, Duration.Min(patience, deadline - now));
        }

        if (_socket.Poll(ToPollTime(wait), SelectMode.SelectRead))
        {
            ReceiveAvailable();
        }

        now = Now;
        if (Endpoint.NextTimeout is { } due && due <= now)
        {
            Endpoint.Advance(now);
        }

        Flush();
    }

    /// <summary>Sends every packet that the core has to send.</summary>
    public void Flush()
    {
        while (Endpoint.TryTransmit(_transmitBuffer, Now, out Transmit transmit))
        {
            Send(_transmitBuffer.AsSpan(0, transmit.Length), transmit.Remote);
        }
    }

    public void Dispose() => _socket.Dispose();

    private static Socket Open(IPAddress? bindAddress, ushort udpPort)
    {
        IPAddress address = bindAddress ?? (Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any);
        Socket socket = new(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.ReceiveBufferSize = SocketBufferSize;
            socket.SendBufferSize = SocketBufferSize;
            socket.Bind(new IPEndPoint(address, udpPort));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The poll of the system counts whole milliseconds; rounding up keeps the loop from spinning before a deadline.</summary>
    private static int ToPollTime(Duration wait)
    {
        long milliseconds = (wait.Nanoseconds + 999_999) / 1_000_000;
        return (int)Math.Min(milliseconds * 1_000, 1_000_000_000);
    }

    private void ReceiveAvailable()
    {
        for (int i = 0; i < ReceiveBatch; i++)
        {
            int length;
            try
            {
                length = _socket.ReceiveFrom(_receiveBuffer, SocketFlags.None, _source);
            }
            catch (SocketException)
            {
                // An ICMP error for an earlier datagram; the core's own timers decide what that means.
                return;
            }

            Endpoint.Receive(_receiveBuffer.AsSpan(0, length), new NetworkPath(SocketAddressCodec.Read(_source)), Now);
            if (!_socket.Poll(0, SelectMode.SelectRead))
            {
                return;
            }
        }
    }

    private void Send(ReadOnlySpan<byte> packet, in SctpAddress remote)
    {
        if (remote != _destinationHeld)
        {
            _destinationHeld = default;
            if (!SocketAddressCodec.TryWrite(remote, _destination))
            {
                CountSendError(SocketError.AddressFamilyNotSupported);
                return;
            }

            _destinationHeld = remote;
        }

        try
        {
            _ = _socket.SendTo(packet, SocketFlags.None, _destination);
        }
        catch (SocketException error)
        {
            CountSendError(error.SocketErrorCode);
        }
    }

    private void CountSendError(SocketError error)
    {
        SendErrors++;
        LastSendError = error;
    }
}
