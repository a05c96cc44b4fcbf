using System;
using Sctp.Sim.Engine;

namespace Sctp.Sim;

/// <summary>How often each group of knobs is on in the scenarios of one name. The name has a version: a seed gives the same scenario as long as the version stays.</summary>
internal sealed class KnobProfile
{
    /// <summary>At most this share of the groups is on at a time, in percent.</summary>
    public const int MostPercent = 70;

    private const uint Stream = 0x201;

    private readonly int[] _weights = new int[GroupCount];

    private KnobProfile(string name, int version)
    {
        Name = name;
        Version = version;
    }

    public static int GroupCount { get; } = Enum.GetValues<KnobGroup>().Length;

    public static KnobProfile Swarm { get; } = new KnobProfile("swarm", 1)
        .With(50, KnobGroup.Loss, KnobGroup.Jitter)
        .With(30, KnobGroup.Reorder, KnobGroup.Duplicate, KnobGroup.Rate, KnobGroup.Multihoming, KnobGroup.PathFaults, KnobGroup.ProtocolTimers, KnobGroup.ProtocolSending, KnobGroup.Buffers)
        .With(30, KnobGroup.InitialTsn, KnobGroup.Pace, KnobGroup.SlowReader, KnobGroup.LongMessages, KnobGroup.Ending, KnobGroup.Asymmetry, KnobGroup.Buggify)
        .With(20, KnobGroup.LossModel, KnobGroup.Damage, KnobGroup.Mtu, KnobGroup.Collision, KnobGroup.Associations)
        .With(10, KnobGroup.Marks, KnobGroup.Udp, KnobGroup.InexactTime, KnobGroup.CookieKeys, KnobGroup.ManyStreams)
        .With(5, KnobGroup.Crashes, KnobGroup.ForgedIcmp, KnobGroup.Mortality, KnobGroup.Attacker, KnobGroup.Misbehavior, KnobGroup.SealedDamage)
        .With(1, KnobGroup.SsnWrap);

    public static KnobProfile Mortal { get; } = Honest("mortal")
        .With(60, KnobGroup.Loss, KnobGroup.LossModel, KnobGroup.PathFaults)
        .With(100, KnobGroup.Mortality);

    public static KnobProfile Crash { get; } = Honest("crash").With(100, KnobGroup.Crashes);

    public static KnobProfile Attack { get; } = Honest("attack")
        .With(100, KnobGroup.Attacker)
        .With(30, KnobGroup.ForgedIcmp, KnobGroup.Misbehavior);

    public static KnobProfile Perf { get; } = new KnobProfile("perf", 1)
        .With(100, KnobGroup.Rate)
        .With(30, KnobGroup.Jitter, KnobGroup.Multihoming, KnobGroup.Asymmetry, KnobGroup.LongMessages, KnobGroup.Associations)
        .With(20, KnobGroup.Loss);

    public string Name { get; }

    public int Version { get; }

    /// <summary>Name and version, as in <c>swarm@1</c>.</summary>
    public string FullName => FormattableString.Invariant($"{Name}@{Version}");

    /// <summary>Whether each group is on for a seed, by its number.</summary>
    public bool[] Draw(Randomness random)
    {
        var isOn = new bool[GroupCount];
        var bits = new ulong[GroupCount];
        int count = 0;
        for (int i = 0; i < GroupCount; i++)
        {
            bits[i] = random.Draw(Stream, (uint)i, 0);
            isOn[i] = Distribution.Below(bits[i], 100) < (ulong)_weights[i];
            count += isOn[i] ? 1 : 0;
        }

        while (count * 100 > GroupCount * MostPercent)
        {
            isOn[FindWeakest(isOn, bits)] = false;
            count--;
        }

        return isOn;
    }

    private static KnobProfile Honest(string name)
    {
        var profile = new KnobProfile(name, 1);
        Swarm._weights.CopyTo(profile._weights, 0);
        return profile.With(0, KnobGroup.Crashes, KnobGroup.ForgedIcmp, KnobGroup.Mortality, KnobGroup.Attacker, KnobGroup.Misbehavior, KnobGroup.SealedDamage, KnobGroup.SsnWrap);
    }

    // The one that was on by the narrowest margin, but none that is on always.
    private int FindWeakest(bool[] isOn, ulong[] bits)
    {
        int weakest = -1;
        for (int i = 0; i < GroupCount; i++)
        {
            if (isOn[i] && _weights[i] < 100 && (weakest < 0 || bits[i] > bits[weakest]))
            {
                weakest = i;
            }
        }

        return weakest;
    }

    private KnobProfile With(int percent, params ReadOnlySpan<KnobGroup> groups)
    {
        foreach (KnobGroup group in groups)
        {
            _weights[(int)group] = percent;
        }

        return this;
    }
}
