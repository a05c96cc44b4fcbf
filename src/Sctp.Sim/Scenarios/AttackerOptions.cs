using System;
using System.Globalization;
using Sctp.Sim.Engine;

namespace Sctp.Sim;

/// <summary>What an attacker knows.</summary>
public enum Knowledge
{
    /// <summary>The addresses at most: ports, tags and TSNs are guessed.</summary>
    Blind,

    /// <summary>Addresses and ports; tags and TSNs are guessed.</summary>
    KnowsTuple,

    /// <summary>Everything that is on the wire, tags and TSNs too.</summary>
    OnPath,
}

/// <summary>Somebody who is neither side and sends packets to both.</summary>
public sealed record AttackerOptions
{
    /// <summary>What the attacker knows.</summary>
    public Knowledge Knowledge { get; init; }

    /// <summary>How many packets a second are sent.</summary>
    public int PacketsPerSecond { get; init; } = 10;

    /// <summary>When it begins.</summary>
    public Duration Start { get; init; }

    /// <summary>How long it lasts.</summary>
    public Duration Length { get; init; } = Duration.FromSeconds(1);

    /// <summary>Draws an attacker.</summary>
    public static AttackerOptions Generate(RandomSequence draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        return new AttackerOptions
        {
            Knowledge = draw.Pick<Knowledge>([Knowledge.Blind, Knowledge.KnowsTuple, Knowledge.OnPath]),
            PacketsPerSecond = (int)(draw.Chance(200_000) ? draw.Between(500, 5_000) : draw.Between(5, 500)),
            Start = draw.Chance(600_000) ? Duration.Zero : draw.Between(Duration.Zero, Duration.FromSeconds(1)),
            Length = draw.Between(Duration.FromMilliseconds(50), Duration.FromSeconds(1)),
        };
    }

    /// <summary>The time from one packet to the next.</summary>
    internal Duration Period => Duration.FromMicroseconds(Math.Max(1, 1_000_000 / PacketsPerSecond));

    /// <summary>How long after <see cref="Start"/> a packet is sent; they are counted from 0 on.</summary>
    internal Duration TimeOf(int number) => Period * number;

    /// <summary>One of its packets, as reports tell it.</summary>
    /// <param name="number">The number of the packet, from 0 on.</param>
    public string Describe(int number) => string.Create(CultureInfo.InvariantCulture, $"attacker: packet {number} at {Start + TimeOf(number)}");

    internal void Validate(Scenario scenario)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(PacketsPerSecond, 1, nameof(PacketsPerSecond));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PacketsPerSecond, 1_000_000, nameof(PacketsPerSecond));
        if (Start < Duration.Zero || Length < Duration.Zero || Start + Length > scenario.HealAfter)
        {
            throw new ArgumentException($"The attacker does not begin after the start and end before {nameof(Scenario.HealAfter)} ({scenario.HealAfter}).", nameof(scenario));
        }
    }
}
