using System.Linq;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Support;

/// <summary>One packet that an endpoint sent: when, where to, and what is in it.</summary>
internal sealed record SentPacket(Instant Time, Transmit Transmit, byte[] Bytes)
{
    public SctpPacket Packet { get; } = SctpPacket.TryParse(Bytes)!;

    public SctpChunk Single => Packet.Chunks.Single();

    public T Chunk<T>()
        where T : SctpChunk => Packet.Chunks.OfType<T>().Single();

    public bool Has<T>()
        where T : SctpChunk => Packet.Chunks.OfType<T>().Any();

    public override string ToString() => $"{Time} {string.Join(' ', Packet.Chunks)}";
}
