using System;
using System.Globalization;

namespace Sctp.Sim.Hunting;

/// <summary>
/// One part of a hunt that several workers share without knowing of each other: worker <see cref="Index"/> of <see cref="Count"/> takes the seeds whose number
/// leaves its index when divided by the count. All shards together are the whole hunt, and no seed is in two of them.
/// </summary>
/// <param name="Index">Which one, from 0.</param>
/// <param name="Count">How many there are.</param>
public readonly record struct HuntShard(int Index, int Count)
{
    /// <summary>The whole hunt.</summary>
    public static HuntShard Whole => new(0, 1);

    /// <summary>Reads a shard written <c>I/N</c>, with I from 0 to N - 1.</summary>
    public static bool TryParse(string? text, out HuntShard shard)
    {
        shard = Whole;
        int slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0 || !TryNumber(text![..slash], out int index) || !TryNumber(text[(slash + 1)..], out int count) || count < 1 || index >= count)
        {
            return false;
        }

        shard = new HuntShard(index, count);
        return true;
    }

    /// <summary>
    /// The shard that a batch system names in the environment: Kubernetes indexed jobs (JOB_COMPLETION_INDEX), Slurm arrays (SLURM_ARRAY_TASK_ID, _MIN and
    /// _COUNT), AWS Batch arrays (AWS_BATCH_JOB_ARRAY_INDEX) and Nomad (NOMAD_ALLOC_INDEX). The count comes from SCTP_HUNT_SHARDS, or from what the system
    /// itself says (SLURM_ARRAY_TASK_COUNT, AWS_BATCH_JOB_ARRAY_SIZE, NOMAD_GROUP_COUNT).
    /// </summary>
    /// <param name="variable">Reads an environment variable; null where there is none.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="problem">What is wrong where an index is set without a count, or one that does not fit; null otherwise.</param>
    /// <returns>Whether the environment names one.</returns>
    public static bool TryDetect(Func<string, string?> variable, out HuntShard shard, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ReadOnlySpan<Source> sources =
        [
            new("JOB_COMPLETION_INDEX", null, null),
            new("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN"),
            new("AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE", null),
            new("NOMAD_ALLOC_INDEX", "NOMAD_GROUP_COUNT", null),
        ];
        shard = Whole;
        problem = null;
        foreach (Source source in sources)
        {
            if (variable(source.Index) is not { Length: > 0 } text)
            {
                continue;
            }

            string? countText = variable("SCTP_HUNT_SHARDS") ?? (source.Count is null ? null : variable(source.Count));
            int first = source.First is not null && TryNumber(variable(source.First), out int least) ? least : 0;
            if (!TryNumber(text, out int index) || !TryNumber(countText, out int count) || count < 1 || index < first || index - first >= count)
            {
                problem = $"{source.Index} is {text}, but the number of shards is {countText ?? "not known"}: set SCTP_HUNT_SHARDS, or name the shard with --shard I/N.";
                return false;
            }

            shard = new HuntShard(index - first, count);
            return true;
        }

        return false;
    }

    /// <summary>The number of this shard's seed <paramref name="turn"/>, in the numbering of the whole hunt.</summary>
    public ulong IndexOf(ulong turn) => checked((turn * (ulong)Count) + (ulong)Index);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    private static bool TryNumber(string? text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private readonly record struct Source(string Index, string? Count, string? First);
}
