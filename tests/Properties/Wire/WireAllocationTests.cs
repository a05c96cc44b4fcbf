using System;
using Sctp.Conformance.Support;
using Sctp.Wire;

namespace Sctp.Properties;

/// <summary>Building and reading packets takes no memory from the heap.</summary>
public sealed class WireAllocationTests
{
    [Fact]
    public void A_packet_is_built_and_read_without_allocation()
    {
        byte[] buffer = new byte[1452];
        byte[] payload = new byte[301];
        Assert.True(BuildAndRead(buffer, payload) > 0); // what is initialized once is initialized now

        int chunks = 0;
        long allocated = AllocatedBytes.OfLeast(() =>
        {
            chunks = 0;
            for (int i = 0; i < 100; i++)
            {
                chunks += BuildAndRead(buffer, payload);
            }
        });

        Assert.Equal(0, allocated);
        Assert.Equal(600, chunks);
    }

    private static int BuildAndRead(byte[] buffer, byte[] payload)
    {
        PacketWriter writer = new(buffer, buffer.Length, 5000, 5001, 7);
        Span<byte> sackBytes = writer.Reserve(SackChunk.LengthOf(1, 0));
        SackChunk.WriteHeader(sackBytes, sackBytes.Length, new Tsn(9), 65536, 1, 0);
        SackChunk.WriteGapBlock(sackBytes, 0, 2, 3);
        Span<byte> initBytes = writer.Reserve(InitChunk.FixedLength + AddressParameter.IPv4Length);
        InitChunk.WriteHeader(initBytes, ChunkType.Init, initBytes.Length, 1, 65536, 10, 10, new Tsn(1));
        TlvWriter parameters = new(initBytes[InitChunk.FixedLength..]);
        bool fits = parameters.TryAddAddress(SctpAddress.FromIPv4(0xC0000201));
        fits &= writer.TryAppendWithTsn(ChunkType.Shutdown, 0, new Tsn(9));
        for (uint i = 0; i < 3; i++)
        {
            Span<byte> chunk = writer.Reserve(DataChunk.HeaderLength + payload.Length);
            DataChunk.WriteHeader(chunk, DataChunk.Beginning, payload.Length, new Tsn(i), 1, new Ssn(2), 3);
            payload.CopyTo(chunk[DataChunk.HeaderLength..]);
        }

        ReadOnlySpan<byte> packet = buffer.AsSpan(0, writer.Seal());
        fits &= CommonHeader.HasValidChecksum(packet);
        int chunks = 0;
        ChunkReader reader = new(packet);
        while (reader.MoveNext())
        {
            ChunkView chunk = reader.Current;
            chunks += chunk.Type switch
            {
                ChunkType.Data => DataChunk.TryRead(chunk, out DataChunk data) && data.Payload.Length == payload.Length ? 1 : 0,
                ChunkType.Sack => SackChunk.TryRead(chunk, out SackChunk sack) && sack.GapBlock(0).Start == 2 ? 1 : 0,
                ChunkType.Init => InitChunk.TryRead(chunk, out InitChunk init) && CountAddresses(init.Parameters) == 1 ? 1 : 0,
                _ => 1,
            };
        }

        return fits ? chunks : 0;
    }

    private static int CountAddresses(ReadOnlySpan<byte> parameters)
    {
        int count = 0;
        ParameterReader reader = new(parameters);
        while (reader.MoveNext())
        {
            count += AddressParameter.TryRead(reader.Current, out _) ? 1 : 0;
        }

        return count;
    }
}
