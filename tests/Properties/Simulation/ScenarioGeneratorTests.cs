using System;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation;

public class ScenarioGeneratorTests
{
    [Fact]
    public void Thirty_percent_of_the_knob_groups_are_off_in_every_scenario()
    {
        foreach (KnobProfile profile in new[] { KnobProfile.Swarm, KnobProfile.Mortal, KnobProfile.Crash, KnobProfile.Attack, KnobProfile.Perf })
        {
            for (ulong seed = 0; seed < 10_000; seed++)
            {
                int off = profile.Draw(new Randomness(seed)).Count(isOn => !isOn);
                Assert.True(off * 100 >= KnobProfile.GroupCount * 30, $"{profile.FullName} seed {seed}: {off} of {KnobProfile.GroupCount} groups are off");
            }
        }
    }

    [Fact]
    public void Every_knob_group_is_on_for_some_seed_and_off_for_another()
    {
        bool[][] drawn = [.. Enumerable.Range(0, 2_000).Select(seed => KnobProfile.Swarm.Draw(new Randomness((ulong)seed)))];
        foreach (KnobGroup group in Enum.GetValues<KnobGroup>())
        {
            Assert.Contains(drawn, isOn => isOn[(int)group]);
            Assert.Contains(drawn, isOn => !isOn[(int)group]);
        }
    }

    [Fact]
    public void Every_scenario_of_every_profile_is_valid_and_names_its_profile_with_its_version()
    {
        foreach (string profile in Scenario.Profiles)
        {
            for (ulong seed = 0; seed < 2_000; seed++)
            {
                Scenario scenario = Scenario.Generate(seed, profile);
                scenario.Validate();
                Assert.Equal(profile, scenario.Profile);
                Assert.Equal(seed, scenario.Seed);
            }
        }
    }

    [Fact]
    public void A_profile_is_found_with_and_without_its_version()
    {
        Assert.Equal(ScenarioJson.Write(Scenario.Generate(5)), ScenarioJson.Write(Scenario.Generate(5, "swarm")));
        Assert.Equal(ScenarioJson.Write(Scenario.Generate(5)), ScenarioJson.Write(Scenario.Generate(5, "swarm@1")));
        ArgumentException e = Assert.Throws<ArgumentException>(() => Scenario.Generate(5, "swarm@0"));
        Assert.Contains("swarm@1, mortal@1, crash@1, attack@1, perf@1, lite@1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_knob_is_turned_by_some_seed_and_left_alone_by_another()
    {
        Scenario[] scenarios = [.. Enumerable.Range(0, 2_000).Select(seed => Scenario.Generate((ulong)seed))];
        AssertVaries(s => s.Paths.Count > 1);
        AssertVaries(s => s.Associations > 1);
        AssertVaries(s => s.UdpEncapsulation);
        AssertVaries(s => s.Opening == Opening.BothConnect);
        AssertVaries(s => s.Attacker is not null);
        AssertVaries(s => s.Client.Behavior is not null);
        AssertVaries(s => s.Server.Behavior is not null);
        AssertVaries(s => s.Buggify.Count > 0);
        AssertVaries(s => s.Paths.Any(p => p.ToServer != p.ToClient));
        AssertVaries(s => Any(s, l => l.LossPerMillion > 100_000));
        AssertVaries(s => Any(s, l => l.Jitter > Duration.Zero));
        AssertVaries(s => Any(s, l => l.OvertakingJitter > Duration.Zero));
        AssertVaries(s => Any(s, l => l.LateCopyPerMillion > 0));
        AssertVaries(s => Any(s, l => l.CorruptPerMillion > 0));
        AssertVaries(s => Any(s, l => l.MarkPerMillion > 0));
        AssertVaries(s => Any(s, l => l.BitsPerSecond > 0));
        AssertVaries(s => Any(s, l => l.BurstBytes > 0));
        AssertVaries(s => Any(s, l => l.QueuePackets > 0));
        AssertVaries(s => Any(s, l => l.Mtu > 0));
        AssertVaries(s => s.Client.InitialTsn is not null);
        AssertVaries(s => s.Client.InitialTsn is 0 or uint.MaxValue);
        AssertVaries(s => s.Client.Workload.MessageCount > ushort.MaxValue);
        AssertVaries(s => s.Client.Workload.ReadInterval > Duration.Zero);
        AssertVaries(s => s.Client.Workload.SendInterval > Duration.Zero);
        AssertVaries(s => s.Client.Workload.SendsBeforeEstablished);
        AssertVaries(s => s.Client.Workload.StreamCount > 8);
        AssertVaries(s => s.Client.Endpoint.ReceiveBufferSize < 64_000);
        AssertVaries(s => s.Client.Endpoint.PartialDeliveryPoint is not null);
        AssertVaries(s => s.Client.Endpoint.AssociationMaxRetrans <= 10);
        foreach (EndingMoment moment in Enum.GetValues<EndingMoment>())
        {
            AssertVaries(s => s.Ending.When == moment);
        }

        foreach (EndingSide side in Enum.GetValues<EndingSide>())
        {
            AssertVaries(s => s.Ending.Who == side);
        }

        foreach (JitterShape shape in Enum.GetValues<JitterShape>())
        {
            AssertVaries(s => Any(s, l => l.JitterShape == shape));
        }

        foreach (ReorderShape shape in Enum.GetValues<ReorderShape>())
        {
            AssertVaries(s => Any(s, l => l.ReorderPerMillion > 0 && l.ReorderShape == shape));
        }

        foreach (CorruptionKind kind in Enum.GetValues<CorruptionKind>())
        {
            AssertVaries(s => Any(s, l => l.CorruptPerMillion > 0 && l.Corruption == kind));
        }

        foreach (ChecksumTreatment treatment in Enum.GetValues<ChecksumTreatment>())
        {
            AssertVaries(s => Any(s, l => l.CorruptPerMillion > 0 && l.CorruptChecksum == treatment));
        }

        foreach (QueueDiscipline discipline in Enum.GetValues<QueueDiscipline>())
        {
            AssertVaries(s => Any(s, l => l.Discipline == discipline));
        }

        foreach (PtbMode mode in Enum.GetValues<PtbMode>())
        {
            AssertVaries(s => Any(s, l => l.Mtu > 0 && l.Ptb == mode));
        }

        foreach (Type model in new[] { typeof(GilbertElliott), typeof(PeriodicLoss), typeof(NthLoss), typeof(SomeOfNext), typeof(PredicateLoss) })
        {
            AssertVaries(s => Any(s, l => l.Loss?.GetType() == model));
        }

        foreach (BuggifySite site in Enum.GetValues<BuggifySite>())
        {
            AssertVaries(s => s.Buggify.Contains(site));
        }

        foreach (Type kind in FaultKinds)
        {
            AssertVaries(s => s.Faults.Any(f => f.GetType() == kind));
        }

        void AssertVaries(Func<Scenario, bool> isTurned)
        {
            Assert.Contains(scenarios, s => isTurned(s));
            Assert.Contains(scenarios, s => !isTurned(s));
        }

        static bool Any(Scenario scenario, Func<LinkOptions, bool> isTurned) =>
            scenario.Paths.Any(p => isTurned(p.ToServer) || isTurned(p.ToClient));
    }

    private static Type[] FaultKinds =>
    [
        typeof(PathOutage), typeof(PathChange), typeof(NatRebinding), typeof(NatTimeout), typeof(UdpPortChange), typeof(HostPause), typeof(SlowHost),
        typeof(LateTimers), typeof(ClockSkew), typeof(HostCrash), typeof(CookieKeyRotation), typeof(StalledReader), typeof(ForgedTooBig), typeof(ForgedUnreachable),
    ];
}
