using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Associations;

namespace Sctp.Properties.Simulation;

public class BuggifyTests
{
    private static readonly BuggifySite[] Sites = Enum.GetValues<BuggifySite>();

    private static readonly SimulationOptions Recording = new() { RecordsSchedule = true };

    [Fact]
    public void There_are_at_least_25_sites_in_options_and_in_hosts() =>
        Assert.True(Sites.Length >= 50 && Sites.Count(site => site < BuggifyOptions.FirstOfHost) >= 25);

    [Fact]
    public void Every_site_is_active_in_a_quarter_of_the_scenarios_that_have_sites_and_those_that_silence_oracles_in_half_of_these()
    {
        Scenario[] scenarios = [.. Enumerable.Range(0, 4_000).Select(seed => Scenario.Generate((ulong)seed)).Where(s => s.Buggify.Count > 0)];
        const Conditions Silencing = Conditions.ChangedOptions | Conditions.BatchedInputs;
        foreach (BuggifySite site in Sites)
        {
            (int least, int most) = (ScenarioConditions.Of(site) & Silencing) == 0 ? (20, 30) : (9, 16);
            Assert.InRange(scenarios.Count(s => s.Buggify.Contains(site)) * 100 / scenarios.Length, least, most);
        }

        Assert.InRange(scenarios.Count(s => s.Buggify.All(site => (ScenarioConditions.Of(site) & Silencing) == 0)) * 100 / scenarios.Length, 50, 60);
    }

    [Fact]
    public void Every_site_acts_in_some_run_and_most_sites_not_in_all_in_which_they_are_active()
    {
        Dictionary<BuggifySite, int> acted = [];
        int runs = 0;
        for (ulong seed = 0; runs < 400; seed++)
        {
            Scenario scenario = Scenario.Generate(seed);
            if (scenario.Buggify.Count == 0)
            {
                continue;
            }

            runs++;
            HashSet<BuggifySite> fired = [.. SimulationRun.Run(scenario with { Buggify = Sites }, Recording).Schedule!.Firings.Select(firing => firing.Site)];
            foreach (BuggifySite site in fired)
            {
                acted[site] = acted.GetValueOrDefault(site) + 1;
            }
        }

        foreach (BuggifySite site in Sites)
        {
            Assert.InRange(acted.GetValueOrDefault(site), 1, runs);
        }

        Assert.True(Sites.Count(site => acted[site] < runs) > Sites.Length / 2);
    }

    [Fact]
    public void A_site_more_or_less_leaves_the_others_as_they_are()
    {
        Scenario scenario = new() { Seed = 5, Buggify = [BuggifySite.ReadOne, BuggifySite.SpuriousAdvance] };
        Scenario fewer = scenario with { Buggify = [BuggifySite.SpuriousAdvance] };
        Assert.Equal(Draw(scenario, BuggifySite.SpuriousAdvance), Draw(fewer, BuggifySite.SpuriousAdvance));
        Assert.NotEqual(Draw(scenario, BuggifySite.ReadOne), Draw(fewer, BuggifySite.ReadOne));
        Assert.Empty(Draw(fewer, BuggifySite.ReadOne));

        static List<(int Host, int Occasion, long Value)> Draw(Scenario scenario, BuggifySite site)
        {
            Buggify buggify = Buggify.Of(scenario, null)!;
            List<(int, int, long)> fired = [];
            for (int occasion = 0; occasion < 500; occasion++)
            {
                for (int host = 0; host < 3; host++)
                {
                    if (buggify.Fires(site, host, Instant.Epoch, 0, 1_000_000, out long value))
                    {
                        fired.Add((host, occasion, value));
                    }
                }
            }

            return fired;
        }
    }

    [Fact]
    public void Written_firings_are_those_that_happen()
    {
        SiteFiring[] written = [new(BuggifySite.ReadOne, 1, 7, 3), new(BuggifySite.ReadOne, 0, 2, 9), new(BuggifySite.ReadOne, 1, 4, 5)];
        List<SiteFiring> recorded = [];
        Buggify buggify = Buggify.Of(new Scenario { Schedule = new Schedule { Firings = written } }, recorded)!;
        for (int occasion = 0; occasion < 10; occasion++)
        {
            for (int host = 0; host < 2; host++)
            {
                _ = buggify.Fires(BuggifySite.ReadOne, host, Instant.Epoch, 0, 10, out _);
            }
        }

        Assert.Equal(written.OrderBy(firing => firing.Occasion), recorded);
    }

    [Fact]
    public void No_host_acts_strangely_once_progress_is_owed()
    {
        Buggify buggify = Buggify.Of(new Scenario { HealAfter = Duration.FromSeconds(1), Buggify = [BuggifySite.ReadOne] }, null)!;
        for (int i = 0; i < 1_000; i++)
        {
            Assert.False(buggify.Fires(BuggifySite.ReadOne, 0, Instant.Epoch + Duration.FromSeconds(1), 0, 1, out _));
        }
    }
}
