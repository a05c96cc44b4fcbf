using System;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Association.Situation;

namespace Sctp.Conformance.Association;

/// <summary>The Verification Tag (RFC 9260 section 8.5) and what a blind attacker can reach.</summary>
public class VerificationTagTests
{
    public static TheoryData<AssociationState> States => All;

    [Theory]
    [MemberData(nameof(States))]
    [Requirement("9260-8.5-02")]
    [Requirement("9260-8.5-03")]
    [Requirement("9260-8.5-04")]
    public void A_packet_of_any_chunk_with_a_wrong_tag_leaves_no_trace(AssociationState state)
    {
        Script script = In(state);
        foreach (uint wrong in new[] { script.Tag + 1, script.Tag - 1, script.Tag ^ 0x8000_0000, 1u, uint.MaxValue })
        {
            foreach (SctpChunk chunk in OneOfEach(script))
            {
                if (chunk is not ShutdownAck || state is not (AssociationState.CookieWait or AssociationState.CookieEchoed))
                {
                    script.AssertIgnored(wrong, chunk);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    [Requirement("9260-8.5-05")]
    public void The_tag_is_judged_before_any_chunk(AssociationState state)
    {
        Script script = In(state);
        var sack = new Sack(script.Tsn, 0, default, default);
        script.AssertIgnored(script.Tag + 1, sack, new Abort(default));
        script.AssertIgnored(script.Tag + 1, Script.NewData(0), new Shutdown(script.Tsn), new Abort(default) { Flags = 1 });
        script.AssertIgnored(Script.PeerTag, sack, new Abort(default) { Flags = 1 });
    }

    [Theory]
    [MemberData(nameof(States))]
    [Requirement("9260-8.5.1-06")]
    [Requirement("9260-8.5.1-07")]
    public void An_ABORT_counts_with_the_own_tag_and_T_0_or_the_peers_tag_and_T_1(AssociationState state)
    {
        foreach ((bool isOwn, byte t) in new[] { (true, (byte)0), (true, (byte)1), (false, (byte)0), (false, (byte)1) })
        {
            Script script = In(state);
            uint tag = isOwn ? script.Tag : Script.PeerTag;
            bool isAccepted = isOwn ? t == 0 : t == 1 && state != AssociationState.CookieWait;
            var abort = new Abort(default) { Flags = t };
            if (isAccepted)
            {
                Assert.Empty(script.Inject(tag, abort));
                Assert.Equal(LossReason.PeerAborted, script.Events.Single(SctpEventKind.CommunicationLost).LossReason);
                Assert.Equal(0, script.Endpoint.AssociationCount);
            }
            else
            {
                script.AssertIgnored(tag, abort);
            }
        }
    }

    [Fact]
    [Requirement("9260-8.5.1-07")]
    public void An_ABORT_with_tag_0_and_T_1_does_not_end_an_association_whose_peer_tag_is_not_known()
    {
        Script script = In(AssociationState.CookieWait);
        script.AssertIgnored(0u, new Abort(default) { Flags = 1 });
        script.AssertIgnored(0u, new Abort(default));
    }

    [Fact]
    [Requirement("9260-8.5.1-12")]
    public void A_SHUTDOWN_COMPLETE_counts_with_the_own_tag_and_T_0_or_the_peers_tag_and_T_1()
    {
        foreach ((bool isOwn, byte t) in new[] { (true, (byte)0), (true, (byte)1), (false, (byte)0), (false, (byte)1) })
        {
            Script script = In(AssociationState.ShutdownAckSent);
            uint tag = isOwn ? script.Tag : Script.PeerTag;
            var complete = new ShutdownComplete { Flags = t };
            if (isOwn == (t == 0))
            {
                Assert.Empty(script.Inject(tag, complete));
                _ = script.Events.Single(SctpEventKind.ShutdownComplete);
                script.AssertGone();
            }
            else
            {
                script.AssertIgnored(tag, complete);
            }
        }
    }

    [Theory]
    [MemberData(nameof(NotShutdownAckSent))]
    [Requirement("9260-8.5.1-13")]
    public void A_SHUTDOWN_COMPLETE_in_another_state_is_ignored(AssociationState state)
    {
        Script script = In(state);
        script.AssertIgnored(script.Tag, new ShutdownComplete());
        script.AssertIgnored(Script.PeerTag, new ShutdownComplete { Flags = 1 });
    }

    public static TheoryData<AssociationState> NotShutdownAckSent => AllBut(AssociationState.ShutdownAckSent, AssociationState.ShutdownSent);

    [Theory]
    [MemberData(nameof(States))]
    [Requirement("9260-8.5-03")]
    [Requirement("9260-8.5-04")]
    [Requirement("9260-5.1.3-01")]
    public void Ten_thousand_blind_packets_of_each_type_change_nothing(AssociationState state)
    {
        Script script = In(state);
        _ = script.Inject(0u, Script.NewInit(0x1234)); // Draws the Tie-Tags.
        _ = script.Flush();
        string before = script.Snapshot();
        script.Events.Clear();
        var random = new SeededEntropy(77);
        Span<byte> draw = stackalloc byte[4];
        foreach (SctpChunk chunk in OneOfEach(script))
        {
            byte[] packet = new SctpPacket(Script.PeerPort, Script.Port, 0, List(chunk)).ToArray();
            for (int i = 0; i < 10_000; i++)
            {
                random.Fill(EntropyUse.Port, draw);
                uint tag = BitConverter.ToUInt32(draw);
                if (tag == script.Tag || tag == Script.PeerTag)
                {
                    continue;
                }

                draw.CopyTo(packet.AsSpan(4));
                if (BitConverter.IsLittleEndian)
                {
                    packet.AsSpan(4, 4).Reverse();
                }

                CommonHeader.Seal(packet);
                script.Endpoint.Receive(packet, new NetworkPath(Script.Peer, Script.Local), script.Now);
                if ((i & 127) == 0)
                {
                    _ = script.Flush();
                }
            }

            _ = script.Flush();
            Assert.True(before == script.Snapshot(), $"{chunk} changed {before} to {script.Snapshot()}");
        }

        Assert.Empty(script.Events);
    }
}
