using System;
using System.Buffers.Binary;
using Sctp.Paths;
using Sctp.Wire;

namespace Sctp.Endpoints;

/// <summary>The rules ICMP1 to ICMP9 of RFC 9260 section 10. What is not proven by the quoted packet changes nothing.</summary>
internal static class IcmpHandling
{
    private const int TagEnd = 8;
    private const int InitiateTagEnd = CommonHeader.Length + 8;

    public static void Process(SctpEndpoint endpoint, in IcmpMessage message, Instant now)
    {
        ReadOnlySpan<byte> quote = message.QuotedPacket;
        if (message.Kind is IcmpKind.Other or IcmpKind.PortUnreachable // 9260-10-02, 9260-10-03, 9260-10-04, 9260-10-05
            || quote.Length < TagEnd
            || BinaryPrimitives.ReadUInt16BigEndian(quote) != endpoint.LocalPort)
        {
            return;
        }

        ushort remotePort = BinaryPrimitives.ReadUInt16BigEndian(quote[2..]);
        if (endpoint.Find(message.Remote, remotePort, out Path? path) is not { } association || path is null)
        {
            return; // 9260-10-06, 9260-10-07
        }

        if (!IsGenuine(association, quote, out bool quotesInit))
        {
            return; // 9260-10-08
        }

        switch (message.Kind)
        {
            case IcmpKind.PacketTooBig:
                OnPacketTooBig(association, path, message.Mtu, now); // 9260-10-09
                break;

            case IcmpKind.ProtocolUnreachable when !quotesInit || association.State == AssociationState.CookieWait:
                // 9260-10-10: as an ABORT with T set.
                association.End(now, new SctpEvent { Kind = SctpEventKind.CommunicationLost, LossReason = LossReason.ProtocolUnreachable });
                break;

            case IcmpKind.DestinationUnreachable:
                bool wasUsable = path.IsUsable;
                association.Failure.OnNetworkReport(path); // 9260-10-11
                if (path.IsUsable != wasUsable)
                {
                    association.Sender.OnPathsChanged(now);
                }

                break;

            default:
                break;
        }

        endpoint.Touch(association);
    }

    /// <summary>The quoted tag is the peer's; or it is 0, and the quote shows an INIT with the own Initiate Tag (9260-10-08).</summary>
    private static bool IsGenuine(SctpAssociation association, ReadOnlySpan<byte> quote, out bool quotesInit)
    {
        uint tag = BinaryPrimitives.ReadUInt32BigEndian(quote[4..]);
        quotesInit = tag == 0;
        if (!quotesInit)
        {
            return tag == association.PeerTag;
        }

        return quote.Length >= InitiateTagEnd
            && quote[CommonHeader.Length] == (byte)ChunkType.Init
            && BinaryPrimitives.ReadUInt32BigEndian(quote[(CommonHeader.Length + 4)..]) == association.LocalTag;
    }

    /// <summary>The path MTU falls to what the network says, never below the least that is supported, and never rises by a message.</summary>
    private static void OnPacketTooBig(SctpAssociation association, Path path, int mtu, Instant now)
    {
        // A router that does not tell leaves the least that is safe.
        int lowered = Math.Max(mtu, SctpOptions.MinPathMtu) & ~3;
        if (lowered < path.Mtu)
        {
            association.ChangeMtu(path, lowered, now);
        }
    }
}
