using System;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class DuplicateReport : ShadowOracle
{
    public override string Id => "O-A9";

    public override string Name => "dup-report";

    public override string Statement => "TSNs that arrived again since the last SACK are listed once for each time, as far as they fit the packet, and no others.";

    public override string RfcSection => "3.3.4, 6.2";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.Sack;

    /// <summary>A receiver need not keep more than a packet of common size can report.</summary>
    private const int Limit = 512;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!packet.TryFind(WireChunk.Sack, out WireChunk chunk) || !TryJudge(side, packet, out ShadowSide shadow))
        {
            return;
        }

        ShadowReceiver receiver = shadow.Receiver;
        WireSack sack = packet.Sack(chunk);
        if (!sack.IsWellFormed || receiver.AreDuplicatesDoubtful)
        {
            return;
        }

        int count = sack.DuplicateCount;
        int arrived = receiver.DuplicateCount;
        if (!ListsInOrder(sack, receiver) && FindUnfounded(sack, receiver) is var unfounded and >= 0)
        {
            Violate(side, $"TSN {sack.Duplicate(unfounded)} is listed as duplicate more often than it arrived again");
        }
        else if (count < arrived && count < Limit && packet.Length + 4 <= side.RoomTo(packet.To))
        {
            Violate(side, $"{count} duplicates are listed, {arrived} arrived, the first is {receiver.Duplicates[0]}");
        }
    }

    private static bool ListsInOrder(in WireSack sack, ShadowReceiver receiver)
    {
        if (sack.DuplicateCount > receiver.DuplicateCount)
        {
            return false;
        }

        for (int i = 0; i < sack.DuplicateCount; i++)
        {
            if (sack.Duplicate(i) != receiver.Duplicates[i])
            {
                return false;
            }
        }

        return true;
    }

    private static int FindUnfounded(in WireSack sack, ShadowReceiver receiver)
    {
        for (int i = 0; i < sack.DuplicateCount; i++)
        {
            uint tsn = sack.Duplicate(i);
            int listed = 0;
            for (int j = 0; j < sack.DuplicateCount; j++)
            {
                listed += sack.Duplicate(j) == tsn ? 1 : 0;
            }

            if (listed > MemoryExtensions.Count(receiver.Duplicates, tsn))
            {
                return i;
            }
        }

        return -1;
    }
}
