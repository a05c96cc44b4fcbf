using System.Buffers.Binary;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class OutOfTheBluePacket : Oracle
{
    private const byte TBit = 1;
    private const ushort StaleCookie = 3;
    private const byte Nothing = 255;

    private readonly Expectation[] _expected = new Expectation[2];

    public override string Id => "O-S19";

    public override string Name => "ootb";

    public override string Statement => "A packet that belongs to no association is answered as the rules 1 to 8 of section 8.4 say, and changes nothing.";

    public override string RfcSection => "8.4";

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.PacketSent | Hooks.AfterEvent;

    public override Conditions Excludes => Conditions.None;

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        ref Expectation expected = ref _expected[side.Index];
        expected = default;
        bool isJudged = side.Endpoint.AssociationCount == 0
            && !side.Options.Endpoint.IgnoreOutOfTheBlue
            && packet.ChunkCount > 0
            && Set.Input[side].HasValidChecksum
            && packet.DestinationPort == HostNumbers.PortOf(side.Node.Host)
            && packet.SourcePort != 0;
        if (!isJudged)
        {
            return;
        }

        byte reply = ReplyOf(packet);
        if (packet.Chunks[0].Type is WireChunk.Init or WireChunk.CookieEcho && reply != Nothing)
        {
            return; // Rules 3 and 4: section 5.1 judges them.
        }

        expected = new Expectation(true, reply, packet.VerificationTag, packet.SourcePort, 0);
    }

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        ref Expectation expected = ref _expected[side.Index];
        if (!expected.IsSet)
        {
            return;
        }

        expected = expected with { Replies = expected.Replies + 1 };
        bool isRight = packet.ChunkCount == 1
            && packet.Chunks[0].Type == expected.Reply
            && (packet.Chunks[0].Flags & TBit) != 0
            && packet.VerificationTag == expected.Tag
            && packet.DestinationPort == expected.Port;
        if (!isRight)
        {
            Violate(side, $"a packet out of the blue with tag {expected.Tag:x8} was answered by chunk type {(packet.ChunkCount > 0 ? packet.Chunks[0].Type : Nothing)} under tag {packet.VerificationTag:x8}; due was {Describe(expected.Reply)}");
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        ref Expectation expected = ref _expected[side.Index];
        if (!expected.IsSet)
        {
            return;
        }

        int due = expected.Reply == Nothing ? 0 : 1;
        if (expected.Replies != due)
        {
            Violate(side, $"a packet out of the blue was answered {expected.Replies} times; due was {Describe(expected.Reply)}");
        }
        else if (side.Endpoint.AssociationCount != 0)
        {
            Violate(side, "a packet out of the blue set up an association");
        }

        expected = default;
    }

    private static byte ReplyOf(WirePacket packet)
    {
        bool hasShutdownAck = false;
        bool isSilent = false;
        WireChunk first = packet.Chunks[0];
        if (packet.VerificationTag == 0 && first.Type != WireChunk.Init)
        {
            return Nothing; // 8.5.1: the tag 0 is for INIT alone, and an ABORT that reflects it could not be accepted.
        }

        if (first.Type == WireChunk.CookieEcho)
        {
            return WireChunk.CookieAck; // Not judged here.
        }

        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            switch (chunk.Type)
            {
                case WireChunk.Abort:
                    return first.Type == WireChunk.Init ? WireChunk.InitAck : Nothing; // Rule 2; an INIT is not bundled in any case.
                case WireChunk.Init:
                    return chunk.Offset == first.Offset && packet.ChunkCount == 1 && packet.VerificationTag == 0 ? WireChunk.InitAck : Nothing; // Rule 3, and section 3 on bundling.
                case WireChunk.ShutdownAck:
                    hasShutdownAck = true;
                    break;
                case WireChunk.ShutdownComplete or WireChunk.CookieAck:
                    isSilent = true;
                    break;
                case WireChunk.Error:
                    isSilent |= HasStaleCookie(packet, chunk);
                    break;
            }
        }

        return hasShutdownAck ? WireChunk.ShutdownComplete : isSilent ? Nothing : WireChunk.Abort;
    }

    private static bool HasStaleCookie(WirePacket packet, in WireChunk error)
    {
        System.ReadOnlySpan<byte> causes = packet.ValueOf(error);
        while (causes.Length >= 4)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(causes[2..]);
            if (length < 4 || length > causes.Length)
            {
                break;
            }

            if (BinaryPrimitives.ReadUInt16BigEndian(causes) == StaleCookie)
            {
                return true;
            }

            causes = causes[System.Math.Min((length + 3) & ~3, causes.Length)..];
        }

        return false;
    }

    private static string Describe(byte reply) => reply switch
    {
        Nothing => "nothing",
        WireChunk.Abort => "ABORT with the T bit",
        _ => "SHUTDOWN COMPLETE with the T bit",
    };

    private readonly record struct Expectation(bool IsSet, byte Reply, uint Tag, ushort Port, int Replies);
}
