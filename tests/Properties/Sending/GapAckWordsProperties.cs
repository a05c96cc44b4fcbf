using System;
using System.Linq;
using FsCheck.Xunit;
using Sctp.Sending;
using Sctp.Wire;

namespace Sctp.Properties.Sending;

/// <summary>Gap Ack Blocks as words of bits against a set of TSNs.</summary>
public sealed class GapAckWordsProperties
{
    [Property(MaxTest = 300)]
    public void The_words_hold_exactly_what_well_formed_blocks_cover(uint first, (ushort Start, ushort Length)[] blocks, bool nearZero)
    {
        first = nearZero ? unchecked(0 - (first % 500)) : first;
        (int Start, int End)[] limited = blocks.Select(block => (Start: block.Start % 700, End: (block.Start % 700) + (block.Length % 300) - 5))
            .Select(block => (block.Start, End: Math.Max(0, block.End)))
            .ToArray();
        byte[] bytes = new byte[SackChunk.LengthOf(limited.Length, 0)];
        SackChunk.WriteHeader(bytes, bytes.Length, new Tsn(first).Previous, 0, limited.Length, 0);
        for (int i = 0; i < limited.Length; i++)
        {
            SackChunk.WriteGapBlock(bytes, i, (ushort)limited[i].Start, (ushort)limited[i].End);
        }

        Assert.True(SackChunk.TryRead(new ChunkView(bytes), out SackChunk sack));
        var words = new GapAckWords();
        words.Read(sack, new Tsn(first), new Tsn(first) + 1000);
        for (int offset = 1; offset <= 1001; offset++)
        {
            bool expected = limited.Any(block => offset > 1 && block.Start != 0 && block.Start <= offset && offset <= block.End);
            int distance = words.FirstTsnOf(0).DistanceTo(new Tsn(first) + (offset - 1));
            Assert.Equal(expected, (words[distance / 64] >> (distance % 64) & 1) != 0);
        }
    }
}
