using Sctp.Sim.Network;

namespace Sctp.Sim.Associations;

/// <summary>The SCTP addresses of the two hosts: one for each path, IPv4 and IPv6 by turns.</summary>
internal sealed class AddressBook
{
    private readonly SctpAddress[][] _addresses;

    public AddressBook(int hostCount, int pathCount)
    {
        _addresses = new SctpAddress[hostCount][];
        for (int host = 0; host < hostCount; host++)
        {
            _addresses[host] = new SctpAddress[pathCount];
            for (int path = 0; path < pathCount; path++)
            {
                _addresses[host][path] = path % 2 == 0 ? IPv4(host, path) : IPv6(host, path);
            }
        }
    }

    public int HostCount => _addresses.Length;

    public SctpAddress[] Of(int host) => _addresses[host];

    public SctpAddress Of(NetworkAddress address) => _addresses[address.Host][address.Index];

    public bool TryFind(in SctpAddress address, out NetworkAddress found)
    {
        for (int host = 0; host < _addresses.Length; host++)
        {
            for (int path = 0; path < _addresses[host].Length; path++)
            {
                if (_addresses[host][path].IsSameHost(address))
                {
                    found = new NetworkAddress(host, path);
                    return true;
                }
            }
        }

        found = default;
        return false;
    }

    private static SctpAddress IPv4(int host, int path) => SctpAddress.FromIPv4(0x0A000001u | ((uint)path << 16) | ((uint)host << 8));

    private static SctpAddress IPv6(int host, int path) =>
        SctpAddress.FromBytes([0xFD, 0, 0, 0, 0, 0, 0, (byte)path, 0, 0, 0, 0, 0, 0, (byte)host, 1]);
}
