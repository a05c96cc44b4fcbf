using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Sctp.Sim.Network;

/// <summary>
/// Keeps book of the packets on their way: each enters a link, and has exactly one end there, which the counters of the link and the observer hear of. No byte
/// is lost or made unseen.
/// </summary>
internal sealed class PacketBook
{
    private int _reports;

    /// <summary>The buffers of all packets, and of reports, that are on their way.</summary>
    public PacketPool Packets { get; } = new();

    /// <summary>Sees what becomes of every packet; null for nobody.</summary>
    public INetworkObserver? Observer { get; set; }

    /// <summary>Whether a packet can carry a mark of congestion.</summary>
    public static bool IsCapable(EcnCodepoint ecn) => ecn is EcnCodepoint.Ect0 or EcnCodepoint.Ect1;

    /// <summary>A packet enters a link.</summary>
    /// <returns>Its handle.</returns>
    public int Enter(Link link, ReadOnlySpan<byte> packet, in Arrival arrival)
    {
        link.Counters.InFlight++;
        link.Counters.InFlightBytes += packet.Length;
        return Packets.Rent(packet, link, arrival);
    }

    /// <summary>A copy of a packet enters its link.</summary>
    /// <returns>The handle of the copy.</returns>
    public int EnterCopy(int handle)
    {
        Link link = Packets.Link(handle);
        ReadOnlySpan<byte> packet = Packets.Bytes(handle);
        link.Counters.Duplicated++;
        link.Counters.DuplicatedBytes += packet.Length;
        return Enter(link, packet, Packets.ArrivalOf(handle) with { IsCopy = true });
    }

    /// <summary>A report that a packet was too big is on its way; it belongs to the link that the packet was to take.</summary>
    /// <returns>Its handle.</returns>
    public int EnterReport(Link link, ReadOnlySpan<byte> quotedPacket, int mtu)
    {
        _reports++;
        return Packets.Rent(quotedPacket, link, new Arrival { Ordinal = mtu });
    }

    /// <summary>A packet arrives, and is to be handed over before <see cref="Return"/>.</summary>
    public void Arrive(int handle)
    {
        Link link = Packets.Link(handle);
        Span<byte> bytes = Packets.Bytes(handle);
        link.Counters.InFlight--;
        link.Counters.InFlightBytes -= bytes.Length;
        link.Counters.Delivered++;
        link.Counters.DeliveredBytes += bytes.Length;
        Observer?.OnDelivered(link, Packets.ArrivalOf(handle), bytes);
    }

    /// <summary>A report arrives, and is to be handed over before <see cref="Return"/>.</summary>
    public void ArriveReport() => _reports--;

    /// <summary>Nothing is left to be done with a packet or report.</summary>
    public void Return(int handle) => Packets.Return(handle);

    /// <summary>A packet does not enter its link, or no longer is in it.</summary>
    public void Drop(Link link, in PacketFate fate, DropReason reason, ReadOnlySpan<byte> packet)
    {
        link.Counters.DroppedBytes += packet.Length;
        switch (reason)
        {
            case DropReason.Down:
                link.Counters.DroppedDown++;
                break;
            case DropReason.Queue:
                link.Counters.DroppedQueue++;
                break;
            case DropReason.Early:
                link.Counters.DroppedEarly++;
                break;
            case DropReason.TooBig:
                link.Counters.DroppedTooBig++;
                break;
            default:
                link.Counters.Lost++;
                break;
        }

        Observer?.OnDropped(link, fate, reason, packet);
    }

    /// <summary>A packet that waits for its link is given up.</summary>
    public void DropWaiting(in QueuedPacket packet, DropReason reason)
    {
        packet.Link.Counters.InFlight--;
        packet.Link.Counters.InFlightBytes -= packet.Length;
        Drop(packet.Link, packet.Fate, reason, Packets.Bytes(packet.Handle));
        Packets.Return(packet.Handle);
    }

    /// <summary>Marks a packet as having met congestion, if it can carry such a mark.</summary>
    public void Mark(int handle, in PacketFate fate)
    {
        ref Arrival arrival = ref Packets.ArrivalOf(handle);
        if (IsCapable(arrival.Ecn))
        {
            arrival = arrival with { Ecn = EcnCodepoint.CongestionExperienced, IsMarked = true };
            Link link = Packets.Link(handle);
            link.Counters.Marked++;
            Observer?.OnMarked(link, fate, Packets.Bytes(handle));
        }
    }

    /// <summary>A packet was damaged.</summary>
    /// <param name="handle">The packet.</param>
    /// <param name="added">How many bytes it has more than before.</param>
    /// <param name="isSealed">Whether its checksum was made right again.</param>
    public void NoteDamage(int handle, int added, bool isSealed)
    {
        Link link = Packets.Link(handle);
        link.Counters.Corrupted++;
        link.Counters.DamageBytes += added;
        link.Counters.InFlightBytes += added;
        ref Arrival arrival = ref Packets.ArrivalOf(handle);
        arrival = arrival with { IsDamaged = true, IsSealed = isSealed };
    }

    /// <summary>Checks the book, between events.</summary>
    /// <returns>False with what is wrong.</returns>
    public bool TryCheck(Topology topology, [NotNullWhen(false)] out string? problem)
    {
        long inFlight = _reports;
        problem = ProblemOf(topology.Links, ref inFlight) ?? ProblemOf(topology.StrayLinks, ref inFlight)
            ?? (inFlight == Packets.RentedCount ? null : FormattableString.Invariant($"{inFlight} packets are in flight, but {Packets.RentedCount} buffers are in use"));
        return problem is null;
    }

    private static string? ProblemOf(List<Link> links, ref long inFlight)
    {
        foreach (Link link in links)
        {
            inFlight += link.Counters.InFlight;
            string? problem = link.Counters.HasLostPackets ? $"the packets of link {link} do not add up"
                : link.Counters.HasLostBytes ? $"the bytes of link {link} do not add up"
                : link.Counters.InFlight < 0 ? $"link {link} delivered more than it took"
                : null;
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }
}
