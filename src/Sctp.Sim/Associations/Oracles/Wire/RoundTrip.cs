using System;
using Sctp.Wire.Forms;

namespace Sctp.Sim.Associations.Oracles;

/// <summary>Parses a packet into printable form and writes it again; null where it cannot be parsed.</summary>
internal delegate byte[]? PacketRewriter(ReadOnlySpan<byte> packet);

/// <summary>The printable form takes memory, so that only the first packet of each kind and then one of many is tried.</summary>
internal sealed class RoundTrip : Oracle
{
    private const int SampleInterval = 2048;

    private readonly PacketRewriter _rewrite;
    private ulong _kindsSeen;
    private uint _packets;

    public RoundTrip()
        : this(Rewrite)
    {
    }

    public RoundTrip(PacketRewriter rewrite) => _rewrite = rewrite;

    public override string Id => "O-W15";

    public override string Name => "round-trip";

    public override string Statement => "A packet that is parsed and written again has the same bytes.";

    public override string RfcSection => "3";

    public override Hooks Hooks => Hooks.PacketSent;

    public override Conditions Excludes => Conditions.None;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if ((packet.Types & ~_kindsSeen) == 0 && ++_packets % SampleInterval != 0)
        {
            return;
        }

        _kindsSeen |= packet.Types;
        byte[]? written = _rewrite(packet.Bytes);
        if (written is null || !packet.Bytes.SequenceEqual(written))
        {
            Violate(side, $"{Convert.ToHexString(packet.Bytes)} became {(written is null ? "nothing" : Convert.ToHexString(written))}");
        }
    }

    private static byte[]? Rewrite(ReadOnlySpan<byte> packet)
    {
        SctpPacket? form = SctpPacket.TryParse(packet);
        byte[]? bytes = form?.ToArray(repairChecksum: false);
        return bytes is not null && form!.Equals(SctpPacket.TryParse(bytes)) ? bytes : null;
    }
}
