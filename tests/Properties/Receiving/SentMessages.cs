using System;
using System.Collections.Generic;
using Sctp.Testing;

namespace Sctp.Properties.Receiving;

/// <summary>A message of a simulated sender, with the places of its fragments in TSN order.</summary>
internal sealed record SentMessage(int Index, ushort Stream, ushort Ssn, bool IsUnordered, byte[] Bytes, int FirstPlace, int Fragments);

/// <summary>Random messages cut into DATA chunks with consecutive TSNs; where asked, all chunks of exactly the same length.</summary>
internal sealed class SentMessages
{
    public SentMessages(Random random, int count, uint initialTsn, int streams, int maxLength, int maxFragment, double unordered = 0.3, int firstSsn = 0,
        bool exact = false)
    {
        InitialTsn = initialTsn;
        int[] nextSsn = new int[streams];
        Array.Fill(nextSsn, firstSsn);
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = new byte[exact ? maxFragment * random.Next(1, (maxLength / maxFragment) + 1) : random.Next(1, maxLength + 1)];
            random.NextBytes(bytes);
            ushort stream = (ushort)random.Next(streams);
            bool isUnordered = random.NextDouble() < unordered;
            ushort ssn = isUnordered ? (ushort)random.Next(0x10000) : (ushort)nextSsn[stream]++;
            int first = Chunks.Count;
            for (int start = 0; start < bytes.Length;)
            {
                int length = Math.Min(bytes.Length - start, exact ? maxFragment : random.Next((maxFragment + 1) / 2, maxFragment + 1));
                string flags = (isUnordered ? "U" : string.Empty) + (start == 0 ? "B" : string.Empty) + (start + length == bytes.Length ? "E" : string.Empty);
                ushort fragmentSsn = isUnordered ? (ushort)random.Next(0x10000) : ssn;
                uint tsn = unchecked(initialTsn + (uint)Chunks.Count);
                Chunks.Add(new Chunk(tsn, stream, fragmentSsn, flags, bytes[start..(start + length)], (uint)i));
                start += length;
            }

            Messages.Add(new SentMessage(i, stream, ssn, isUnordered, bytes, first, Chunks.Count - first));
        }
    }

    public uint InitialTsn { get; }

    public List<Chunk> Chunks { get; } = [];

    public List<SentMessage> Messages { get; } = [];

    /// <summary>The chunks in an order that a network could give them: swapped within a distance, lost and sent again, sent twice.</summary>
    public List<int> Arrivals(Random random, int reach, double loss, double duplication)
    {
        var due = new List<(double Time, int Place)>();
        for (int place = 0; place < Chunks.Count; place++)
        {
            double time = place + (random.NextDouble() * reach);
            while (random.NextDouble() < loss)
            {
                time += reach + (random.NextDouble() * reach);
            }

            due.Add((time, place));
            if (random.NextDouble() < duplication)
            {
                due.Add((time + (random.NextDouble() * 2 * reach), place));
            }
        }

        due.Sort();
        return due.ConvertAll(d => d.Place);
    }
}
