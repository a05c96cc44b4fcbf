using System;

namespace Sctp.Endpoints;

/// <summary>A peer's transport address as a key: host address and SCTP port. The UDP port of an encapsulation may change and is no part of it (RFC 6951).</summary>
internal readonly struct TransportKey : IEquatable<TransportKey>
{
    private readonly SctpAddress _address;
    private readonly ushort _port;

    public TransportKey(in SctpAddress address, ushort port)
    {
        _address = address.WithUdpPort(0);
        _port = port;
    }

    public ulong Low => _address.Low;

    public ulong High => _address.High;

    public ushort Port => _port;

    public bool Equals(TransportKey other) => _port == other._port && _address.IsSameHost(other._address);

    public override bool Equals(object? obj) => obj is TransportKey other && Equals(other);

    /// <summary>Not for tables that a peer can fill: those use <see cref="TransportKeyComparer"/>.</summary>
    public override int GetHashCode() => _address.GetHashCode() ^ (_port * 0x5BD1E995);
}
