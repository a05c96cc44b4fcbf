using System;
using System.Buffers.Binary;
using Sctp.Sim.Network;

namespace Sctp.Sim.Associations;

/// <summary>Where a packet comes from.</summary>
internal enum PacketOrigin
{
    /// <summary>The peer's stack wrote it, and it is as it was written.</summary>
    Genuine,

    /// <summary>The peer's stack wrote it, and it was damaged on its way.</summary>
    Damaged,

    /// <summary>Somebody else wrote it.</summary>
    Forged,
}

/// <summary>
/// A packet as observers see it: its bytes, and where its chunks lie. One object is used again for every packet of a simulation: valid during the call only.
/// </summary>
internal sealed class WirePacket
{
    public const int HeaderLength = 12;

    // With room behind the longest packet, so that the fixed fields of a chunk that is too short can be read: they are then whatever follows.
    private readonly byte[] _bytes = new byte[SimulatedNetwork.MaxPacketLength + WireInit.FixedLength];
    private WireChunk[] _chunks = new WireChunk[64];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public Instant Time { get; private set; }

    public NetworkAddress From { get; private set; }

    public NetworkAddress To { get; private set; }

    public PacketOrigin Origin { get; private set; }

    /// <summary>Whether the checksum is right; computed when first asked.</summary>
    public bool HasValidChecksum => _hasValidChecksum ??= WireChecksum.IsValid(Bytes);

    private bool? _hasValidChecksum;

    /// <summary>Whether it must not be fragmented. Sent packets only.</summary>
    public bool DontFragment { get; private set; }

    /// <summary>Whether it has no whole common header, or ends in something that is no chunk.</summary>
    public bool IsMalformed { get; private set; }

    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(2));

    public uint VerificationTag => BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(4));

    public int ChunkCount { get; private set; }

    /// <summary>The chunks in their order.</summary>
    public ReadOnlySpan<WireChunk> Chunks => _chunks.AsSpan(0, ChunkCount);

    /// <summary>How many of them are DATA.</summary>
    public int DataCount { get; private set; }

    /// <summary>A bit for each chunk type from 0 to 63 that is there.</summary>
    public ulong Types { get; private set; }

    public bool Has(byte type) => type < 64 && (Types & (1UL << type)) != 0;

    /// <summary>A chunk with its header, without padding.</summary>
    public ReadOnlySpan<byte> BytesOf(in WireChunk chunk) => _bytes.AsSpan(chunk.Offset, chunk.Length);

    /// <summary>A chunk without its header and padding.</summary>
    public ReadOnlySpan<byte> ValueOf(in WireChunk chunk) => _bytes.AsSpan(chunk.Offset + 4, chunk.Length - 4);

    /// <summary>DATA; only for a chunk of that type. One of less than 16 bytes reads on in what follows.</summary>
    public WireData Data(in WireChunk chunk) => new(_bytes.AsSpan(chunk.Offset, Math.Max(chunk.Length, WireData.HeaderLength)));

    /// <summary>SACK; only for a chunk of that type. One of less than 16 bytes reads on in what follows.</summary>
    public WireSack Sack(in WireChunk chunk) => new(_bytes.AsSpan(chunk.Offset, Math.Max(chunk.Length, WireSack.FixedLength)));

    /// <summary>INIT or INIT ACK; only for a chunk of these types. One of less than 20 bytes reads on in what follows.</summary>
    public WireInit Init(in WireChunk chunk) => new(_bytes.AsSpan(chunk.Offset, Math.Max(chunk.Length, WireInit.FixedLength)));

    /// <summary>The first 32 bits of the value: the cumulative TSN of SHUTDOWN. Only for a chunk of at least 8 bytes.</summary>
    public uint FirstWord(in WireChunk chunk) => BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(chunk.Offset + 4));

    /// <summary>The first chunk of a type.</summary>
    public bool TryFind(byte type, out WireChunk found)
    {
        if (Has(type))
        {
            foreach (ref readonly WireChunk chunk in Chunks)
            {
                if (chunk.Type == type)
                {
                    found = chunk;
                    return true;
                }
            }
        }

        found = default;
        return false;
    }

    /// <summary>A value by which to know some bytes again (FNV-1a).</summary>
    public static ulong HashOf(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 14_695_981_039_346_656_037;
        foreach (byte b in bytes)
        {
            hash = (hash ^ b) * 1_099_511_628_211;
        }

        return hash;
    }

    /// <summary>Whether serial number <paramref name="a"/> comes before <paramref name="b"/> (RFC 1982).</summary>
    public static bool IsBefore(uint a, uint b) => (int)(a - b) < 0;

    internal void Set(ReadOnlySpan<byte> packet, Instant time, NetworkAddress from, NetworkAddress to, PacketOrigin origin, bool dontFragment)
    {
        packet.CopyTo(_bytes);
        Length = packet.Length;
        Time = time;
        From = from;
        To = to;
        Origin = origin;
        DontFragment = dontFragment;
        _hasValidChecksum = null;
        FindChunks();
    }

    /// <summary>Becomes the same packet as another one.</summary>
    internal void CopyFrom(WirePacket other) => Set(other.Bytes, other.Time, other.From, other.To, other.Origin, other.DontFragment);

    private void FindChunks()
    {
        ChunkCount = 0;
        DataCount = 0;
        Types = 0;
        IsMalformed = Length < HeaderLength;
        int offset = HeaderLength;
        while (offset < Length)
        {
            int length = Length - offset < 4 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(offset + 2));
            if (length < 4 || length > Length - offset)
            {
                IsMalformed = true;
                return;
            }

            if (ChunkCount == _chunks.Length)
            {
                Array.Resize(ref _chunks, _chunks.Length * 2);
            }

            byte type = _bytes[offset];
            _chunks[ChunkCount++] = new WireChunk(type, _bytes[offset + 1], offset, length);
            Types |= type < 64 ? 1UL << type : 0;
            DataCount += type == WireChunk.Data ? 1 : 0;
            offset += (length + 3) & ~3;
        }
    }
}
