using Sctp.Conformance.Support;
using Sctp.Testing;

namespace Sctp.Conformance.Transfer;

/// <summary>What only a large window or many messages need goes again, whichever timers run.</summary>
public class IdleMemoryTests
{
    private const int Idle = 256;

    [Fact]
    public void The_senders_rings_go_when_they_were_not_needed_for_a_while()
    {
        var bench = new SenderBench(new SctpOptions { MaxBurst = 0, HeartbeatEnabled = false });
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(SendResult.Queued, bench.Send(100));
        }

        SendAll(bench);
        for (int i = 0; i < 15; i++)
        {
            bench.Send(100);
            SendAll(bench);
        }

        Assert.InRange(bench.Sender.Capacity, Idle + 1, 10_000); // It might have been a pause between two bursts.
        bench.Send(100);
        SendAll(bench);
        Assert.InRange(bench.Sender.Capacity, 0, Idle);
    }

    [Fact]
    public void The_receivers_rings_go_when_they_were_not_needed_for_a_while()
    {
        var bench = new ReceiverBench(new SctpOptions { SackFrequency = 1 });
        uint tsn = 1;
        for (int i = 0; i < 1000; i++)
        {
            bench.Packet(new Chunk(tsn, Ssn: (ushort)(tsn++ - 1)));
        }

        Read(bench, 1000);
        for (int i = 0; i < 64; i++)
        {
            bench.Sack();
            Assert.InRange(bench.Receiver.Capacity, Idle + 1, 10_000);
            bench.Packet(new Chunk(tsn, Ssn: (ushort)(tsn++ - 1)));
            Read(bench, 1);
        }

        bench.Sack();
        Assert.InRange(bench.Receiver.Capacity, 0, Idle);
    }

    [Fact]
    public void After_a_heartbeat_period_without_data_neither_side_keeps_large_rings()
    {
        Script script = Script.Accepted(new SctpOptions { SackFrequency = 1, MaxBurst = 0 });
        script.Queue(1000, 100);
        for (int i = 0; i < 1000; i++)
        {
            script.Inject(Script.NewData(i, 100, ssn: (ushort)i));
        }

        while (script.Read() is not null)
        {
        }

        while (script.Association.BufferedBytes != 0)
        {
            script.SackAll();
        }

        Assert.InRange(script.Association.Sender.Capacity, Idle + 1, 10_000);
        Assert.InRange(script.Association.Receiver.Capacity, Idle + 1, 10_000);
        script.Wait(Duration.FromSeconds(40));
        Assert.InRange(script.Association.Sender.Capacity, 0, Idle);
        Assert.InRange(script.Association.Receiver.Capacity, 0, Idle);
    }

    private static void SendAll(SenderBench bench)
    {
        do
        {
            bench.SendWindow();
            bench.SackAll(1 << 20);
        }
        while (!bench.Sender.IsDrained);
    }

    private static void Read(ReceiverBench bench, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.NotNull(bench.ReadOne());
        }
    }
}
