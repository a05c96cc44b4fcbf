using System.Collections.Generic;
using Sctp.Sim.Hunting;

namespace Sctp.Properties.Simulation;

public class HuntShardTests
{
    [Theory]
    [InlineData("0/1", 0, 1)]
    [InlineData("3/8", 3, 8)]
    public void A_shard_is_written_as_index_and_count(string text, int index, int count)
    {
        Assert.True(HuntShard.TryParse(text, out HuntShard shard));
        Assert.Equal(new HuntShard(index, count), shard);
        Assert.Equal(text, shard.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("2/2")]
    [InlineData("-1/2")]
    [InlineData("0/0")]
    [InlineData("a/b")]
    public void Anything_else_is_refused(string? text) => Assert.False(HuntShard.TryParse(text, out _));

    [Theory]
    [InlineData("JOB_COMPLETION_INDEX=2 SCTP_HUNT_SHARDS=5", 2, 5)]
    [InlineData("SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_COUNT=4", 3, 4)]
    [InlineData("SLURM_ARRAY_TASK_ID=4 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=1", 3, 4)]
    [InlineData("AWS_BATCH_JOB_ARRAY_INDEX=0 AWS_BATCH_JOB_ARRAY_SIZE=9", 0, 9)]
    [InlineData("NOMAD_ALLOC_INDEX=1 NOMAD_GROUP_COUNT=2", 1, 2)]
    public void The_environment_of_a_batch_system_names_the_shard(string environment, int index, int count)
    {
        Assert.True(HuntShard.TryDetect(Variables(environment).GetValueOrDefault, out HuntShard shard, out string? problem));
        Assert.Equal(new HuntShard(index, count), shard);
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("JOB_COMPLETION_INDEX=2")]
    [InlineData("JOB_COMPLETION_INDEX=2 SCTP_HUNT_SHARDS=2")]
    [InlineData("SLURM_ARRAY_TASK_ID=x SLURM_ARRAY_TASK_COUNT=4")]
    public void An_index_without_a_fitting_count_is_a_problem_that_is_told(string environment)
    {
        Assert.False(HuntShard.TryDetect(Variables(environment).GetValueOrDefault, out _, out string? problem));
        Assert.Contains("SCTP_HUNT_SHARDS", problem, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_batch_system_the_hunt_is_whole()
    {
        Assert.False(HuntShard.TryDetect(_ => null, out HuntShard shard, out string? problem));
        Assert.Equal(HuntShard.Whole, shard);
        Assert.Null(problem);
    }

    private static Dictionary<string, string?> Variables(string text)
    {
        Dictionary<string, string?> variables = [];
        foreach (string entry in text.Split(' '))
        {
            string[] parts = entry.Split('=');
            variables[parts[0]] = parts[1];
        }

        return variables;
    }
}
