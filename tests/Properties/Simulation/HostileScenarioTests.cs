using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;
using Sctp.Sim;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation;

/// <summary>A scenario may come from anybody: whatever a file holds, it is read or refused with a sentence.</summary>
public class HostileScenarioTests
{
    private static readonly string[] Values =
    [
        "null", "-1", "0", "2147483647", "-2147483648", "4294967296", "18446744073709551616", "1e3", "1.5", "true", "\"\"", "\"x\"", "\"\\ud800\"", "\"0s\"", "\"-5s\"",
        "\"9223372036854775807ns\"", "\"fe80::1%3\"", "[]", "[null]", "[[]]", "{}", "{\"kind\":null}", "{\"kind\":\"nth\"}", "{\"\\ud800\":1}", "{\"$ref\":\"1\"}",
    ];

    private static readonly string[] Scenarios = [.. Enumerable.Range(0, 6).Select(seed => ScenarioJson.Write(Recorded((ulong)seed)))];

    [Fact]
    public void Every_value_may_be_any_other()
    {
        int refused = 0;
        int count = 0;
        foreach (string json in Scenarios)
        {
            List<int> places = [.. PlacesOfValues(json)];
            Assert.True(places.Count > 100, json);
            for (int i = 0; i < places.Count; i += 1 + (places.Count / 150))
            {
                string value = Values[(i + count) % Values.Length];
                refused += Read(Replaced(json, places[i], value)) ? 0 : 1;
                count++;
            }
        }

        Assert.InRange(refused, count / 2, count - 1);
    }

    [Fact]
    public void Every_byte_may_be_any_other()
    {
        var random = new Random(1);
        foreach (string json in Scenarios)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(json[..Math.Min(json.Length, 20_000)]);
            for (int i = 0; i < 300; i++)
            {
                byte[] damaged = [.. bytes];
                for (int j = 0; j <= i % 3; j++)
                {
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                }

                Read(Encoding.UTF8.GetString(damaged, 0, i % 5 == 0 ? random.Next(damaged.Length) : damaged.Length));
            }
        }
    }

    [Theory]
    [InlineData("\"paths\": [null]", "$.paths[0]: It must not be null")]
    [InlineData("\"faults\": [null]", "$.faults[0]: It must not be null")]
    [InlineData("\"schedule\": { \"packets\": [null] }", "$.schedule.packets[0]: It must not be null")]
    [InlineData("\"schedule\": { \"packets\": [{ \"link\": 2147483647 }] }", "$.schedule.packets[0].link: ")]
    [InlineData("\"schedule\": { \"packets\": [{ \"link\": -1 }] }", "$.schedule.packets[0].link: ")]
    [InlineData("\"schedule\": { \"packets\": [{ \"kind\": \"Duplicate\", \"copies\": 2147483647 }] }", "$.schedule.packets[0].copies: ")]
    [InlineData("\"schedule\": { \"packets\": [{ \"kind\": \"Delay\", \"delay\": \"-1s\" }] }", "$.schedule.packets[0].delay: ")]
    [InlineData("\"schedule\": { \"messages\": [{ \"association\": 0, \"sender\": \"Client\", \"id\": 4294967295, \"length\": 1, \"streamId\": 0, \"isUnordered\": false }] }", "$")]
    [InlineData("\"schedule\": { \"messages\": [{ \"association\": 0, \"sender\": \"Client\", \"id\": 0, \"length\": 65537, \"streamId\": 0, \"isUnordered\": false }] }", "$")]
    [InlineData("\"schedule\": { \"messages\": [{ \"association\": -1, \"sender\": \"Client\", \"id\": 0, \"length\": 1, \"streamId\": 0, \"isUnordered\": false }] }", "$")]
    [InlineData("\"schedule\": { \"messages\": [" + Second + "," + First + "] }", "$")]
    [InlineData("\"schedule\": { \"bound\": \"-1s\" }", "$")]
    [InlineData("\"schedule\": { \"conditions\": [\"Rain\"] }", "$.schedule.conditions: There is no condition \"Rain\"")]
    [InlineData("\"client\": { \"workload\": { \"messageCount\": 2147483647 } }", "$.client.workload.messageCount: ")]
    [InlineData("\"client\": { \"workload\": { \"sendInterval\": \"-1s\" } }", "$.client.workload.sendInterval: ")]
    [InlineData("\"client\": { \"workload\": { \"readInterval\": \"1ns\" } }", "$.client.workload.readInterval: ")]
    [InlineData("\"client\": { \"workload\": { \"unorderedPerMillion\": 1000001 } }", "$.client.workload.unorderedPerMillion: ")]
    [InlineData("\"client\": { \"behavior\": { \"kind\": \"duplicateReports\", \"count\": 301 } }", "$.client: ")]
    [InlineData("\"faults\": [{ \"kind\": \"injection\", \"at\": \"-1s\", \"side\": \"Client\", \"path\": 0, \"packet\": null }]", "$")]
    [InlineData("\"profile\": \"\\ud800\"", "$")]
    [InlineData("\"\\ud800\": 1", "$")]
    public void What_would_do_harm_is_refused(string property, string told)
    {
        Assert.False(ScenarioJson.TryRead($$"""{ "schemaVersion": 1, {{property}} }""", out _, out string error));
        Assert.StartsWith(told, error, StringComparison.Ordinal);
        Assert.DoesNotContain("{ ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_of_a_million_digits_is_refused_at_once_and_not_shown()
    {
        var clock = Stopwatch.StartNew();
        Assert.False(ScenarioJson.TryRead($$"""{ "schemaVersion": 1, "seed": {{new string('9', 5_000_000)}} }""", out _, out string error));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), clock.Elapsed.ToString());
        Assert.True(error.Length < 300, error);
    }

    [Fact]
    public void What_was_read_begins_to_run()
    {
        Assert.True(ScenarioJson.TryRead($$"""{ "schemaVersion": 1, "schedule": { "messages": [{{First}},{{Second}}], "packets": [{ "link": 1023 }] } }""", out Scenario scenario, out string error), error);
        Assert.Equal(SimulationOutcome.Clean, SimulationRun.Run(scenario, new SimulationOptions()).Outcome);
    }

    [Fact]
    public void What_takes_longer_than_there_is_time_is_owed_at_the_end_of_time()
    {
        var slow = new LinkOptions { BitsPerSecond = 1, QueueBytes = int.MaxValue };
        var much = new SideOptions { Workload = new WorkloadOptions { MessageCount = WorkloadOptions.MostMessages } };
        var scenario = new Scenario { Paths = [new PathOptions(slow, slow)], Client = much, Server = much, Associations = Scenario.MostAssociations };
        scenario.Validate();
        Assert.Equal(Duration.MaxValue, LivenessBound.Of(scenario));
        Assert.Equal(Duration.MaxValue, LivenessBound.OfRate(scenario));
    }

    private const string First = """{ "association": 0, "sender": "Client", "id": 3, "length": 1, "streamId": 0, "isUnordered": false }""";

    private const string Second = """{ "association": 0, "sender": "Client", "id": 9, "length": 65536, "streamId": 0, "isUnordered": true }""";

    private static Scenario Recorded(ulong seed)
    {
        Scenario scenario = Scenario.Generate(seed);
        Schedule schedule = SimulationRun.Run(scenario, new SimulationOptions { RecordsSchedule = true }).Schedule!;
        return scenario with
        {
            Schedule = schedule with
            {
                Packets = [.. schedule.Packets.Take(20)],
                Messages = [.. schedule.Messages!.Take(10)],
                Firings = [.. schedule.Firings.Take(10)],
                Strikes = schedule.Strikes is { } strikes ? [.. strikes.Take(10)] : null,
            },
        };
    }

    [Theory]
    [InlineData("f_lse,\n{ ")]
    [InlineData("f_lse, { ")]
    public void A_message_does_not_quote_the_rest_of_the_text(string value)
    {
        string json = "{ \"schemaVersion\": 1,\n \"udpEncapsulation\": " + value + new string('x', 10_000);
        Assert.False(ScenarioJson.TryRead(json, out _, out string error));
        Assert.StartsWith("$: This is not JSON, line 2, byte ", error, StringComparison.Ordinal);
        Assert.InRange(error.Length, 40, 300);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void A_message_tells_the_place_once()
    {
        Assert.False(ScenarioJson.TryRead("{ \"schemaVersion\": 1,\n ]", out _, out string error));
        Assert.StartsWith("$: This is not JSON, line 2, byte 2: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", error, StringComparison.Ordinal);
    }

    private static bool Read(string json)
    {
        bool isRead = ScenarioJson.TryRead(json, out Scenario scenario, out string error);
        Assert.Equal(isRead, error.Length == 0);
        Assert.True(error.Length < 3_000, error);
        if (isRead)
        {
            scenario.Validate();
        }

        return isRead;
    }

    // Where the values of properties begin: after a colon and a blank.
    private static IEnumerable<int> PlacesOfValues(string json)
    {
        for (int i = json.IndexOf("\": ", StringComparison.Ordinal); i >= 0; i = json.IndexOf("\": ", i + 1, StringComparison.Ordinal))
        {
            yield return i + 3;
        }
    }

    private static string Replaced(string json, int place, string value)
    {
        int end = place;
        int depth = 0;
        for (; depth > 0 || json[end] is not (',' or '\n' or '}'); end++)
        {
            depth += json[end] is '{' or '[' ? 1 : json[end] is '}' or ']' ? -1 : 0;
        }

        return string.Concat(json.AsSpan(0, place), value, json.AsSpan(end));
    }
}
