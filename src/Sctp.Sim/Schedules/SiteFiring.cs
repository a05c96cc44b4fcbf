using System.Globalization;
using Sctp.Sim.Associations;

namespace Sctp.Sim;

/// <summary>A buggify site acted.</summary>
/// <param name="Site">The site.</param>
/// <param name="Host">The number of the host at which it acted.</param>
/// <param name="Occasion">Which of the site's occasions at this host it was, from 0 on.</param>
/// <param name="Value">What it acted with; the site gives it meaning.</param>
public sealed record SiteFiring(BuggifySite Site, int Host, long Occasion, long Value)
{
    /// <summary>What acted, where and when, as reports tell it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{HostNumbers.NameOf(Host)}: {Site} at occasion {Occasion}, value {Value}");
}
