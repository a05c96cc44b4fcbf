using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Sctp.Sim;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation.Reporting;

/// <summary>What reports say of faults: short, in words, and of everything that a fault can be told to do.</summary>
public class FaultTextTests
{
    private static readonly Duration At = Duration.FromMilliseconds(1_392);
    private static readonly Duration Length = Duration.FromMilliseconds(2_500);

    private static readonly LinkOptions Everything = new()
    {
        IsUp = false,
        Jitter = Duration.FromMilliseconds(5),
        JitterTrace = [Duration.FromMilliseconds(1), Duration.FromMilliseconds(2)],
        OvertakingJitter = Duration.FromMilliseconds(3),
        LossPerMillion = 10_000,
        Loss = new NthLoss { Ordinals = [1, 5] },
        ReorderPerMillion = 10_000,
        DuplicatePerMillion = 10_000,
        LateCopyPerMillion = 10_000,
        CorruptPerMillion = 10_000,
        MarkPerMillion = 10_000,
        BitsPerSecond = 1_000_000,
        BurstBytes = 3_000,
        QueueBytes = 20_000,
        QueuePackets = 20,
        EcnThreshold = 5_000,
        SharedBottleneck = 1,
        Mtu = 1_280,
    };

    private static readonly Fault[] Faults =
    [
        new PathOutage(At, Length, 0),
        new PathChange(At, 0, Everything),
        new HostPause(At, Length, Side.Client),
        new SlowHost(At, Length, Side.Client, Duration.FromMicroseconds(17)),
        new LateTimers(At, Length, Side.Client, Duration.FromMilliseconds(10)),
        new ClockSkew(At, Side.Client, -300),
        new HostCrash(At, Length, Side.Client),
        new CookieKeyRotation(At, Side.Client),
        new StalledReader(At, Length, Side.Client),
        new NatRebinding(At, 0),
        new NatTimeout(At, 0, Duration.FromSeconds(5)),
        new UdpPortChange(At, Side.Client, 0),
        new ForgedTooBig(At, Side.Client, 0, 576, IcmpQuote.Genuine),
        new ForgedUnreachable(At, Side.Client, 0, ForgedUnreachableKind.Host, IcmpQuote.Genuine),
        new Injection(At, Side.Client, 0, "00010203"),
    ];

    private static readonly LossModel[] Models = [new GilbertElliott(), new PeriodicLoss(), new NthLoss { Ordinals = [3, 9] }, new SomeOfNext(), new PredicateLoss()];

    private static IEnumerable<LinkOptions> Links =>
        from jitter in Enum.GetValues<JitterShape>()
        from reorder in Enum.GetValues<ReorderShape>()
        from discipline in Enum.GetValues<QueueDiscipline>()
        select Everything with { JitterShape = jitter, ReorderShape = reorder, Discipline = discipline };

    [Fact]
    public void There_is_a_text_for_every_kind_of_fault_and_for_every_model_of_loss()
    {
        Assert.Equal(KindsOf<Fault>(), Faults.Select(fault => fault.GetType().Name).Order());
        Assert.Equal(KindsOf<LossModel>(), Models.Select(model => model.GetType().Name).Order());
        Assert.All(Faults, fault => AssertReadable(fault.ToString()));
        Assert.All(Models, model => AssertReadable(model.ToString()));
        Assert.All(Links, link => AssertReadable(link.ToString()));
        Assert.All(Faults, fault => Assert.Contains("1.392 s", fault.ToString(), StringComparison.Ordinal));

        static IEnumerable<string> KindsOf<T>() => typeof(T).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract).Select(type => type.Name).Order();
    }

    [Fact]
    public void Generated_faults_and_links_are_told_without_the_names_of_types()
    {
        HashSet<Type> seen = [];
        for (ulong seed = 0; seed < 2_000; seed++)
        {
            Scenario scenario = Scenario.Generate(seed);
            Assert.All(scenario.Faults, fault => AssertReadable(fault.ToString()));
            Assert.All(scenario.Paths, path => AssertReadable(path.ToServer.ToString()));
            seen.UnionWith(scenario.Faults.Select(fault => fault.GetType()));
        }

        Assert.Contains(typeof(PathChange), seen);
    }

    [Fact]
    public void Everything_that_a_fault_can_be_told_is_in_its_text()
    {
        foreach (Fault fault in Faults)
        {
            AssertTellsEveryProperty([fault]);
        }

        foreach (LossModel model in Models)
        {
            AssertTellsEveryProperty([model]);
        }

        AssertTellsEveryProperty([.. Links]);
        AssertTellsEveryProperty([.. Links], typeof(RedOptions), link => link.Red, (link, red) => link with { Red = red });
        AssertTellsEveryProperty([.. Links], typeof(CoDelOptions), link => link.CoDel, (link, codel) => link with { CoDel = codel });
        AssertTellsEveryProperty(
            [new PredicateLoss { Match = new PacketMatch { FirstKinds = [1], MaxLength = 100 } }],
            typeof(PacketMatch),
            model => model.Match,
            (model, match) => model with { Match = match });
    }

    [Fact]
    public void The_fate_of_a_packet_a_site_and_a_message_are_told()
    {
        PacketFault[] packets = [.. Enum.GetValues<PacketFaultKind>().Select(kind => new PacketFault { Kind = kind, Content = "DATA+17", Delay = Duration.FromMicroseconds(1_500), Copies = 2 })];
        AssertTellsEveryProperty(packets);
        AssertTellsEveryProperty([new SiteFiring(BuggifySite.ReadOne, 1, 2, 3)]);
        AssertTellsEveryProperty([new PlannedSend(0, Side.Client, 7, 100, 1, false)]);
        Assert.Equal("link 0 packet 0 (DATA+17): late by 1.5 ms", packets[(int)PacketFaultKind.Delay].ToString());
        Assert.Equal("link 0 packet 4: lost", new PacketFault { Ordinal = 4 }.ToString());
    }

    [Fact]
    public void A_text_says_what_differs_from_the_default_and_nothing_else()
    {
        Assert.Equal("10 ms", LinkOptions.Perfect.ToString());
        Assert.Equal("20 ms, jitter 500 us, loss 0.01 %, MTU 576", new LinkOptions { Delay = Duration.FromMilliseconds(20), Jitter = Duration.FromMicroseconds(500), LossPerMillion = 100, Mtu = 576, ReorderSpan = 9 }.ToString());
        Assert.Equal("1.392 s to 3.892 s: path 1 is down, to the server", new PathOutage(At, Length, 1, ToClient: false).ToString());
        Assert.Equal(
            "from 1.392 s on: path 0 is another, both directions: 10 ms, loss of packets 1, 5",
            new PathChange(At, 0, new LinkOptions { Loss = new NthLoss { Ordinals = [1, 5] } }).ToString());
        Assert.Equal("1.392 s to 3.892 s: client3 is down after a crash, and nobody reconnects", new HostCrash(At, Length, Side.Client, Reconnects: false, Association: 2).ToString());
        Assert.Equal("from 1.392 s on: the clock of server is 300 ppm slow", new ClockSkew(At, Side.Server, -300).ToString());
        Assert.Equal("1.392 s to 3.892 s: server reads nothing, association 2", new StalledReader(At, Length, Side.Server, 2).ToString());
    }

    [Fact]
    public void A_long_list_is_cut()
    {
        string losses = new NthLoss { Ordinals = [.. Enumerable.Range(0, 10_000).Select(i => (long)i)] }.ToString();
        Assert.EndsWith(", 18, 19 and 9980 more", losses, StringComparison.Ordinal);
        string packet = new Injection(At, Side.Server, 0, new string('0', 6_000)).ToString();
        Assert.EndsWith("... (3000 bytes)", packet, StringComparison.Ordinal);
        Assert.True(packet.Length < 250, packet);
    }

    private static void AssertReadable(string text)
    {
        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sctp.", text, StringComparison.Ordinal);
        Assert.DoesNotContain('{', text);
        Assert.DoesNotContain('`', text);
        Assert.DoesNotContain('\n', text);
        Assert.Contains(' ', text);
    }

    private static void AssertTellsEveryProperty<T>(T[] samples)
        where T : notnull => AssertTellsEveryProperty(samples, samples[0].GetType(), sample => sample, (_, changed) => changed);

    // Of a part of each sample: there is a sample whose text becomes another when the property does.
    private static void AssertTellsEveryProperty<T, TPart>(T[] samples, Type type, Func<T, TPart> part, Func<T, TPart, T> with)
        where T : notnull
        where TPart : notnull
    {
        PropertyInfo[] properties = [.. type.GetProperties().Where(property => property.SetMethod is not null)];
        Assert.NotEmpty(properties);
        foreach (PropertyInfo property in properties)
        {
            bool isTold = samples.Any(sample =>
            {
                string text = with(sample, (TPart)Changed(part(sample), property)).ToString()!;
                AssertReadable(text);
                return text != sample.ToString();
            });
            Assert.True(isTold, $"{type.Name}.{property.Name} is in no text");
        }
    }

    private static object Changed(object record, PropertyInfo property)
    {
        object copy = record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;
        property.SetValue(copy, Other(property.GetValue(record), property.PropertyType));
        return copy;
    }

    private static object? Other(object? value, Type type) => value switch
    {
        bool flag => !flag,
        byte number => (byte)(number + 1),
        ushort number => (ushort)(number + 1),
        int number => number + 1,
        uint number => number + 1,
        long number => number + 1_000_000,
        ulong number => number + 1,
        Duration duration => duration + Duration.FromSeconds(1),
        string text => text + "00",
        Enum => Enum.GetValues(type).Cast<object>().First(other => !other.Equals(value)),
        LinkOptions => LinkOptions.Perfect,
        NthLoss => new PeriodicLoss(),
        RedOptions red => red with { MinBytes = red.MinBytes + 1 },
        CoDelOptions codel => codel with { LeastBytes = codel.LeastBytes + 1 },
        PacketMatch => new PacketMatch { MinLength = 100 },
        IReadOnlyList<Duration> => (Duration[])[Duration.FromSeconds(9)],
        IReadOnlyList<long> => (long[])[77],
        IReadOnlyList<byte> => (byte[])[77],
        IReadOnlyList<ByteTest> => (ByteTest[])[new ByteTest { Offset = 3 }],
        null when type == typeof(int?) => 1,
        _ => throw new InvalidOperationException($"There is no other {type}."),
    };
}
