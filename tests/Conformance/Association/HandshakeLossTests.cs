using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire;

namespace Sctp.Conformance.Association;

/// <summary>Every loss of the handshake's chunks, and both sides opening at the same time, in all orders.</summary>
public class HandshakeLossTests
{
    private static readonly ChunkType[] Handshake = [ChunkType.Init, ChunkType.InitAck, ChunkType.CookieEcho, ChunkType.CookieAck];

    /// <summary>Drops the given copies (0: the first) of chunk types sent by either side.</summary>
    internal static Func<bool, SentPacket, Fate> Dropping(params (bool FromA, ChunkType Type, int Copy)[] lost)
    {
        var seen = new Dictionary<(bool, ChunkType), int>();
        return (fromA, packet) =>
        {
            Fate fate = Fate.Deliver;
            foreach (ChunkType type in packet.Packet.Chunks.Select(c => c.Type).Distinct())
            {
                int copy = seen.GetValueOrDefault((fromA, type));
                seen[(fromA, type)] = copy + 1;
                if (lost.Contains((fromA, type, copy)))
                {
                    fate = Fate.Drop;
                }
            }

            return fate;
        };
    }

    /// <summary>One association, up on both sides, data both ways, and nothing left after the end.</summary>
    internal static void AssertWorks(Pair pair, SctpAssociation a)
    {
        pair.RunUntil(
            () => a.State == AssociationState.Established && pair.B.AssociationCount == 1 && pair.B.GetAssociation(0).State == AssociationState.Established,
            Duration.FromSeconds(300));
        SctpAssociation b = pair.B.GetAssociation(0);
        pair.Network = (_, _) => Fate.Deliver;
        pair.Run(Duration.FromSeconds(5));
        Assert.Equal(1, pair.A.AssociationCount);
        Assert.Equal(1, pair.B.AssociationCount);
        int before = pair.ReceivedBy(b).Count;
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(SendResult.Queued, a.Send(0, Script.Pattern(3000, i), pair.Now));
            Assert.Equal(SendResult.Queued, b.Send(1, Script.Pattern(2000, i), pair.Now));
        }

        pair.Run(Duration.FromSeconds(10));
        Assert.Equal(before + 5, pair.ReceivedBy(b).Count);
        Assert.Equal(5, pair.ReceivedBy(a).Count);
        Assert.Equal(AssociationState.Established, a.State);
        Assert.Equal(AssociationState.Established, b.State);
        foreach (SctpEndpoint side in new[] { pair.A, pair.B })
        {
            Assert.Single(pair.Events, e => e.At == side && e.Event.Kind == SctpEventKind.CommunicationUp);
            Assert.DoesNotContain(pair.Events, e => e.At == side && e.Event.Kind is SctpEventKind.CommunicationLost or SctpEventKind.Restarted);
        }

        a.Shutdown(pair.Now);
        pair.Run(Duration.FromSeconds(5));
        AssertNothingLeft(pair);
    }

    internal static void AssertNothingLeft(Pair pair)
    {
        foreach (SctpEndpoint side in new[] { pair.A, pair.B })
        {
            Assert.Equal(0, side.AssociationCount);
            Assert.Null(side.NextTimeout);
            Assert.Equal(0, side.PooledBytesInUse);
        }
    }

    public static TheoryData<int, int, bool> Losses()
    {
        // Eight things to lose: the first and the second copy of each chunk. Every pair of them; equal numbers mean a single loss.
        var data = new TheoryData<int, int, bool>();
        for (int first = 0; first < 8; first++)
        {
            for (int second = first; second < 8; second++)
            {
                data.Add(first, second, false);
                data.Add(first, second, true);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Losses))]
    [Requirement("9260-4-03")]
    [Requirement("9260-4-06")]
    [Requirement("9260-5.1.6-01")]
    [Requirement("9260-5.2.4-20")]
    public void Any_one_or_two_losses_in_the_handshake_end_established(int first, int second, bool withData)
    {
        static (bool, ChunkType, int) Of(int number) => (Handshake[number / 2] is ChunkType.Init or ChunkType.CookieEcho, Handshake[number / 2], number % 2);
        var pair = new Pair { Network = Dropping(Of(first), Of(second)) };
        SctpAssociation a = pair.Connect();
        if (withData)
        {
            Assert.Equal(SendResult.Queued, a.Send(2, Script.Pattern(100, 9), pair.Now));
        }

        AssertWorks(pair, a);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_duplicate_of_any_packet_of_the_handshake_does_no_harm(int number)
    {
        var pair = new Pair { Network = (_, packet) => packet.Packet.Chunks[0].Type == Handshake[number] ? Fate.Duplicate : Fate.Deliver };
        AssertWorks(pair, pair.Connect());
    }

    [Fact]
    [Requirement("9260-5.2.1-01")]
    [Requirement("9260-5.2.1-06")]
    [Requirement("9260-5.2.4-11")]
    [Requirement("9260-5.2.4-18")]
    [Requirement("9260-5.2.4-19")]
    public void Crossing_INITs_end_in_one_association_whatever_the_delays()
    {
        int[] delays = [1, 10, 35];
        foreach (int startB in new[] { 0, 5, 15, 25, 40 })
        {
            // The delay of INIT, INIT ACK and COOKIE ECHO, by sender.
            for (int code = 0; code < 729; code++)
            {
                int[] digits = [code % 3, code / 3 % 3, code / 9 % 3, code / 27 % 3, code / 81 % 3, code / 243];
                var pair = new Pair
                {
                    DelayOf = (fromA, packet) => Duration.FromMilliseconds(packet.Packet.Chunks[0].Type switch
                    {
                        ChunkType.Init => delays[digits[fromA ? 0 : 1]],
                        ChunkType.InitAck => delays[digits[fromA ? 2 : 3]],
                        ChunkType.CookieEcho => delays[digits[fromA ? 4 : 5]],
                        _ => 10,
                    }),
                };
                AssertCrossing(pair, startB, $"B {startB} ms later, delays {string.Join(',', digits.Select(d => delays[d]))}");
            }
        }
    }

    [Fact]
    [Requirement("9260-5.2.1-01")]
    [Requirement("9260-5.2.4-11")]
    public void Crossing_INITs_end_in_one_association_whatever_is_lost()
    {
        for (int startB = 0; startB <= 30; startB += 10)
        {
            // Each of the first two copies of each chunk of each side, alone and in pairs.
            for (int first = 0; first < 16; first++)
            {
                for (int second = first; second < 16; second++)
                {
                    static (bool, ChunkType, int) Of(int number) => (number >= 8, Handshake[number % 8 / 2], number % 2);
                    var pair = new Pair { Network = Dropping(Of(first), Of(second)) };
                    AssertCrossing(pair, startB, $"B {startB} ms later, lost {Of(first)} {Of(second)}");
                }
            }
        }
    }

    private static void AssertCrossing(Pair pair, int startB, string what)
    {
        pair.A.Listen();
        pair.B.Listen();
        SctpAssociation a = pair.A.Connect(Pair.AddressesB[0], 1002, pair.Now);
        pair.Run(Duration.FromMilliseconds(startB));
        if (pair.B.AssociationCount == 0)
        {
            SctpAssociation b = pair.B.Connect(Pair.AddressesA[0], 1001, pair.Now);
            _ = b.Send(0, [1], pair.Now);
        }

        _ = a.Send(0, [2], pair.Now);
        pair.Run(Duration.FromSeconds(20));
        Assert.True(pair.A.AssociationCount == 1 && pair.B.AssociationCount == 1, $"{what}: {pair.A.AssociationCount} and {pair.B.AssociationCount} associations");
        SctpAssociation endA = pair.A.GetAssociation(0);
        SctpAssociation endB = pair.B.GetAssociation(0);
        Assert.True(endA.State == AssociationState.Established && endB.State == AssociationState.Established, $"{what}: {endA.State} and {endB.State}");
        Assert.True(endA.LocalTag == endB.PeerTag && endB.LocalTag == endA.PeerTag, $"{what}: the tags disagree");
        _ = endA.Send(1, [3], pair.Now);
        _ = endB.Send(1, [4], pair.Now);
        pair.Run(Duration.FromSeconds(20));
        Assert.True(pair.ReceivedBy(endA).Any(m => m[0] == 4) && pair.ReceivedBy(endB).Any(m => m[0] == 3), $"{what}: data does not flow");
        Assert.True(pair.ReceivedBy(endB).Count(m => m[0] == 2) == 1, $"{what}: the message sent while connecting");
        Assert.True(endA.BufferedBytes == 0 && endB.BufferedBytes == 0, $"{what}: data is left");
        Assert.DoesNotContain(pair.Events, e => e.Event.Kind is SctpEventKind.CommunicationLost or SctpEventKind.SendFailed);
    }
}
