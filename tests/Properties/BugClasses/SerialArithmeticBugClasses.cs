using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Properties.Simulation.Metamorphic;
using Sctp.Sim;
using Sctp.Sim.Associations.Marks;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Properties.BugClasses;

/// <summary>Bug classes of sequence numbers.</summary>
public sealed class SerialArithmeticBugClasses : BugClass
{
    private static Scenario From(uint initialTsn)
    {
        SideOptions side = Side(50) with { InitialTsn = initialTsn };
        return Over(Lossy with { ReorderPerMillion = 50_000 }, side);
    }

    /// <summary>B11: a TSN wraps at 2^32 and gap blocks, SACKs or DATA go missing.</summary>
    [Fact]
    public void B11_The_TSN_wraps()
    {
        foreach (uint tsn in (uint[])[uint.MaxValue, uint.MaxValue - 1, uint.MaxValue - 20, uint.MaxValue - 70])
        {
            AssertHolds(From(tsn), Mark.TsnWraps, Mark.CumulativeTsnWraps, Mark.SackWithGap);
        }

        AssertHolds(From(0), Mark.FirstTsnIsZero);
        AssertHolds(From(1));
    }

    /// <summary>B12: comparison of TSNs goes wrong at the midpoint, 2^31.</summary>
    [Fact]
    public void B12_The_TSN_passes_its_midpoint()
    {
        foreach (uint tsn in (uint[])[int.MaxValue, int.MaxValue - 20u, int.MaxValue - 70u])
        {
            AssertHolds(From(tsn), Mark.TsnPassesMidpoint, Mark.SackWithGap);
        }

        AssertHolds(From(1u << 31));
        Assert.True(new Tsn(0x8000_0001) > new Tsn(0x7FFF_FFFE));
    }

    /// <summary>B13: the Stream Sequence Number wraps at 2^16 and messages stay undelivered, or the stack crashes.</summary>
    [Fact]
    public void B13_The_SSN_wraps()
    {
        SideOptions client = Side(0) with
        {
            Workload = new WorkloadOptions { MessageCount = 66_000, LargestMessage = 1, StreamCount = 1, UnorderedPerMillion = 0 },
        };
        SimulationReport report = AssertHolds(Over(new() { LossPerMillion = 5_000 }, client, Side(0)), Mark.SsnWraps);
        Assert.Equal(66_000, report.Client.MessagesDelivered);
    }

    /// <summary>B14: sequence numbers are compared as plain or even as written numbers, so that what happens depends on where they begin.</summary>
    [Fact]
    public void B14_Where_TSNs_begin_changes_nothing()
    {
        List<string> expected = NormalisedTrace.Of(From(1_000));
        Assert.True(expected.Count > 200);
        foreach (uint tsn in (uint[])[0, 9, 99_999, int.MaxValue - 30u, uint.MaxValue - 30])
        {
            Assert.Equal(expected, NormalisedTrace.Of(From(tsn)));
        }
    }

    /// <summary>B16: DATA far ahead, beyond what a Gap Ack Block can say, corrupts the map of TSNs or takes memory without end.</summary>
    [Fact]
    public void B16_DATA_far_ahead_is_not_kept()
    {
        Script script = Script.Accepted();
        foreach (int offset in (int[])[65_536, 70_000, 1 << 24, int.MaxValue, int.MinValue, int.MinValue + 1, -1, -70_000])
        {
            script.Inject(script.Tag, Script.NewData(offset));
            Assert.Equal(0, script.Association.GetStatus().ReceiveBufferedBytes);
            Assert.False(script.Association.HasReadable);
        }

        List<SentPacket> sent = script.Inject(script.Tag, Script.NewData(2));
        GapAckBlock block = Assert.Single(sent.SelectMany(p => p.Packet.Chunks).OfType<Sack>().Last().GapBlocks);
        Assert.Equal(new GapAckBlock(3, 3), block);
        AssertAlive(script);
    }
}
