using Sctp.Sim.Network;

namespace Sctp.Sim.Associations;

/// <summary>
/// The SCTP addresses of the hosts: one for each path, IPv4 and IPv6 by turns, with UDP ports where SCTP is carried in UDP. What a host knows as its own
/// address and what its peers see are not the same behind a NAT.
/// </summary>
internal sealed class AddressBook
{
    /// <summary>The UDP port that SCTP is assigned for encapsulation (RFC 6951 section 5.1).</summary>
    private const ushort EncapsulationPort = 9899;

    private const ushort FirstNatPort = 40_000;

    private readonly Entry[][] _entries;
    private bool _takesAnyPort = true;

    public AddressBook(int hostCount, int pathCount, bool isEncapsulated = false)
    {
        _entries = new Entry[hostCount][];
        for (int host = 0; host < hostCount; host++)
        {
            _entries[host] = new Entry[pathCount];
            for (int path = 0; path < pathCount; path++)
            {
                SctpAddress address = Create(host, path, generation: 0).WithUdpPort(isEncapsulated ? EncapsulationPort : (ushort)0);
                _entries[host][path] = new Entry { Own = address, Public = address, IsMapped = true, LongestSilence = Duration.MaxValue };
            }
        }
    }

    public int HostCount => _entries.Length;

    /// <summary>The addresses of a host as it knows them itself.</summary>
    public SctpAddress[] OwnOf(int host)
    {
        var addresses = new SctpAddress[_entries[host].Length];
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] = _entries[host][i].Own;
        }

        return addresses;
    }

    /// <summary>The addresses of a host as its peers see them.</summary>
    public SctpAddress[] Of(int host)
    {
        var addresses = new SctpAddress[_entries[host].Length];
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] = _entries[host][i].Public;
        }

        return addresses;
    }

    /// <summary>An address as peers see it.</summary>
    public SctpAddress Of(NetworkAddress address) => _entries[address.Host][address.Index].Public;

    /// <summary>An address as its host knows it.</summary>
    public SctpAddress OwnOf(NetworkAddress address) => _entries[address.Host][address.Index].Own;

    /// <summary>Finds the host that peers see at an address, whatever the UDP port.</summary>
    public bool TryFind(in SctpAddress address, out NetworkAddress found)
    {
        for (int host = 0; host < _entries.Length; host++)
        {
            Entry[] entries = _entries[host];
            for (int path = 0; path < entries.Length; path++)
            {
                if (entries[path].Public.IsSameHost(address))
                {
                    found = new NetworkAddress(host, path);
                    return true;
                }
            }
        }

        found = default;
        return false;
    }

    /// <summary>Finds which of its own addresses a host means.</summary>
    public bool TryFindOwn(int host, in SctpAddress address, out NetworkAddress found)
    {
        Entry[] entries = _entries[host];
        for (int path = 0; path < entries.Length; path++)
        {
            if (entries[path].Own.IsSameHost(address))
            {
                found = new NetworkAddress(host, path);
                return true;
            }
        }

        found = default;
        return false;
    }

    /// <summary>Whether a packet to an address finds its way: the UDP port is the present one, and a NAT before the host still knows it.</summary>
    public bool IsReachable(NetworkAddress to, in SctpAddress address, Instant now)
    {
        if (_takesAnyPort)
        {
            return true;
        }

        ref Entry entry = ref _entries[to.Host][to.Index];
        Expire(ref entry, now);
        return entry.IsMapped && entry.Public.UdpPort == address.UdpPort;
    }

    /// <summary>A host sends from one of its addresses: a NAT before it makes a new mapping if it has none.</summary>
    public void OnSend(NetworkAddress from, Instant now)
    {
        if (_takesAnyPort)
        {
            return;
        }

        ref Entry entry = ref _entries[from.Host][from.Index];
        Expire(ref entry, now);
        entry.LastSent = now;
        if (!entry.IsMapped)
        {
            entry.IsMapped = true;
            entry.Generation++;
            SctpAddress address = entry.ChangesAddress ? Create(from.Host, from.Index, entry.Generation) : entry.Public;
            entry.Public = address.WithUdpPort((ushort)(FirstNatPort + entry.Generation));
            entry.ChangesAddress = false;
        }
    }

    /// <summary>The NAT before a host forgets the mapping of an address.</summary>
    public void Unmap(NetworkAddress address, bool changesAddress)
    {
        _takesAnyPort = false;
        ref Entry entry = ref _entries[address.Host][address.Index];
        entry.IsMapped = false;
        entry.ChangesAddress |= changesAddress;
    }

    /// <summary>The NAT before a host forgets the mapping of an address after some silence of the host from now on.</summary>
    public void LimitSilence(NetworkAddress address, Duration longest, Instant now)
    {
        _takesAnyPort = false;
        ref Entry entry = ref _entries[address.Host][address.Index];
        entry.LongestSilence = longest;
        entry.LastSent = now;
    }

    /// <summary>A host begins to use another UDP port at one of its addresses.</summary>
    public void ChangePort(NetworkAddress address)
    {
        _takesAnyPort = false;
        ref Entry entry = ref _entries[address.Host][address.Index];
        entry.Generation++;
        entry.Own = entry.Own.WithUdpPort((ushort)(EncapsulationPort + entry.Generation));
        entry.Public = entry.Public.WithUdpPort(entry.Own.UdpPort);
    }

    /// <summary>From now on every UDP port of an address leads to its host.</summary>
    public void Heal() => _takesAnyPort = true;

    private static void Expire(ref Entry entry, Instant now)
    {
        if (now - entry.LastSent > entry.LongestSilence)
        {
            entry.IsMapped = false;
        }
    }

    private static SctpAddress Create(int host, int path, int generation) => path % 2 == 0
        ? SctpAddress.FromIPv4((0x0A000001u + (uint)generation) | ((uint)path << 16) | ((uint)host << 8))
        : SctpAddress.FromBytes([0xFD, 0, 0, 0, 0, 0, 0, (byte)path, 0, 0, 0, (byte)generation, 0, 0, (byte)host, 1]);

    private struct Entry
    {
        public SctpAddress Own;
        public SctpAddress Public;
        public bool IsMapped;
        public bool ChangesAddress;
        public int Generation;
        public Instant LastSent;
        public Duration LongestSilence;
    }
}
