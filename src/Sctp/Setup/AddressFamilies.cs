using System;

namespace Sctp.Setup;

/// <summary>Families of IP addresses, as Supported Address Types lists them (RFC 9260 section 3.3.2.1.4).</summary>
[Flags]
internal enum AddressFamilies : byte
{
    None = 0,
    IPv4 = 1,
    IPv6 = 2,
    Both = IPv4 | IPv6,
}

internal static class AddressFamily
{
    /// <summary>The family of one address; none for a handle.</summary>
    public static AddressFamilies Of(in SctpAddress address) => address.Kind switch
    {
        SctpAddressKind.IPv4 => AddressFamilies.IPv4,
        SctpAddressKind.IPv6 => AddressFamilies.IPv6,
        _ => AddressFamilies.None,
    };

    /// <summary>
    /// The families this endpoint can use: those of its configured addresses, else that of the address the peer is reached by, since the host's single
    /// address is of the same family. A transport without addresses has none, and no address of an INIT is used over it.
    /// </summary>
    public static AddressFamilies OfEndpoint(SctpOptions options, in SctpAddress remote)
    {
        AddressFamilies families = AddressFamilies.None;
        for (int i = 0; i < options.LocalAddresses.Count; i++)
        {
            families |= Of(options.LocalAddresses[i]);
        }

        return families == AddressFamilies.None ? Of(remote) : families;
    }
}
