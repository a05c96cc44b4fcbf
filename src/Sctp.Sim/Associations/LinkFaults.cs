using System.Collections.Generic;
using Sctp.Sim.Network;

namespace Sctp.Sim.Associations;

/// <summary>What the faults of a scenario make of a link.</summary>
internal static class LinkFaults
{
    /// <summary>Whether a fault changes a link.</summary>
    public static bool Concerns(Fault fault, Link link, int association, bool isToServer) => fault switch
    {
        PathOutage outage => (isToServer ? outage.ToServer : outage.ToClient) && Concerns(outage.Path, outage.Association, link, association),
        PathChange change => (isToServer ? change.ToServer : change.ToClient) && Concerns(change.Path, change.Association, link, association),
        _ => false,
    };

    /// <summary>The options of a link at some time: those of the last change, and down while any outage lasts.</summary>
    public static LinkOptions OptionsAt(IReadOnlyList<Fault> faults, Duration at, Link link, LinkOptions options, int association, bool isToServer)
    {
        LinkOptions now = options;
        Duration since = Duration.Zero;
        bool isUp = true;
        for (int i = 0; i < faults.Count; i++)
        {
            Fault fault = faults[i];
            if (fault.At > at || !Concerns(fault, link, association, isToServer))
            {
                continue;
            }

            if (fault is PathOutage)
            {
                isUp &= fault.End <= at;
            }
            else if (fault is PathChange change && change.At >= since)
            {
                now = change.Options;
                since = change.At;
            }
        }

        return isUp ? now : now with { IsUp = false };
    }

    private static bool Concerns(int path, int? association, Link link, int associationOfLink) =>
        (path == link.From.Index || path == link.To.Index) && (association is null || association == associationOfLink);
}
