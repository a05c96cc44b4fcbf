using System;
using System.Collections.Generic;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Associations;

/// <summary>
/// Decides when the active <see cref="BuggifySite"/>s act: each occasion by a draw of its own from (seed, site, host, occasion), or by the firings of a
/// schedule. What acts is written down.
/// </summary>
internal sealed class Buggify
{
    /// <summary>The first of the streams of randomness, one for each site.</summary>
    private const uint FirstStream = 0x800;

    private static readonly int SiteCount = Enum.GetValues<BuggifySite>().Length;

    private readonly Randomness _random;
    private readonly Instant _heal;
    private readonly bool[] _isActive = new bool[SiteCount];
    private readonly Firings[]? _scheduled;
    private readonly List<SiteFiring>? _recorded;
    private long[] _occasions = [];

    private Buggify(Scenario scenario, List<SiteFiring>? recorded)
    {
        _random = new Randomness(scenario.Seed);
        _heal = Instant.Epoch + scenario.HealAfter;
        _recorded = recorded;
        if (scenario.Schedule is { } schedule)
        {
            _scheduled = new Firings[SiteCount];
            for (int i = 0; i < schedule.Firings.Count; i++)
            {
                SiteFiring firing = schedule.Firings[i];
                _isActive[(int)firing.Site] = true;
                (_scheduled[(int)firing.Site] ??= new Firings()).Add(firing);
            }

            return;
        }

        for (int i = 0; i < scenario.Buggify.Count; i++)
        {
            _isActive[(int)scenario.Buggify[i]] = true;
        }
    }

    /// <summary>From when on progress is owed, and no site acts.</summary>
    public Instant Heal => _heal;

    /// <summary>Whether there is a site that acts while the simulation runs.</summary>
    public bool IsAnyOfHostActive => Array.IndexOf(_isActive, true, (int)BuggifyOptions.FirstOfHost) >= 0;

    /// <summary>The sites of a scenario; null where it has none.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="recorded">Where firings are written down; null for nowhere.</param>
    public static Buggify? Of(Scenario scenario, List<SiteFiring>? recorded)
    {
        bool hasSites = scenario.Schedule is { } schedule ? schedule.Firings.Count > 0 : scenario.Buggify.Count > 0;
        return hasSites ? new Buggify(scenario, recorded) : null;
    }

    public bool IsActive(BuggifySite site) => _isActive[(int)site];

    /// <summary>Whether a site acts on its next occasion at a host. From the time on when progress is owed, none does.</summary>
    public bool Fires(BuggifySite site, int host, Instant now, long least, long most, out long value)
    {
        value = least;
        return _isActive[(int)site] && now < _heal && Fires(site, host, least, most, out value);
    }

    /// <summary>Whether a site acts on its next occasion at a host.</summary>
    public bool Fires(BuggifySite site, int host, long least, long most, out long value)
    {
        value = least;
        if (!_isActive[(int)site])
        {
            return false;
        }

        long occasion = NextOccasion(site, host);
        if (_scheduled is { } scheduled)
        {
            if (!scheduled[(int)site].TryTake(host, occasion, out value))
            {
                return false;
            }

            value = Math.Clamp(value, least, most);
        }
        else
        {
            ulong bits = _random.Draw(FirstStream + (uint)site, (uint)host, (ulong)occasion, out ulong more);
            if (!Distribution.Chance(bits, ProbabilityOf(site)))
            {
                return false;
            }

            value = Distribution.Between(more, least, most);
        }

        _recorded?.Add(new SiteFiring(site, host, occasion, value));
        return true;
    }

    // In millionths of the occasions.
    private static int ProbabilityOf(BuggifySite site) => site switch
    {
        < BuggifyOptions.FirstOfHost => 600_000,
        BuggifySite.OnePacketAtATime or BuggifySite.LateTransmit or BuggifySite.BatchArrival or BuggifySite.SmallTransmitBuffer => 100_000,
        BuggifySite.SpuriousAdvance or BuggifySite.EarlierTime or BuggifySite.ReadOne => 100_000,
        BuggifySite.StatusPolled or BuggifySite.EarlyRead or BuggifySite.LateRead or BuggifySite.SendPaused => 50_000,
        BuggifySite.HeartbeatOnDemand or BuggifySite.RefusedSend or BuggifySite.RepeatedShutdown or BuggifySite.ListenAgain => 20_000,
        BuggifySite.CookieKeyRotated => 2_000,
        BuggifySite.BoundaryTag => 500_000,
        _ => 10_000,
    };

    private long NextOccasion(BuggifySite site, int host)
    {
        int index = (host * SiteCount) + (int)site;
        if (index >= _occasions.Length)
        {
            Array.Resize(ref _occasions, (host + 1) * SiteCount);
        }

        return _occasions[index]++;
    }

    // The firings of one site, by host and occasion.
    private sealed class Firings
    {
        private readonly List<SiteFiring> _firings = [];

        public void Add(SiteFiring firing)
        {
            int place = _firings.Count;
            while (place > 0 && Compare(_firings[place - 1], firing.Host, firing.Occasion) > 0)
            {
                place--;
            }

            _firings.Insert(place, firing);
        }

        public bool TryTake(int host, long occasion, out long value)
        {
            int least = 0;
            int most = _firings.Count - 1;
            while (least <= most)
            {
                int middle = (least + most) / 2;
                int order = Compare(_firings[middle], host, occasion);
                if (order == 0)
                {
                    value = _firings[middle].Value;
                    return true;
                }

                least = order < 0 ? middle + 1 : least;
                most = order > 0 ? middle - 1 : most;
            }

            value = 0;
            return false;
        }

        private static int Compare(SiteFiring firing, int host, long occasion) =>
            firing.Host != host ? firing.Host.CompareTo(host) : firing.Occasion.CompareTo(occasion);
    }
}
