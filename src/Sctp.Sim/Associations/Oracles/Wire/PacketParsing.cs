using System;
using System.Buffers.Binary;
using Sctp.Wire;

namespace Sctp.Sim.Associations.Oracles;

/// <summary>Reads every field of a packet and says in how many steps.</summary>
internal delegate int PacketParser(ReadOnlySpan<byte> packet);

/// <summary>The core's readers, all of them: what <see cref="ParameterBounds"/> puts to the test.</summary>
internal static class PacketParsing
{
    /// <summary>Reads a packet of any bytes to its end.</summary>
    public static int Parse(ReadOnlySpan<byte> packet)
    {
        int steps = 1;
        var reader = new ChunkReader(packet);
        while (reader.MoveNext())
        {
            steps += 1 + Parse(reader.Current);
        }

        return steps;
    }

    private static int Parse(in ChunkView chunk)
    {
        switch (chunk.Type)
        {
            case ChunkType.Data:
                return DataChunk.TryRead(chunk, out DataChunk data) && data.Payload.Length >= 0 ? 1 : 0;
            case ChunkType.Sack:
                return SackChunk.TryRead(chunk, out SackChunk sack) ? Parse(sack) : 0;
            case ChunkType.Init or ChunkType.InitAck:
                return InitChunk.TryRead(chunk, out InitChunk init) ? ParseParameters(init.Parameters) : 0;
            case ChunkType.Shutdown:
                return chunk.Value.Length >= sizeof(uint) ? (int)(BinaryPrimitives.ReadUInt32BigEndian(chunk.Value) & 1) : 0;
            default:
                return ParseParameters(chunk.Value);
        }
    }

    private static int Parse(in SackChunk sack)
    {
        int steps = 0;
        for (int i = 0; i < sack.GapBlockCount; i++)
        {
            _ = sack.GapBlock(i);
            steps++;
        }

        for (int i = 0; i < sack.DuplicateCount; i++)
        {
            _ = sack.Duplicate(i);
            steps++;
        }

        return steps;
    }

    private static int ParseParameters(ReadOnlySpan<byte> parameters)
    {
        int steps = 0;
        var reader = new ParameterReader(parameters);
        while (reader.MoveNext())
        {
            _ = reader.Current.Value.Length;
            steps++;
        }

        return steps;
    }
}
