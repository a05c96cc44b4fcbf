using System;
using System.Collections.Generic;
using FsCheck.Xunit;
using Sctp.Buffers;
using Sctp.Receiving;
using Sctp.Testing;
using Sctp.Wire;

namespace Sctp.Properties.Receiving;

public class HeldMessagesProperties
{
    [Property(MaxTest = 200)]
    public void The_trie_agrees_with_a_dictionary(int seed, ushort streamMask, ushort ssnMask)
    {
        var random = new Random(seed);
        var fragments = new FragmentTable(new BlockPool());
        var held = new HeldMessages(fragments);
        var model = new Dictionary<(ushort, ushort), int>();
        for (int i = 0; i < 300; i++)
        {
            ushort stream = (ushort)(random.Next() & streamMask);
            ushort ssn = (ushort)(random.Next() & ssnMask);
            bool isKnown = model.TryGetValue((stream, ssn), out int known);
            if (random.Next(3) != 0)
            {
                Assert.True(DataChunk.TryRead(new ChunkView(new Chunk((uint)(2 * i) + 2, stream, ssn).Bytes()), out DataChunk chunk));
                int slot = fragments.Insert(chunk, 0, 0, new Tsn(0));
                Assert.Equal(!isKnown, held.TryAdd(slot));
                model.TryAdd((stream, ssn), slot);
            }
            else
            {
                Assert.Equal(isKnown ? known : 0, held.Take(stream, new Ssn(ssn)));
                model.Remove((stream, ssn));
            }
        }

        foreach (((ushort stream, ushort ssn), int slot) in model)
        {
            Assert.Equal(slot, held.Take(stream, new Ssn(ssn)));
            Assert.Equal(0, held.Take(stream, new Ssn(ssn)));
        }
    }
}
