using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Sctp.Sim.Hunting;

namespace Sctp.Properties.Simulation;

public class DeltaDebuggingTests
{
    [Property(MaxTest = 200)]
    public Property What_is_left_is_exactly_what_is_needed(PositiveInt length, int[] needed)
    {
        int count = length.Get % 300 + 1;
        int[] wanted = [.. needed.Select(n => (int)((uint)n % (uint)count)).Distinct().Order()];
        IReadOnlyList<int> left = DeltaDebugging.Minimise<int>([.. Enumerable.Range(0, count)], part => wanted.All(part.Contains));
        return wanted.SequenceEqual(left).ToProperty();
    }

    [Property(MaxTest = 200)]
    public Property No_entry_can_be_taken_away_whatever_it_is_that_fails(PositiveInt length, PositiveInt rule)
    {
        int count = length.Get % 60 + 1;
        bool Fails(IReadOnlyList<int> part) => part.Count > 0 && (part.Count == count || part.Sum() % (rule.Get % 7 + 2) == 0);
        IReadOnlyList<int> left = DeltaDebugging.Minimise<int>([.. Enumerable.Range(0, count)], Fails);
        bool isMinimal = Fails(left) && Enumerable.Range(0, left.Count).All(i => !Fails([.. left.Where((_, j) => j != i)]));
        return isMinimal.ToProperty();
    }

    [Fact]
    public void Three_entries_of_five_thousand_are_found_in_some_hundred_runs()
    {
        int runs = 0;
        IReadOnlyList<int> left = DeltaDebugging.Minimise<int>([.. Enumerable.Range(0, 5_000)], part =>
        {
            runs++;
            return part.Contains(17) && part.Contains(2_600) && part.Contains(4_999);
        });
        Assert.Equal([17, 2_600, 4_999], left);
        Assert.InRange(runs, 3, 150);
    }

    [Fact]
    public void A_spent_budget_leaves_what_was_reached()
    {
        var budget = new ShrinkBudget(10);
        IReadOnlyList<int> left = DeltaDebugging.Minimise<int>([.. Enumerable.Range(0, 1_000)], part => budget.TrySpend() && part.Contains(999) && part.Contains(0));
        Assert.Equal(10, budget.Spent);
        Assert.True(budget.IsExhausted);
        Assert.Contains(0, left);
        Assert.Contains(999, left);
        Assert.InRange(left.Count, 3, 1_000);
    }

    [Property(MaxTest = 500)]
    public Property A_value_comes_as_near_as_the_limit_allows(int value, int plain, PositiveInt slack)
    {
        long limit = value >= plain ? Math.Max(plain, value - (slack.Get - 1L)) : Math.Min(plain, value + (slack.Get - 1L));
        long found = ValueProbe.TowardsPlain(value, plain, v => value >= plain ? v >= limit : v <= limit);
        return (found == limit).ToProperty();
    }

    [Theory]
    [InlineData(long.MaxValue, 0L, 12345L)]
    [InlineData(long.MaxValue, long.MinValue, 1L)]
    [InlineData(1_000_000_000_000, 0L, 999_999_999_999)]
    public void The_way_is_short_even_from_far(long value, long plain, long limit)
    {
        int runs = 0;
        Assert.Equal(limit, ValueProbe.TowardsPlain(value, plain, v =>
        {
            runs++;
            return v >= limit;
        }));
        Assert.InRange(runs, 1, 130);
    }
}
