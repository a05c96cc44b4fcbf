using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Sctp.Wire;

namespace Sctp.Setup;

/// <summary>
/// Builds an INIT or INIT ACK chunk in a span: parameters are added as far as they fit, then <see cref="Finish"/> writes the header and tells the length.
/// Each parameter but the addresses and the reports is added at most once (9260-3.3.2-01); a Host Name Address never is (9260-3.3.2-02, 9260-3.3.3-01).
/// </summary>
internal ref struct InitWriter
{
    private readonly Span<byte> _chunk;
    private TlvWriter _parameters;

    /// <summary>A writer over <paramref name="chunk"/>, which has room for at least the fixed fields and is the limit of the chunk.</summary>
    public InitWriter(Span<byte> chunk)
    {
        _chunk = chunk;
        _parameters = new TlvWriter(chunk[InitChunk.FixedLength..]);
    }

    /// <summary>Bytes of the chunk so far, the padding behind the last parameter not counted.</summary>
    public readonly int Length => InitChunk.FixedLength + _parameters.Length;

    /// <summary>Adds the State Cookie; false when it does not fit. To be added first, as nothing else is needed (9260-5.1-06).</summary>
    public bool TryAddStateCookie(in StateCookie cookie, ReadOnlySpan<SctpAddress> peerAddresses, CookieKeys keys)
    {
        if (!_parameters.TryReserve((ushort)ParameterType.StateCookie, cookie.Measure(peerAddresses), out Span<byte> value))
        {
            return false;
        }

        _ = cookie.Write(value, peerAddresses, keys);
        return true;
    }

    /// <summary>
    /// Adds the local addresses that the peer can use, when there is more than one: with a single address the source of the packet says it all
    /// (9260-3.3.2.1.2-03). An IPv4 address is written as such, never IPv4-mapped (9260-3.3.2.1.2-01, 9260-3.3.2.1.2-02).
    /// </summary>
    public void AddLocalAddresses(IReadOnlyList<SctpAddress> addresses, AddressFamilies peerFamilies)
    {
        if (addresses.Count < 2)
        {
            return;
        }

        for (int i = 0; i < addresses.Count; i++)
        {
            if ((AddressFamily.Of(addresses[i]) & peerFamilies) != 0)
            {
                _ = _parameters.TryAddAddress(addresses[i]);
            }
        }
    }

    /// <summary>
    /// Adds Supported Address Types, when this endpoint cannot use both families (9260-5.1.2-09): without the parameter it would be taken to. A host name
    /// is never listed (9260-3.3.2.1.5-01).
    /// </summary>
    public void AddSupportedAddressTypes(AddressFamilies ownFamilies)
    {
        if (ownFamilies is not (AddressFamilies.IPv4 or AddressFamilies.IPv6))
        {
            return;
        }

        Span<byte> value = stackalloc byte[sizeof(ushort)];
        ParameterType type = ownFamilies == AddressFamilies.IPv4 ? ParameterType.IPv4Address : ParameterType.IPv6Address;
        BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)type);
        _ = _parameters.TryAdd(ParameterType.SupportedAddressTypes, value);
    }

    /// <summary>Adds a Cookie Preservative that asks for <paramref name="increment"/> more, in whole milliseconds (RFC 9260 section 3.3.2.1.3).</summary>
    public void AddCookiePreservative(Duration increment)
    {
        Span<byte> value = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(value, (uint)Math.Clamp(increment.TotalMilliseconds, 0, uint.MaxValue));
        _ = _parameters.TryAdd(ParameterType.CookiePreservative, value);
    }

    /// <summary>Adds an Unrecognized Parameter for each of <see cref="InitParameters.Report"/> (9260-3.2.2-01, 9260-3.3.3.1.2-01); as many as fit (9260-12.4-07).</summary>
    public void AddUnrecognizedParameters(ReadOnlySpan<byte> report)
    {
        var reader = new ParameterReader(report);
        while (reader.MoveNext())
        {
            _ = _parameters.TryAdd(ParameterType.UnrecognizedParameter, reader.Current.Bytes);
        }
    }

    /// <summary>Writes the header and the fixed fields and returns the length of the chunk in bytes, the padding behind the last parameter not counted.</summary>
    public readonly int Finish(
        ChunkType type,
        uint initiateTag,
        uint advertisedWindow,
        ushort outboundStreams,
        ushort inboundStreams,
        Tsn initialTsn)
    {
        InitChunk.WriteHeader(_chunk, type, Length, initiateTag, advertisedWindow, outboundStreams, inboundStreams, initialTsn);
        return Length;
    }

    /// <summary>
    /// What a Cookie Preservative asks for after a Stale Cookie error: the round trip that the COOKIE ECHO and its ERROR took (9260-5.2.6-04), and
    /// one second more at the most (9260-5.2.6-05), in whole milliseconds.
    /// </summary>
    public static Duration PreservativeFor(Duration roundTripTime) =>
        Duration.FromMilliseconds(Math.Max(0, roundTripTime.TotalMilliseconds) + 1000);
}
