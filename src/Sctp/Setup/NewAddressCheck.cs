using System;
using Sctp.Paths;
using Sctp.Wire;

namespace Sctp.Setup;

/// <summary>
/// Which addresses of an INIT an existing association does not have (RFC 9260 sections 5.2.1 and 5.2.2; 9260-5.2.1-07, 9260-5.2.2-02). Otherwise someone
/// could take over an association by a restart that adds an address. The source of the packet counts as listed. The UDP port does not count: a
/// restarted peer may have another.
/// </summary>
internal static class NewAddressCheck
{
    /// <summary>Whether there is any new address.</summary>
    public static bool Any(InitParameters init, PathTable paths)
    {
        foreach (ref readonly SctpAddress address in init.PeerAddresses)
        {
            if (paths.Find(address) is null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds the cause Restart with New Addresses, which lists them (9260-5.2.1-11, 9260-5.2.2-05); as many as fit.</summary>
    public static void AddCause(InitParameters init, PathTable paths, ref TlvWriter causes)
    {
        Span<byte> list = stackalloc byte[Math.Clamp(causes.Remaining, 0, MaxListLength)];
        var addresses = new TlvWriter(list);
        foreach (ref readonly SctpAddress address in init.PeerAddresses)
        {
            if (paths.Find(address) is null)
            {
                _ = addresses.TryAddAddress(address);
            }
        }

        _ = ErrorCauses.TryAddRestartWithNewAddresses(ref causes, addresses.Written);
    }

    // The ABORT is to fit into any packet.
    private const int MaxListLength = 20 * AddressParameter.IPv6Length;
}
