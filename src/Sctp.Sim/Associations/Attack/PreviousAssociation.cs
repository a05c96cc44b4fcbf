using System.Collections.Generic;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Associations.Attack;

/// <summary>A packet that somebody read earlier.</summary>
/// <param name="ToServer">Whether it went from the client to the server.</param>
/// <param name="Bytes">Its bytes.</param>
internal readonly record struct OverheardPacket(bool ToServer, byte[] Bytes);

/// <summary>
/// An association that the same addresses and ports had before the run: set up, used and shut down between two stacks, so that its packets can be replayed.
/// Its stacks are gone: what they held in memory, keys of State Cookies too, is forgotten.
/// </summary>
internal static class PreviousAssociation
{
    private const int Messages = 4;
    private const int MostRounds = 500;

    /// <param name="client">The options of the client, with port and addresses.</param>
    /// <param name="server">The options of the server, with port and addresses.</param>
    /// <param name="seed">What its tags, TSNs and keys are drawn from.</param>
    public static List<OverheardPacket> Overhear(SctpOptions client, SctpOptions server, ulong seed)
    {
        var random = new Randomness(seed);
        SctpEndpoint[] endpoints = [new(client with { Fragmentation = true }, new SeededEntropy(random, 0, 0, null)), new(server with { Fragmentation = true }, new SeededEntropy(random, 1, 0, null))];
        List<OverheardPacket> overheard = [];
        Instant now = Instant.Epoch;
        endpoints[1].Listen();
        SctpAssociation association = endpoints[0].Connect(server.LocalAddresses[0], server.LocalPort, now);
        byte[] payload = new byte[100];
        bool hasSent = false;
        bool hasEnded = false;
        for (int round = 0; round < MostRounds && !hasEnded; round++)
        {
            bool isBusy = Exchange(endpoints, overheard, now);
            if (!hasSent && association.State == AssociationState.Established)
            {
                hasSent = true;
                for (int i = 0; i < Messages; i++)
                {
                    Say(association, payload, now);
                    Say(endpoints[1].GetAssociation(0), payload, now);
                }
            }
            else if (!isBusy)
            {
                if (hasSent && association.State == AssociationState.Established)
                {
                    association.Shutdown(now);
                }

                now += Duration.FromMilliseconds(50);
                endpoints[0].Advance(now);
                endpoints[1].Advance(now);
            }

            hasEnded = hasSent && endpoints[0].AssociationCount == 0 && endpoints[1].AssociationCount == 0;
        }

        return overheard;
    }

    private static void Say(SctpAssociation association, byte[] payload, Instant now) => _ = association.Send(payload, new SendOptions(), now);

    private static bool Exchange(SctpEndpoint[] endpoints, List<OverheardPacket> overheard, Instant now)
    {
        byte[] buffer = new byte[65_535];
        bool isBusy = false;
        for (int i = 0; i < endpoints.Length; i++)
        {
            while (endpoints[i].TryTransmit(buffer, now, out Transmit transmit))
            {
                isBusy = true;
                byte[] packet = buffer[..transmit.Length];
                overheard.Add(new OverheardPacket(i == 0, packet));
                SctpAddress from = transmit.Local.Kind == SctpAddressKind.None ? endpoints[i].Options.LocalAddresses[0] : transmit.Local;
                endpoints[1 - i].Receive(packet, new NetworkPath(from, transmit.Remote), now);
            }

            while (endpoints[i].TryGetEvent(out SctpEvent e))
            {
                e.Message.Dispose();
            }

            if (endpoints[i].AssociationCount > 0)
            {
                while (endpoints[i].GetAssociation(0).TryReceive(out SctpMessage message))
                {
                    message.Dispose();
                }
            }
        }

        return isBusy;
    }
}
