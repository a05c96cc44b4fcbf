using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation;

/// <summary>
/// In the steady state the stacks of a run allocate nothing, whatever its network does to packets: neither to send, to retransmit, to acknowledge and to
/// reassemble, nor for timers, events and messages that are read.
/// </summary>
public class StackAllocationTests
{
    /// <summary>
    /// What 10,000 more messages may bring, in bytes: the largest load comes by chance, and a larger one than before takes another slab of 64 KiB from the pool, or doubles a
    /// ring. It is one slab and a dozen small arrays here; two slabs are less than 4 bytes for each packet, and the smallest object takes 24.
    /// </summary>
    private const long MostBytes = 2 * 64 * 1024;

    /// <summary>What they may bring in calls that allocate anything: far fewer than packets that are lost, timers that expire or events.</summary>
    private const int MostCalls = 40;

    [Fact]
    public void Ten_thousand_more_messages_cost_no_allocation()
    {
        Cost more = Compare(stack => stack);
        Assert.True(more.Packets > 30_000, $"{more.Packets} packets more");
        Assert.InRange(more.Bytes, 0, MostBytes);
        Assert.InRange(more.Calls, 0, MostCalls);
    }

    [Fact]
    public void A_byte_for_each_packet_is_seen()
    {
        Cost more = Compare(stack => new AllocatesNowAndThen(stack, 1));
        Assert.InRange(more.Bytes, 32 * more.Packets, (32 * more.Packets) + MostBytes); // That is what an array of one byte takes.
        Assert.True(more.Bytes > MostBytes, $"{more}");
        Assert.True(more.Calls > MostCalls, $"{more}");
    }

    [Fact]
    public void A_byte_for_each_hundredth_packet_is_seen()
    {
        Cost more = Compare(stack => new AllocatesNowAndThen(stack, 100));
        Assert.True(more.Calls > MostCalls, $"{more}");
    }

    private static Cost Compare(Func<ISctpStack, ISctpStack> plant)
    {
        Cost few = Measure(5_000, plant);
        Cost many = Measure(15_000, plant);
        return new Cost(many.Bytes - few.Bytes, many.Calls - few.Calls, many.Packets - few.Packets);
    }

    private static Cost Measure(int messages, Func<ISctpStack, ISctpStack> plant)
    {
        LinkOptions link = new()
        {
            Delay = Duration.FromMilliseconds(5),
            LossPerMillion = 10_000,
            ReorderPerMillion = 10_000,
            ReorderDelay = Duration.FromMilliseconds(10),
            DuplicatePerMillion = 10_000,
            BitsPerSecond = 50_000_000,
            QueueBytes = 100_000,
        };

        // Little is buffered, so that pools and rings meet nearly their largest load, and most pooled messages their longest chain of blocks, before the shorter run ends.
        var endpoint = new SctpOptions { SendBufferSize = 64 * 1024, ReceiveBufferSize = 64 * 1024 };
        SideOptions side = new() { Endpoint = endpoint, Workload = new WorkloadOptions { MessageCount = messages, LargestMessage = 3_000 } };
        Scenario scenario = new() { Seed = 3, Paths = [new PathOptions(link, link)], HealAfter = Duration.FromSeconds(1_000), Client = side, Server = side };
        var options = new SimulationOptions { ChecksOracles = false, CollectsMarks = false };
        _ = SimulationRun.Run(scenario, options, Wrap([])); // What is made once for a process is made here.
        List<Measured> stacks = [];
        SimulationReport report = SimulationRun.Run(scenario, options, Wrap(stacks));
        Assert.Equal(SimulationOutcome.Clean, report.Outcome);
        Assert.Equal(messages, report.Client.MessagesDelivered);
        Assert.Equal(messages, report.Server.MessagesDelivered);
        Assert.True(report.Packets.Lost > 0);
        return new Cost(stacks.Sum(stack => stack.Allocated), stacks.Sum(stack => stack.Allocations), report.Packets.Sent);

        Func<ISctpStack, int, ISctpStack> Wrap(List<Measured> made) => (stack, _) =>
        {
            var measured = new Measured(plant(stack));
            made.Add(measured);
            return measured;
        };
    }

    /// <summary>What a run makes its stacks allocate.</summary>
    private sealed record Cost(long Bytes, long Calls, long Packets);

    /// <summary>Counts what the stack allocates while a packet, the time or a message goes in, and while packets, events and messages come out.</summary>
    private sealed class Measured(ISctpStack inner) : StackShim(inner)
    {
        /// <summary>Bytes.</summary>
        public long Allocated { get; private set; }

        /// <summary>Calls that allocated.</summary>
        public long Allocations { get; private set; }

        public override void Receive(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Inner.Receive(packet, path, now);
            Count(before);
        }

        public override void Advance(Instant now)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Inner.Advance(now);
            Count(before);
        }

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool has = Inner.TryTransmit(buffer, now, out transmit);
            Count(before);
            return has;
        }

        public override bool TryGetEvent(Instant now, out int peer, out SctpEvent e)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool has = Inner.TryGetEvent(now, out peer, out e);
            Count(before);
            return has;
        }

        public override SendResult Send(ReadOnlySpan<byte> payload, in SendOptions options, Instant now)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            SendResult result = InnerAssociation.Send(payload, options, now);
            Count(before);
            return result;
        }

        public override bool TryReceive(out SctpMessage message)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool has = InnerAssociation.TryReceive(out message);
            Count(before);
            return has;
        }

        private void Count(long before)
        {
            long more = GC.GetAllocatedBytesForCurrentThread() - before;
            Allocated += more;
            Allocations += more > 0 ? 1 : 0;
        }
    }

    /// <summary>Makes an array for each so many packets that it sends.</summary>
    private sealed class AllocatesNowAndThen(ISctpStack inner, int packets) : StackShim(inner)
    {
        private int _sent;

        /// <summary>What was made last; kept here, it cannot live on the call stack.</summary>
        public byte[] Last { get; private set; } = [];

        public override bool TryTransmit(Span<byte> buffer, Instant now, out Transmit transmit)
        {
            bool has = Inner.TryTransmit(buffer, now, out transmit);
            Last = has && ++_sent % packets == 0 ? new byte[1] : Last;
            return has;
        }
    }
}
