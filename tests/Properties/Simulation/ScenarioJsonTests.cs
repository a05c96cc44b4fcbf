using System;
using System.Collections.Generic;
using System.Text.Json.Serialization.Metadata;
using Sctp.Sim;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation;

public class ScenarioJsonTests
{
    [Fact]
    public void Generated_scenarios_come_back_as_they_were()
    {
        for (ulong seed = 0; seed < 5_000; seed++)
        {
            Scenario scenario = Scenario.Generate(seed);
            string json = ScenarioJson.Write(scenario);
            Assert.True(ScenarioJson.TryRead(json, out Scenario read, out string error), error);
            Assert.Equal(json, ScenarioJson.Write(read));
        }
    }

    [Fact]
    public void A_scenario_that_was_read_gives_the_same_run()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            Scenario scenario = Scenario.Generate(seed);
            Assert.True(ScenarioJson.TryRead(ScenarioJson.Write(scenario), out Scenario read, out string error), error);
            Assert.Equal(SimulationRun.Run(scenario, new SimulationOptions()).TraceHash, SimulationRun.Run(read, new SimulationOptions()).TraceHash);
        }
    }

    [Fact]
    public void Every_value_that_differs_from_its_initial_one_is_written()
    {
        var scenario = new Scenario
        {
            Seed = ulong.MaxValue,
            Paths = [new PathOptions(new LinkOptions { IsUp = false, JitterKeepsOrder = false, Delay = Duration.FromNanoseconds(17) }, LinkOptions.Perfect)],
            Faults =
            [
                new PathOutage(Duration.FromSeconds(1), Duration.FromMilliseconds(1_500), 0, ToServer: false),
                new StalledReader(Duration.FromSeconds(1), Duration.FromSeconds(2), Side.Server),
            ],
            Client = new SideOptions
            {
                Endpoint = new SctpOptions { CookiePreservative = false, ShutdownGuard = Duration.FromSeconds(3), LocalAddresses = [SctpAddress.Parse("fd00::1", 9899)] },
                Workload = new WorkloadOptions { MessageCount = 0, UnorderedPerMillion = 0 },
                InitialTsn = 0,
            },
            Schedule = new Schedule { Messages = [new PlannedSend(0, Side.Server, 7, 3, 1, true)], Firings = [new SiteFiring(BuggifySite.ReadOne, 1, 2, 3)], Strikes = [0, 5] },
            Buggify = [BuggifySite.ReadOne],
            Attacker = new AttackerOptions(),
        };
        string json = ScenarioJson.Write(scenario);
        Assert.True(ScenarioJson.TryRead(json, out Scenario read, out string error), error);
        Assert.Equal(json, ScenarioJson.Write(read));
        Assert.False(read.Paths[0].ToServer.IsUp);
        Assert.False(read.Paths[0].ToServer.JitterKeepsOrder);
        Assert.Equal(scenario.Faults, read.Faults);
        Assert.Equal(scenario.Client.Workload, read.Client.Workload);
        Assert.Equal(scenario.Client.Endpoint.LocalAddresses, read.Client.Endpoint.LocalAddresses);
        Assert.Equal(0u, read.Client.InitialTsn);
        Assert.Equal(scenario.Schedule.Messages, read.Schedule!.Messages);
        Assert.Equal(scenario.Schedule.Firings, read.Schedule.Firings);
        Assert.Equal(scenario.Schedule.Strikes, read.Schedule.Strikes);
        Assert.Equal(scenario.Buggify, read.Buggify);
        Assert.Contains("\"delay\": \"17ns\"", json, StringComparison.Ordinal);
        Assert.Contains("\"length\": \"1.5s\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("rtoMax", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0s", 0)]
    [InlineData("17ns", 17)]
    [InlineData("-17ns", -17)]
    [InlineData("1.5us", 1_500)]
    [InlineData("250ms", 250_000_000)]
    [InlineData("1.000001ms", 1_000_001)]
    [InlineData("1.5s", 1_500_000_000)]
    [InlineData("9223372036.854775807s", long.MaxValue)]
    [InlineData("-9223372036.854775808s", long.MinValue)]
    public void Durations_are_exact(string text, long nanoseconds)
    {
        Assert.Equal(text, DurationText.Write(Duration.FromNanoseconds(nanoseconds)));
        Assert.True(DurationText.TryRead(text, out Duration read));
        Assert.Equal(nanoseconds, read.Nanoseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("1")]
    [InlineData("1 s")]
    [InlineData("1.5ns")]
    [InlineData("1e3s")]
    [InlineData("9223372036.854775808s")]
    [InlineData("99999999999999999999999999s")]
    [InlineData("1min")]
    [InlineData("--1s")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(DurationText.TryRead(text, out _));

    [Theory]
    [InlineData("{ \"schemaVersion\": 1", "$: This is not JSON")]
    [InlineData("[]", "$: A scenario is a JSON object")]
    [InlineData("{}", "$.schemaVersion: It must be there")]
    [InlineData("{ \"schemaVersion\": 2 }", "$.schemaVersion: The scenario has version 2; this version of Sctp.Sim reads version 1 to 1")]
    [InlineData("{ \"schemaVersion\": \"1\" }", "$.schemaVersion: It must be there and be a whole number")]
    [InlineData("{ \"schemaVersion\": 1, \"sed\": 3 }", "$.sed: There is no such property here; there are seed, ")]
    [InlineData("{ \"schemaVersion\": 1, \"seed\": 3, \"seed\": 4 }", "$: A name stands there twice")]
    [InlineData("{ \"schemaVersion\": 1, \"seed\": -3 }", "$.seed: -3 is no whole number from 0 to 18446744073709551615")]
    [InlineData("{ \"schemaVersion\": 1, \"seed\": 1.5 }", "$.seed: 1.5 is no whole number")]
    [InlineData("{ \"schemaVersion\": 1, \"opening\": \"Knock\" }", "$.opening: \"Knock\" is none of ClientConnects, BothConnect")]
    [InlineData("{ \"schemaVersion\": 1, \"healAfter\": 3 }", "$.healAfter: 3 is not a duration such as")]
    [InlineData("{ \"schemaVersion\": 1, \"healAfter\": null }", "$.healAfter: ")]
    [InlineData("{ \"schemaVersion\": 1, \"paths\": [] }", "$.paths: ")]
    [InlineData("{ \"schemaVersion\": 1, \"paths\": [{ \"toServer\": {} }] }", "$.paths[0]: It has no \"toClient\"")]
    [InlineData("{ \"schemaVersion\": 1, \"paths\": [{ \"toServer\": { \"lossPerMillion\": -1 }, \"toClient\": {} }] }", "$.paths[0].toServer.lossPerMillion: ")]
    [InlineData("{ \"schemaVersion\": 1, \"paths\": [{ \"toServer\": {}, \"toClient\": { \"lossPerMillion\": 1000001 } }] }", "$.paths[0].toClient.lossPerMillion: ")]
    [InlineData("{ \"schemaVersion\": 1, \"client\": { \"endpoint\": { \"pathMtu\": 400 } } }", "$.client.endpoint.pathMtu: PathMtu is 400; it must be 512 to 65535")]
    [InlineData("{ \"schemaVersion\": 1, \"server\": { \"workload\": { \"streamCount\": 0 } } }", "$.server.workload.streamCount: ")]
    [InlineData("{ \"schemaVersion\": 1, \"client\": { \"endpoint\": { \"localAddresses\": [\"nowhere\"] } } }", "$.client.endpoint.localAddresses[0]: \"nowhere\" is not an address such as")]
    [InlineData("{ \"schemaVersion\": 1, \"faults\": [{ \"kind\": \"earthquake\" }] }", "$.faults[0].kind: There is no \"earthquake\"; there are pathOutage, ")]
    [InlineData("{ \"schemaVersion\": 1, \"faults\": [{ \"at\": \"1s\" }] }", "$.faults[0].kind: It must be there; there are pathOutage, ")]
    [InlineData("{ \"schemaVersion\": 1, \"faults\": [{ \"kind\": \"stalledReader\", \"at\": \"1s\" }] }", "$.faults[0]: It has no \"")]
    [InlineData("{ \"schemaVersion\": 1, \"faults\": [{ \"kind\": \"stalledReader\", \"at\": \"1s\", \"length\": \"50s\", \"side\": \"Client\" }] }", "$.faults[0]: ")]
    [InlineData("{ \"schemaVersion\": 1, \"buggify\": [\"Nothing\"] }", "$.buggify[0]: \"Nothing\" is none of TinyReceiveBuffer, ")]
    public void What_is_wrong_is_told_with_its_place_and_what_is_allowed(string json, string told)
    {
        Assert.False(ScenarioJson.TryRead(json, out _, out string error));
        Assert.StartsWith(told, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_and_trailing_commas_are_ignored()
    {
        Assert.True(ScenarioJson.TryRead("{ \"schemaVersion\": 1, /* why */ \"seed\": 5, }", out Scenario scenario, out string error), error);
        Assert.Equal(5ul, scenario.Seed);
        Assert.Equal(new WorkloadOptions(), scenario.Client.Workload);
    }

    // Else a value that is left out would become zero instead.
    [Fact]
    public void The_initial_values_of_every_record_are_known()
    {
        HashSet<Type> seen = [];
        Visit(typeof(Scenario));

        void Visit(Type type)
        {
            if (!seen.Add(type))
            {
                return;
            }

            JsonTypeInfo info = ScenarioJson.TypeOf(type);
            if (info.ElementType is { } element)
            {
                Visit(element);
            }

            foreach (JsonDerivedType derived in info.PolymorphismOptions?.DerivedTypes ?? [])
            {
                Visit(derived.DerivedType);
            }

            foreach (JsonPropertyInfo property in info.Properties)
            {
                if (ScenarioJsonChecker.IsData(property) && type is { IsAbstract: false, IsValueType: false })
                {
                    bool isInitializer = property.AssociatedParameter is null or { IsMemberInitializer: true };
                    Assert.True(!isInitializer || ScenarioJsonDefaults.InstanceOf(type) is not null, $"{type.Name} is missing in {nameof(ScenarioJsonDefaults)}");
                    Visit(property.PropertyType);
                }
            }
        }
    }
}
