using System;
using System.Globalization;
using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>What happens to a packet instead of plain delivery.</summary>
public enum PacketFaultKind
{
    /// <summary>It is lost.</summary>
    Drop,

    /// <summary>It comes later by <see cref="PacketFault.Delay"/>; those behind it wait for it where the link's jitter keeps the order.</summary>
    Delay,

    /// <summary>It comes later by <see cref="PacketFault.Delay"/>, and others overtake it.</summary>
    OvertakenDelay,

    /// <summary>It changes places with others.</summary>
    Reorder,

    /// <summary>Copies follow it.</summary>
    Duplicate,

    /// <summary>One more copy follows it, <see cref="PacketFault.Delay"/> later.</summary>
    LateCopy,

    /// <summary>It is damaged.</summary>
    Damage,

    /// <summary>It is marked as having met congestion.</summary>
    Mark,
}

/// <summary>
/// One way in which one packet is not delivered plainly. The packet is found by its number on its link if it has the content that is named here, else by
/// its content near that number, so that an entry still meets its packet when a change of the implementation sends one packet more or less before.
/// </summary>
public sealed record PacketFault
{
    /// <summary>The number of the link.</summary>
    public int Link { get; init; }

    /// <summary>The number of the packet on its link, from 0 on.</summary>
    public long Ordinal { get; init; }

    /// <summary>
    /// The packet's content: its chunk types and the first TSN, counted from the initial one, as in <c>DATA+17</c>; with <c>#2</c> behind it for the second
    /// packet of the link with this content, and so on. Empty for any.
    /// </summary>
    public string Content { get; init; } = "";

    /// <summary>What happens to it.</summary>
    public PacketFaultKind Kind { get; init; }

    /// <summary>How much later the packet or its copy comes; the longest wait for others where it changes places with them.</summary>
    public Duration Delay { get; init; }

    /// <summary>Reorder only: how it changes places.</summary>
    public ReorderShape Shape { get; init; }

    /// <summary>Reorder only: how many packets take part.</summary>
    public int Span { get; init; }

    /// <summary>Duplicate only: how many copies follow, each <see cref="Delay"/> after the one before.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>Damage only: how it is damaged.</summary>
    public CorruptionKind Corruption { get; init; }

    /// <summary>Damage only: what becomes of the checksum.</summary>
    public ChecksumTreatment Checksum { get; init; }

    /// <summary>Damage only: bits that choose where.</summary>
    public ulong Bits { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Link);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Link, Scenario.MostLinks);
        ArgumentOutOfRangeException.ThrowIfNegative(Ordinal);
        ArgumentOutOfRangeException.ThrowIfLessThan(Delay, Duration.Zero, nameof(Delay));
        ArgumentOutOfRangeException.ThrowIfNegative(Span);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Span, LinkOptions.MostReorderSpan);
        ArgumentOutOfRangeException.ThrowIfNegative(Copies);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Copies, LinkOptions.MostDuplicateCopies);
    }

    /// <summary>Which packet, and what happens to it, as reports tell it.</summary>
    public override string ToString()
    {
        string content = Content.Length > 0 ? " (" + Content + ")" : "";
        return string.Create(CultureInfo.InvariantCulture, $"link {Link} packet {Ordinal}{content}: {What()}");
    }

    private string What() => Kind switch
    {
        PacketFaultKind.Drop => "lost",
        PacketFaultKind.Delay => "late by " + QuantityText.Length(Delay),
        PacketFaultKind.OvertakenDelay => "late by " + QuantityText.Length(Delay) + ", others overtake it",
        PacketFaultKind.Reorder => string.Create(CultureInfo.InvariantCulture, $"out of order ({Shape}, {QuantityText.Length(Delay)}, span {Span})"),
        PacketFaultKind.Duplicate => string.Create(CultureInfo.InvariantCulture, $"again after {QuantityText.Length(Delay)}{(Copies > 1 ? $", {Copies} copies" : "")}"),
        PacketFaultKind.LateCopy => "again, late, after " + QuantityText.Length(Delay),
        PacketFaultKind.Damage => string.Create(CultureInfo.InvariantCulture, $"damaged ({Corruption}, checksum {Checksum}, bits {Bits:x})"),
        _ => "marked",
    };
}
