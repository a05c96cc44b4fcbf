using System.Text.RegularExpressions;
using Sctp.Scripts.Execution;
using Sctp.Scripts.Stack;

namespace Sctp.Conformance.PacketScripts;

/// <summary>Our own packet scripts against the core.</summary>
public sealed partial class OwnScriptTests
{
    public static TheoryData<string> Names => [.. ScriptFolder.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_script_of_ours_passes(string name)
    {
        CoreStack stack = new();
        ScriptOutcome outcome = new ScriptRunner(stack, new ScriptRunOptions()).Run(name, ScriptFolder.Read(name));

        Assert.True(outcome.Verdict == ScriptVerdict.Passed, outcome.ToString());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_script_names_the_requirements_it_shows_in_its_first_line(string name)
    {
        string first = ScriptFolder.Read(name).Split('\n')[0];

        Assert.Matches(RequirementLine(), first);
    }

    [Fact]
    public void Two_runs_of_a_script_do_the_same()
    {
        foreach (string name in new[] { "loss/fast-retransmit.pkt", "multihoming/failover.pkt", "heartbeat/idle-path.pkt" })
        {
            Assert.Equal(Trace(name), Trace(name));
        }
    }

    [Fact]
    public void Scripts_do_not_depend_on_the_random_source()
    {
        foreach (string name in ScriptFolder.Names)
        {
            for (int seed = 2; seed <= 6; seed++)
            {
                CoreStack stack = new();
                ScriptOutcome outcome = new ScriptRunner(stack, new ScriptRunOptions { Seed = seed }).Run(name, ScriptFolder.Read(name));

                Assert.True(outcome.Verdict == ScriptVerdict.Passed, $"seed {seed}: {outcome}");
            }
        }
    }

    private static string[] Trace(string name)
    {
        CoreStack stack = new();
        return [.. new ScriptRunner(stack, new ScriptRunOptions { Trace = true }).Run(name, ScriptFolder.Read(name)).Trace];
    }

    [GeneratedRegex(@"^//( 9260-[0-9.]+-[0-9]{2})+$")]
    private static partial Regex RequirementLine();
}
