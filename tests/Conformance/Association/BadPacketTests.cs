using System;
using System.Diagnostics;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire;
using Sctp.Wire.Forms;
using Xunit.Abstractions;
using static Sctp.Conformance.Association.Situation;

namespace Sctp.Conformance.Association;

/// <summary>
/// Random packets and mutated good ones, under the right tag and with a right checksum, against an endpoint in each state: no exception, bounded memory,
/// accounts that add up.
/// </summary>
public class BadPacketTests(ITestOutputHelper output)
{
    private const int Count = 8_000;

    // The window, once for data and once for what it costs to hold it, a full reply queue and a full queue of stateless replies.
    private const long MostMemory = 8 << 20;

    public static TheoryData<AssociationState, bool> Runs()
    {
        var data = new TheoryData<AssociationState, bool>();
        foreach (AssociationState state in new[] { AssociationState.Closed }.Concat(WithAssociation))
        {
            data.Add(state, true);
            data.Add(state, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    [Requirement("9260-6.10-07")]
    [Requirement("9260-3.2-07")]
    public void No_packet_whatever_its_bytes_breaks_an_endpoint(AssociationState state, bool isRandom)
    {
        var draws = new Draws((ulong)state + (isRandom ? 100UL : 0));
        byte[] packet = new byte[2048];
        Script script = Prepare(state);
        byte[][] good = GoodPackets(script);
        long most = 0;
        long slowest = 0;
        int ended = 0;
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < Count; i++)
        {
            int length = isRandom ? FillRandom(packet, draws) : Mutate(packet, Choose(good, draws), draws);
            if (length >= CommonHeader.Length)
            {
                // The tag is right, that of an INIT, or any; most packets are to get behind the tag check.
                uint tag = draws.Below(16) switch { 0 => 0, 1 => draws.Next(), 2 => Script.PeerTag, _ => script.Tag };
                CommonHeader.Write(packet, Script.PeerPort, Script.Port, tag);
                CommonHeader.Seal(packet.AsSpan(0, length));
            }

            long start = Stopwatch.GetTimestamp();
            script.Endpoint.Receive(packet.AsSpan(0, length), new NetworkPath(Script.Peer, Script.Local), script.Now);
            slowest = Math.Max(slowest, Stopwatch.GetTimestamp() - start);
            most = Math.Max(most, script.Endpoint.PooledBytesInUse);
            if (draws.Below(8) == 0)
            {
                _ = script.Flush();
                script.Events.ForEach(e => e.Message.Dispose());
                script.Events.Clear();
            }

            if (state != AssociationState.Closed)
            {
                Assert.True(script.Association.TryCheckInvariants(out string violation), violation);
            }

            if (script.Endpoint.AssociationCount != (state == AssociationState.Closed ? 0 : 1) || (i & 1023) == 1023)
            {
                if (script.Endpoint.AssociationCount == 0 && state != AssociationState.Closed)
                {
                    ended++;
                }

                AssertEndsClean(script);
                script = Prepare(state);
                good = GoodPackets(script);
            }
        }

        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        output.WriteLine($"{Count / seconds:F0} packets/s, slowest {slowest * 1e6 / Stopwatch.Frequency:F0} us, most memory {most} bytes, {ended} associations ended");
        Assert.True(most <= MostMemory, $"{most} bytes in use");
    }

    private static Script Prepare(AssociationState state)
    {
        Script script = In(state);
        for (int i = 0; state == AssociationState.Established && i < 6; i++)
        {
            _ = script.Send(1000);
        }

        return script;
    }

    /// <summary>One of the good packets, an ABORT less often than others: it ends what others are to get deeper into.</summary>
    private static byte[] Choose(byte[][] good, Draws draws)
    {
        byte[] chosen = good[draws.Below(good.Length)];
        return chosen[CommonHeader.Length] == (byte)ChunkType.Abort && draws.Below(8) != 0 ? good[^1] : chosen;
    }

    /// <summary>Whatever was queued is fetched or dropped; afterwards no memory is in use and no timer runs.</summary>
    private static void AssertEndsClean(Script script)
    {
        script.Endpoint.Close(script.Now);
        _ = script.Flush();
        script.Events.ForEach(e => e.Message.Dispose());
        foreach (SctpAssociation association in script.Events.Select(e => e.Association).Append(script.Association).OfType<SctpAssociation>().Distinct())
        {
            while (association.TryReceive(out SctpMessage message))
            {
                message.Dispose();
            }
        }

        Assert.Null(script.Endpoint.NextTimeout);
        Assert.Equal(0, script.Endpoint.PooledBytesInUse);
    }

    private static byte[][] GoodPackets(Script script)
    {
        SctpChunk[] each = OneOfEach(script);
        SctpChunk[][] bundles =
        [
            .. each.Select(c => new[] { c }),
            [Script.NewData(0), Script.NewData(1, stream: 1), Script.NewData(3, stream: 2)],
            [Script.NewData(10, flags: DataFlags.First), Script.NewData(11, flags: DataFlags.Middle), Script.NewData(12, flags: DataFlags.Last)],
            [Script.NewData(20, flags: DataFlags.First | DataFlags.Unordered), Script.NewData(22, flags: DataFlags.Last | DataFlags.Unordered)],
            [new Sack(script.Tsn.Previous, 5000, List(new GapAckBlock(2, 3), new GapAckBlock(5, 9)), List(script.Tsn)), Script.NewData(0)],
            [new Sack(script.Tsn.Previous, 5000, default, default), new Shutdown(script.Tsn.Previous)],
            [new CookieEcho(new ByteString(Script.Pattern(80, 1))), Script.NewData(0)],
            [new Error(List<SctpErrorCause>(new UnrecognizedParameters(List<SctpParameter>(UnknownParameter(0xC0FF))))), new Heartbeat(default)],
            [Script.NewInit(5, Script.Peer2.Parameter(), UnknownParameter(0xC0FF), new CookiePreservative(1000), new SupportedAddressTypes(List<ushort>(5, 6)))],
            [
                new InitAck(
                    6,
                    50_000,
                    5,
                    5,
                    Script.PeerTsn,
                    List<SctpParameter>(new StateCookie(new ByteString(Script.Pattern(60, 2))), UnknownParameter(0xC001), Script.Peer2.Parameter())),
            ],
        ];
        return [.. bundles.Select(b => new SctpPacket(Script.PeerPort, Script.Port, script.Tag, List(b)).ToArray())];
    }

    private static int FillRandom(byte[] packet, Draws draws)
    {
        int length = draws.Below(8) == 0 ? draws.Below(1500) : draws.Below(100);
        for (int i = 0; i < length; i++)
        {
            packet[i] = (byte)draws.Next();
        }

        if (length > 16 && draws.Below(4) != 0)
        {
            // A plausible first chunk.
            packet[12] = (byte)draws.Below(16);
            packet[14] = 0;
            packet[15] = (byte)Math.Min(255, length - 12);
        }

        return length;
    }

    private static int Mutate(byte[] packet, byte[] good, Draws draws)
    {
        good.CopyTo(packet, 0);
        int length = good.Length;
        for (int changes = 1 + draws.Below(4); changes > 0; changes--)
        {
            int at = CommonHeader.Length + draws.Below(Math.Max(1, length - CommonHeader.Length));
            switch (draws.Below(7))
            {
                case 0:
                    packet[at] ^= (byte)(1 << draws.Below(8));
                    break;
                case 1:
                    packet[at] = (byte)draws.Next();
                    break;
                case 2:
                    packet[at] = draws.Below(2) == 0 ? (byte)0 : (byte)0xFF;
                    break;
                case 3:
                    length = Math.Max(CommonHeader.Length, length - draws.Below(8));
                    break;
                case 4:
                    int more = Math.Min(draws.Below(40), packet.Length - length);
                    for (int i = 0; i < more; i++)
                    {
                        packet[length++] = (byte)draws.Next();
                    }

                    break;
                case 5:
                    // One chunk more of the same kind.
                    int copied = Math.Min(good.Length - CommonHeader.Length, packet.Length - length);
                    good.AsSpan(CommonHeader.Length, copied).CopyTo(packet.AsSpan(length));
                    length += copied;
                    break;
                default:
                    // The TSN, or whatever stands first in the value.
                    packet[Math.Min(19, length - 1)] += (byte)draws.Below(9);
                    break;
            }
        }

        return length;
    }

    private sealed class Draws(ulong seed)
    {
        private ulong _state = (seed * 0x9E3779B97F4A7C15UL) + 1;

        public uint Next()
        {
            _state ^= _state << 13;
            _state ^= _state >> 7;
            _state ^= _state << 17;
            return (uint)(_state >> 32);
        }

        public int Below(int bound) => (int)(((ulong)Next() * (uint)bound) >> 32);
    }
}
