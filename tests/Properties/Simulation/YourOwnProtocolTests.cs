using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Sctp.Sim.Network;
using Sctp.Sim.Network.Protocols;

namespace Sctp.Properties.Simulation;

/// <summary>The sample of docs/simulate-your-own-protocol.md: what stands between the markers is printed there word by word.</summary>
public class YourOwnProtocolTests
{
    // sample: test
    [Fact]
    public void Stop_and_wait_delivers_everything_once_and_in_order_over_a_bad_link()
    {
        var sender = new Sender(count: 200);
        var receiver = new Receiver();
        var simulation = new ProtocolSimulation(seed: 7);
        simulation.Connect(simulation.Add(sender), simulation.Add(receiver), new LinkOptions
        {
            LossPerMillion = 300_000,
            DuplicatePerMillion = 100_000,
            Jitter = Duration.FromMilliseconds(5),
        });
        simulation.AfterEvent = () => Assert.InRange(sender.Next - receiver.Delivered.Count, -1, 0);
        Assert.True(simulation.Run(Duration.FromSeconds(600), isDone: () => sender.IsDone));
        Assert.Equal(Enumerable.Range(0, 200), receiver.Delivered);
    }
    // end of sample

    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_seed_another_one()
    {
        Assert.Equal(HashOf(1), HashOf(1));
        Assert.NotEqual(HashOf(1), HashOf(2));
    }

    [Fact]
    public void A_protocol_that_never_stops_sending_is_found()
    {
        var simulation = new ProtocolSimulation(1);
        simulation.Connect(simulation.Add(new Babbler()), simulation.Add(new Receiver()), LinkOptions.Perfect);
        Assert.Throws<InvalidOperationException>(() => simulation.Run(Duration.FromSeconds(1)));
    }

    [Fact]
    public void The_sample_in_the_documentation_is_the_one_that_is_tested()
    {
        string source = File.ReadAllText(ThisFile());
        string document = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/simulate-your-own-protocol.md"));
        foreach (string sample in (string[])["test", "protocol"])
        {
            string begin = "    // sample: " + sample + "\n";
            int start = source.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
            string[] lines = source[start..source.IndexOf("    // end of sample", start, StringComparison.Ordinal)].Split('\n');
            string text = string.Join('\n', lines.Select(line => line.StartsWith("    ", StringComparison.Ordinal) ? line[4..] : line)).TrimEnd();
            Assert.Contains("```csharp\n" + text + "\n```", document, StringComparison.Ordinal);
        }
    }

    private static string ThisFile() => Path.Combine(RepositoryRoot.Folder, "tests", "Properties", "Simulation", "YourOwnProtocolTests.cs");

    private static string HashOf(ulong seed)
    {
        var simulation = new ProtocolSimulation(seed);
        simulation.Connect(simulation.Add(new Sender(50)), simulation.Add(new Receiver()), new LinkOptions { LossPerMillion = 100_000 });
        simulation.Run(Duration.FromSeconds(60));
        return simulation.TraceHash;
    }

    // sample: protocol
    /// <summary>Sends one number after the other, each again until it is acknowledged.</summary>
    private sealed class Sender(int count) : ISansIoProtocol
    {
        private static readonly Duration Timeout = Duration.FromMilliseconds(100);
        private bool _isDue = true;

        public int Next { get; private set; }

        public bool IsDone => Next == count;

        public Instant? NextTimeout { get; private set; }

        public void Receive(NetworkAddress from, ReadOnlySpan<byte> packet, Instant now)
        {
            if (!IsDone && packet[0] == (byte)Next)
            {
                Next++;
                NextTimeout = null;
                _isDue = !IsDone;
            }
        }

        public void Advance(Instant now) => _isDue = true;

        public bool TryTransmit(Span<byte> buffer, Instant now, out OutgoingPacket packet)
        {
            buffer[0] = (byte)Next;
            packet = new OutgoingPacket(Length: 1);
            bool sends = _isDue;
            NextTimeout = sends ? now + Timeout : NextTimeout;
            _isDue = false;
            return sends;
        }
    }

    /// <summary>Delivers each number once and acknowledges whatever comes.</summary>
    private sealed class Receiver : ISansIoProtocol
    {
        private readonly Queue<byte> _acknowledgements = [];

        public List<int> Delivered { get; } = [];

        public Instant? NextTimeout => null;

        public void Receive(NetworkAddress from, ReadOnlySpan<byte> packet, Instant now)
        {
            _acknowledgements.Enqueue(packet[0]);
            if (packet[0] == (byte)Delivered.Count)
            {
                Delivered.Add(packet[0]);
            }
        }

        public void Advance(Instant now)
        {
        }

        public bool TryTransmit(Span<byte> buffer, Instant now, out OutgoingPacket packet)
        {
            packet = new OutgoingPacket(Length: 1);
            return _acknowledgements.TryDequeue(out buffer[0]);
        }
    }
    // end of sample

    private sealed class Babbler : ISansIoProtocol
    {
        public Instant? NextTimeout => null;

        public void Receive(NetworkAddress from, ReadOnlySpan<byte> packet, Instant now)
        {
        }

        public void Advance(Instant now)
        {
        }

        public bool TryTransmit(Span<byte> buffer, Instant now, out OutgoingPacket packet)
        {
            packet = new OutgoingPacket(1);
            return true;
        }
    }
}
