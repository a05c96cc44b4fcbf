using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Sctp.Sim.Associations.Oracles;

/// <summary>
/// Takes a packet now and then, puts wrong lengths into the copy and has the core's readers read it. They look at spans, so that reading beyond the end of
/// a packet is an exception.
/// </summary>
internal sealed class ParameterBounds : Oracle
{
    /// <summary>Of so many packets one is tried; the first few packets of a run, which hold the handshake, are all.</summary>
    private const int SampleInterval = 64;
    private const int FirstPackets = 8;
    private const int VariantsPerPacket = 3;

    private readonly PacketParser _parse;
    private byte[] _copy = [];
    private uint _packets;
    private uint _variant;

    public ParameterBounds()
        : this(PacketParsing.Parse)
    {
    }

    public ParameterBounds(PacketParser parse) => _parse = parse;

    public override string Id => "O-W14";

    public override string Name => "param-bounds";

    public override string Statement => "Whatever lengths a packet claims, no reader reads beyond its end, and none takes more steps than the packet has bytes.";

    public override string RfcSection => "3.2, 3.2.1";

    public override Hooks Hooks => Hooks.PacketSent;

    public override Conditions Excludes => Conditions.None;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if ((++_packets > FirstPackets && _packets % SampleInterval != 0) || packet.ChunkCount == 0)
        {
            return;
        }

        if (_copy.Length < packet.Length)
        {
            _copy = new byte[packet.Length];
        }

        Span<byte> copy = _copy.AsSpan(0, packet.Length);
        for (int i = 0; i < VariantsPerPacket; i++)
        {
            packet.Bytes.CopyTo(copy);
            Mutate(packet, copy, ++_variant);
            Try(side, copy);
        }
    }

    /// <summary>A chunk length, or any 16 bits behind it, which may be a length of a parameter or a count.</summary>
    private static void Mutate(WirePacket packet, Span<byte> copy, uint variant)
    {
        WireChunk chunk = packet.Chunks[(int)(variant % (uint)packet.ChunkCount)];
        int words = Math.Max(1, (Math.Min(chunk.Length, 64) / 2) - 1);
        int offset = chunk.Offset + 2 + (variant % 2 == 0 ? 0 : 2 * (int)(variant / 2 % (uint)words));
        int rest = copy.Length - chunk.Offset;
        ushort length = (ushort)((variant / 3 % 9) switch
        {
            0 => 0,
            1 => 3,
            2 => 4,
            3 => 5,
            4 => chunk.Length - 1,
            5 => chunk.Length + 1,
            6 => rest,
            7 => rest + 1,
            _ => ushort.MaxValue,
        });
        if (offset + 2 <= copy.Length)
        {
            BinaryPrimitives.WriteUInt16BigEndian(copy[offset..], length);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Any exception of a reader is the finding.")]
    private void Try(AssociationSide side, ReadOnlySpan<byte> copy)
    {
        try
        {
            int steps = _parse(copy);
            if (steps > copy.Length)
            {
                Violate(side, $"{steps} steps for {copy.Length} bytes: {Convert.ToHexString(copy)}");
            }
        }
        catch (Exception e)
        {
            Violate(side, $"{e.GetType().Name} while reading {Convert.ToHexString(copy)}");
        }
    }
}
