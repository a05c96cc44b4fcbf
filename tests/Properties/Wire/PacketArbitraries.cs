using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Sctp.Wire;
using Sctp.Wire.Forms;
using IPv4Address = Sctp.Wire.Forms.IPv4Address;
using IPv6Address = Sctp.Wire.Forms.IPv6Address;

namespace Sctp.Properties;

/// <summary>A packet as bytes; the checksum is right.</summary>
public sealed record PacketBytes(byte[] Bytes)
{
    public override string ToString() => Convert.ToHexStringLower(Bytes) + " " + SctpPacket.TryParse(Bytes);
}

/// <summary>A valid packet with some bytes changed, cut off or added; the checksum is right again.</summary>
public sealed record MutatedPacket(byte[] Bytes)
{
    public override string ToString() => Convert.ToHexStringLower(Bytes) + " " + SctpPacket.TryParse(Bytes);
}

/// <summary>Generators of packets with every chunk, parameter and cause, and of packets that somebody has tampered with.</summary>
public static class PacketArbitraries
{
    private static readonly Gen<byte> s_byte = Gen.Choose(0, 255).Select(x => (byte)x);

    private static readonly Gen<ushort> s_number16 =
        Gen.OneOf(Gen.Choose(0, 20), Gen.Choose(0, ushort.MaxValue), Gen.Elements(0, 0x7FFF, 0x8000, 0xFFFF)).Select(x => (ushort)x);

    private static readonly Gen<uint> s_number32 = Gen.OneOf(
        Gen.Choose(0, 2000).Select(x => (uint)x),
        Gen.Choose(int.MinValue, int.MaxValue).Select(x => (uint)x),
        Gen.Elements(0u, 1u, 0x7FFFFFFFu, 0x80000000u, 0xFFFFFFFFu));

    private static readonly Gen<Tsn> s_tsn = s_number32.Select(x => new Tsn(x));

    private static readonly Gen<SctpParameter> s_parameter = Gen.OneOf(
        Bytes(0, 40).Select(x => (SctpParameter)new HeartbeatInfo(x)),
        Bytes(4, 4).Select(x => (SctpParameter)new IPv4Address(x)),
        Bytes(16, 16).Select(x => (SctpParameter)new IPv6Address(x)),
        Bytes(0, 100).Select(x => (SctpParameter)new StateCookie(x)),
        Bytes(0, 20).Select(x => (SctpParameter)new UnrecognizedParameter(x)),
        s_number32.Select(x => (SctpParameter)new CookiePreservative(x)),
        Bytes(0, 20).Select(x => (SctpParameter)new HostNameAddress(x)),
        List(s_number16, 4).Select(x => (SctpParameter)new SupportedAddressTypes(x)),
        Gen.Choose(13, ushort.MaxValue).SelectMany(t => Bytes(0, 20).Select(x => (SctpParameter)new UnknownParameter((ParameterType)t, x))));

    private static readonly Gen<SctpErrorCause> s_cause = Gen.OneOf(
        s_number16.Select(x => (SctpErrorCause)new InvalidStreamIdentifier(x)),
        List(s_number16, 4).Select(x => (SctpErrorCause)new MissingMandatoryParameter(x)),
        s_number32.Select(x => (SctpErrorCause)new StaleCookie(x)),
        Gen.Constant((SctpErrorCause)new OutOfResource()),
        List(s_parameter, 2).Select(x => (SctpErrorCause)new UnresolvableAddress(x)),
        Bytes(4, 20).Select(x => (SctpErrorCause)new UnrecognizedChunkType(x)),
        Gen.Constant((SctpErrorCause)new InvalidMandatoryParameter()),
        List(s_parameter, 3).Select(x => (SctpErrorCause)new UnrecognizedParameters(x)),
        s_tsn.Select(x => (SctpErrorCause)new NoUserData(x)),
        Gen.Constant((SctpErrorCause)new CookieReceivedWhileShuttingDown()),
        List(s_parameter, 3).Select(x => (SctpErrorCause)new RestartWithNewAddresses(x)),
        Bytes(0, 20).Select(x => (SctpErrorCause)new UserInitiatedAbort(x)),
        Bytes(0, 20).Select(x => (SctpErrorCause)new ProtocolViolation(x)),
        Gen.Choose(14, ushort.MaxValue).SelectMany(c => Bytes(0, 20).Select(x => (SctpErrorCause)new UnknownCause((ErrorCauseCode)c, x))));

    private static readonly Gen<SctpChunk> s_chunk =
        from chunk in Gen.OneOf(
            from tsn in s_tsn
            from stream in s_number16
            from ssn in s_number16
            from ppid in s_number32
            from payload in Bytes(0, 300)
            select (SctpChunk)new Data(tsn, stream, new Ssn(ssn), ppid, payload),
            InitFields().Select(x => (SctpChunk)x),
            InitFields().Select(x => (SctpChunk)new InitAck(
                x.InitiateTag, x.AdvertisedWindow, x.OutboundStreams, x.InboundStreams, x.InitialTsn, x.Parameters)),
            from cumulative in s_tsn
            from window in s_number32
            from gaps in List(s_number16.SelectMany(a => s_number16.Select(b => new GapAckBlock(a, b))), 8)
            from duplicates in List(s_tsn, 8)
            select (SctpChunk)new Sack(cumulative, window, gaps, duplicates),
            List(s_parameter, 2).Select(x => (SctpChunk)new Heartbeat(x)),
            List(s_parameter, 2).Select(x => (SctpChunk)new HeartbeatAck(x)),
            List(s_cause, 3).Select(x => (SctpChunk)new Abort(x)),
            s_tsn.Select(x => (SctpChunk)new Shutdown(x)),
            Gen.Constant((SctpChunk)new ShutdownAck()),
            List(s_cause, 3).Select(x => (SctpChunk)new Error(x)),
            Bytes(0, 100).Select(x => (SctpChunk)new CookieEcho(x)),
            Gen.Constant((SctpChunk)new CookieAck()),
            Gen.Constant((SctpChunk)new ShutdownComplete()),
            Gen.Choose(15, 255).SelectMany(t => Bytes(0, 30).Select(x => (SctpChunk)new Unknown((ChunkType)t, x))))
        from flags in Gen.OneOf(Gen.Choose(0, 15).Select(x => (byte)x), s_byte)
        select chunk with { Flags = flags };

    private static readonly Gen<SctpPacket> s_packet =
        from source in s_number16
        from destination in s_number16
        from tag in s_number32
        from chunks in List(s_chunk, 6)
        select new SctpPacket(source, destination, tag, chunks);

    public static Arbitrary<SctpPacket> Packets() => Arb.From(s_packet, Shrink);

    public static Arbitrary<PacketBytes> PacketsAsBytes() => Arb.From(
        s_packet.Select(p => new PacketBytes(p.ToArray())),
        b => Shrink(SctpPacket.TryParse(b.Bytes)!).Select(p => new PacketBytes(p.ToArray())));

    public static Arbitrary<MutatedPacket> MutatedPackets() => Arb.From(
        from packet in s_packet
        from edits in s_number16.SelectMany(place => s_byte.Select(value => (place, value))).ArrayOf().Resize(8)
        from cut in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 40))
        from added in Gen.OneOf(Gen.Constant(ByteString.Empty), Bytes(0, 8))
        select Mutate(packet.ToArray(), edits, cut, added.ToArray()));

    private static MutatedPacket Mutate(byte[] packet, (ushort Place, byte Value)[] edits, int cut, byte[] added)
    {
        byte[] bytes = [.. packet[..Math.Max(CommonHeader.Length, packet.Length - cut)], .. added];
        int behindHeader = bytes.Length - CommonHeader.Length;
        foreach ((ushort place, byte value) in edits)
        {
            if (behindHeader != 0)
            {
                bytes[CommonHeader.Length + (place % behindHeader)] = value;
            }
        }

        CommonHeader.Seal(bytes);
        return new MutatedPacket(bytes);
    }

    private static IEnumerable<SctpPacket> Shrink(SctpPacket packet) =>
        Enumerable.Range(0, packet.Chunks.Count).Select(i => packet with { Chunks = [.. packet.Chunks.Where((_, j) => j != i)] });

    private static Gen<Init> InitFields() =>
        from tag in s_number32
        from window in s_number32
        from outbound in s_number16
        from inbound in s_number16
        from tsn in s_tsn
        from parameters in List(s_parameter, 5)
        select new Init(tag, window, outbound, inbound, tsn, parameters);

    private static Gen<ByteString> Bytes(int min, int max) =>
        Gen.Choose(min, max).SelectMany(n => Gen.Choose(0, 255).Select(x => (byte)x).ArrayOf(n)).Select(x => new ByteString(x));

    private static Gen<ValueList<T>> List<T>(Gen<T> element, int max) =>
        Gen.Choose(0, max).SelectMany(element.ArrayOf).Select(x => ValueList.Create<T>(x));
}
