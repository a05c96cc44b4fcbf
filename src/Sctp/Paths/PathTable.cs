using System;
using Sctp.Sending;
using Sctp.Timers;

namespace Sctp.Paths;

/// <summary>The paths of one association and which of them is used for what (RFC 9260 sections 6.4 and 8.2).</summary>
internal sealed class PathTable
{
    private readonly TimerTable _timers;
    private readonly Func<ICongestionControl> _newCongestionControl;
    private Path[] _paths = [];

    public PathTable(SctpOptions options, TimerTable timers, Func<ICongestionControl> newCongestionControl)
    {
        Options = options;
        _timers = timers;
        _newCongestionControl = newCongestionControl;
    }

    /// <summary>The parameters that paths to come begin with.</summary>
    public SctpOptions Options { get; set; }

    public int Count => _paths.Length;

    public Path this[int index] => _paths[index];

    public ReadOnlySpan<Path> All => _paths;

    /// <summary>The primary path.</summary>
    public Path Primary { get; set; } = null!;

    /// <summary>AMDCS: the smallest PMDCS over all paths (section 1.3).</summary>
    public int Amdcs { get; private set; }

    /// <summary>The path of an address, whatever its UDP port; null where there is none.</summary>
    public Path? Find(in SctpAddress remote)
    {
        foreach (Path path in _paths)
        {
            if (path.Remote.IsSameHost(remote))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>Adds a path for an address, or finds the one there is; null when <see cref="SctpOptions.MaxPeerAddresses"/> is reached.</summary>
    public Path? Add(in SctpAddress remote)
    {
        if (Find(remote) is { } known)
        {
            return known;
        }

        if (_paths.Length >= Options.MaxPeerAddresses)
        {
            return null;
        }

        var path = new Path(_paths.Length, remote, Options, _newCongestionControl());
        Array.Resize(ref _paths, _paths.Length + 1);
        _paths[^1] = path;
        _timers.EnsurePaths(_paths.Length);
        Primary ??= path;
        UpdateAmdcs();
        return path;
    }

    /// <summary>After the paths were made anew: those of the same addresses have the settings of <paramref name="former"/> ones.</summary>
    public void TakeSettings(ReadOnlySpan<Path> former)
    {
        foreach (Path each in former)
        {
            Find(each.Remote)?.TakeSettings(each);
        }

        UpdateAmdcs();
    }

    /// <summary>Forgets all paths and their timers, when the peer's own list of addresses takes the place of the user's.</summary>
    public void Clear()
    {
        foreach (Path path in _paths)
        {
            _timers.Stop(TimerKind.T3Rtx, path.Index);
            _timers.Stop(TimerKind.Heartbeat, path.Index);
            _timers.Stop(TimerKind.HeartbeatTimeout, path.Index);
        }

        _paths = [];
        Primary = null!;
    }

    public void UpdateAmdcs()
    {
        int least = int.MaxValue;
        foreach (Path path in _paths)
        {
            least = Math.Min(least, path.Pmdcs);
        }

        Amdcs = least;
    }

    /// <summary>
    /// Where new data goes: the primary path while it is usable, else one usable alternate (9260-6.4-01, 9260-8.2-08, 9260-8.2-09), else a confirmed
    /// path although it is inactive, so that data keeps probing until the association is given up.
    /// </summary>
    public Path ChooseForNewData()
    {
        if (Primary.IsUsable)
        {
            return Primary;
        }

        return ChooseAlternate(Primary);
    }

    /// <summary>
    /// Where data that timed out on <paramref name="failed"/> is sent again: the next other usable path in turn (9260-6.4-06), else a confirmed
    /// one, preferring another than the failed.
    /// </summary>
    public Path ChooseAlternate(Path failed)
    {
        Path? confirmed = null;
        for (int i = 1; i < _paths.Length; i++)
        {
            Path candidate = _paths[(failed.Index + i) % _paths.Length];
            if (candidate.IsUsable)
            {
                return candidate;
            }

            if (confirmed is null && candidate.IsConfirmed)
            {
                confirmed = candidate;
            }
        }

        if (failed.IsUsable || confirmed is null)
        {
            return failed;
        }

        // All paths are inactive: try them by turns, the one with the fewest errors first.
        return failed.IsConfirmed && failed.ErrorCount < confirmed.ErrorCount ? failed : confirmed;
    }
}
