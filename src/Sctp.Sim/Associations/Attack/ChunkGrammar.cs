using System;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Associations.Attack;

/// <summary>
/// Chunks of every type with their parameters and causes, each field valid more often than not and else off by a little, at a bound, or random: what is
/// wrong everywhere is refused at once and shows nothing.
/// </summary>
internal static class ChunkGrammar
{
    private const byte Ecne = 12;
    private const byte Cwr = 13;
    private const byte Auth = 15;
    private const byte AsconfAck = 0x80;
    private const byte ForwardTsn = 0xC0;
    private const byte Asconf = 0xC1;

    /// <summary>Writes one chunk of a type that is drawn.</summary>
    public static void Write(PacketForge forge, RandomSequence draw, in ForgeTarget target) => Write(forge, draw, target, DrawType(draw));

    /// <summary>Writes one chunk.</summary>
    public static void Write(PacketForge forge, RandomSequence draw, in ForgeTarget target, byte type)
    {
        _ = forge.BeginChunk(type, DrawFlags(draw, type));
        switch (type)
        {
            case WireChunk.Data:
                WriteData(forge, draw, target);
                break;
            case WireChunk.Init or WireChunk.InitAck:
                WriteInit(forge, draw, target, type);
                break;
            case WireChunk.Sack:
                WriteSack(forge, draw, target);
                break;
            case WireChunk.Heartbeat or WireChunk.HeartbeatAck:
                WriteHeartbeat(forge, draw);
                break;
            case WireChunk.Abort or WireChunk.Error:
                WriteCauses(forge, draw, target);
                break;
            case WireChunk.Shutdown:
                _ = forge.U32(Near(draw, target.VictimTsn));
                break;
            case WireChunk.CookieEcho:
                WriteCookie(forge, draw, target);
                break;
            case Ecne or Cwr or ForwardTsn:
                _ = forge.U32(Near(draw, target.PeerTsn));
                break;
            case WireChunk.ShutdownAck or WireChunk.CookieAck or WireChunk.ShutdownComplete:
                _ = draw.Chance(900_000) ? forge : forge.Noise((int)draw.Between(1, 20), draw);
                break;
            default:
                _ = forge.Noise((int)draw.Between(0, 60), draw);
                break;
        }

        _ = forge.EndChunk(draw.Chance(950_000) ? 0 : (int)draw.Between(-8, 8));
    }

    /// <summary>A parameter of INIT or INIT ACK.</summary>
    public static void WriteParameter(PacketForge forge, RandomSequence draw, in ForgeTarget target)
    {
        int error = draw.Chance(950_000) ? 0 : (int)draw.Between(-5, 9);
        switch (draw.Between(0, 9))
        {
            case 0:
                _ = forge.BeginParameter(5).U8(10).U8((byte)draw.Between(0, 3)).U8((byte)draw.Between(0, 3)).U8((byte)draw.Between(1, 9)).EndParameter(error);
                break;
            case 1:
                _ = forge.BeginParameter(6).U8(0xFD).Noise(15, draw).EndParameter(error);
                break;
            case 2:
                _ = forge.BeginParameter(7).Raw(target.Cookie).Noise(target.Cookie.Length == 0 ? 60 : 0, draw).EndParameter(error);
                break;
            case 3:
                _ = forge.BeginParameter(8).BeginChunkless(draw).EndParameter(error);
                break;
            case 4:
                _ = forge.BeginParameter(9).U32((uint)draw.Between(0, 100_000)).EndParameter(error);
                break;
            case 5:
                _ = forge.BeginParameter(11).Noise((int)draw.Between(0, 40), draw).EndParameter(error);
                break;
            case 6:
                _ = forge.BeginParameter(12).U16(5).U16((ushort)draw.Between(4, 12)).EndParameter(error);
                break;
            default:
                // Unrecognized, of all four actions.
                _ = forge.BeginParameter((ushort)((draw.Between(0, 3) << 14) | draw.Between(0x100, 0x3FFF))).Noise((int)draw.Between(0, 24), draw).EndParameter(error);
                break;
        }
    }

    /// <summary>An error cause of any code.</summary>
    public static void WriteCause(PacketForge forge, RandomSequence draw, ushort code)
    {
        int error = draw.Chance(950_000) ? 0 : (int)draw.Between(-5, 9);
        _ = forge.BeginParameter(code);
        _ = code switch
        {
            1 => forge.U16((ushort)draw.Between(0, 70)).U16(0),
            2 => forge.U32(1).U16(7),
            3 => forge.U32((uint)draw.Between(0, 10_000_000)),
            9 => forge.U32((uint)draw.Next()),
            4 or 7 or 10 => forge,
            _ => forge.Noise((int)draw.Between(0, 40), draw),
        };
        _ = forge.EndParameter(error);
    }

    private static PacketForge BeginChunkless(this PacketForge forge, RandomSequence draw) =>
        forge.U16((ushort)draw.Between(0x8000, 0xFFFF)).U16(8).U32((uint)draw.Next());

    private static byte DrawType(RandomSequence draw) => (byte)(draw.Chance(850_000)
        ? draw.Between(0, 14)
        : draw.Chance(500_000)
            ? draw.Pick<byte>([Auth, AsconfAck, Asconf, ForwardTsn])
            : (draw.Between(0, 3) << 6) | draw.Between(16, 63));

    private static byte DrawFlags(RandomSequence draw, byte type) => type switch
    {
        WireChunk.Data => (byte)(draw.Chance(700_000) ? 3 : draw.Between(0, 15)),
        WireChunk.Abort or WireChunk.ShutdownComplete => (byte)draw.Between(0, 1),
        _ => (byte)(draw.Chance(950_000) ? 0 : draw.Between(0, 255)),
    };

    private static void WriteData(PacketForge forge, RandomSequence draw, in ForgeTarget target) => _ = forge
        .U32(Near(draw, target.PeerTsn + 1))
        .U16((ushort)(draw.Chance(800_000) ? draw.Between(0, Math.Max(0, target.Streams - 1)) : draw.Between(0, ushort.MaxValue)))
        .U16((ushort)draw.Between(0, draw.Chance(800_000) ? 20 : ushort.MaxValue))
        .U32((uint)draw.Next())
        .Noise((int)(draw.Chance(900_000) ? draw.Between(1, 100) : 0), draw);

    private static void WriteInit(PacketForge forge, RandomSequence draw, in ForgeTarget target, byte type)
    {
        _ = forge
            .U32(draw.Chance(900_000) ? (uint)draw.Next() : draw.Pick<uint>([0, target.Tag, target.PeerTag]))
            .U32(draw.Chance(900_000) ? 65_536 : (uint)draw.Between(0, 1_600))
            .U16((ushort)(draw.Chance(900_000) ? 10 : draw.Between(0, 1)))
            .U16((ushort)(draw.Chance(900_000) ? 10 : draw.Between(0, 1)))
            .U32((uint)draw.Next());
        if (type == WireChunk.InitAck && draw.Chance(700_000))
        {
            _ = forge.BeginParameter(7).Noise(80, draw).EndParameter();
        }

        for (long count = draw.Between(0, 4); count > 0; count--)
        {
            WriteParameter(forge, draw, target);
        }
    }

    private static void WriteSack(PacketForge forge, RandomSequence draw, in ForgeTarget target)
    {
        int blocks = (int)(draw.Chance(500_000) ? 0 : draw.Between(1, 6));
        int duplicates = (int)(draw.Chance(800_000) ? 0 : draw.Between(1, 6));
        bool isHonestCount = draw.Chance(900_000);
        _ = forge
            .U32(Near(draw, target.VictimTsn))
            .U32((uint)(draw.Chance(700_000) ? draw.Between(2_000, 1_000_000) : draw.Between(0, 1_500)))
            .U16((ushort)(isHonestCount ? blocks : draw.Between(0, ushort.MaxValue)))
            .U16((ushort)(isHonestCount ? duplicates : draw.Between(0, ushort.MaxValue)));
        int at = 0;
        for (int i = 0; i < blocks; i++)
        {
            int start = draw.Chance(900_000) ? at + (int)draw.Between(2, 8) : (int)draw.Between(0, ushort.MaxValue);
            at = draw.Chance(900_000) ? start + (int)draw.Between(0, 4) : (int)draw.Between(0, ushort.MaxValue);
            _ = forge.U16((ushort)start).U16((ushort)at);
        }

        for (int i = 0; i < duplicates; i++)
        {
            _ = forge.U32(Near(draw, target.VictimTsn));
        }
    }

    private static void WriteHeartbeat(PacketForge forge, RandomSequence draw)
    {
        for (long count = draw.Chance(900_000) ? 1 : draw.Between(0, 3); count > 0; count--)
        {
            int length = (int)(draw.Chance(900_000) ? draw.Between(0, 60) : draw.Between(60, 1_400));
            _ = forge.BeginParameter((ushort)(draw.Chance(900_000) ? 1 : draw.Between(0, ushort.MaxValue))).Noise(length, draw).EndParameter(draw.Chance(950_000) ? 0 : (int)draw.Between(-5, 9));
        }
    }

    private static void WriteCauses(PacketForge forge, RandomSequence draw, in ForgeTarget target)
    {
        _ = target;
        for (long count = draw.Between(0, 3); count > 0; count--)
        {
            WriteCause(forge, draw, (ushort)(draw.Chance(950_000) ? draw.Between(1, 13) : draw.Between(0, ushort.MaxValue)));
        }
    }

    private static void WriteCookie(PacketForge forge, RandomSequence draw, in ForgeTarget target)
    {
        if (target.Cookie.Length == 0)
        {
            _ = forge.Noise((int)draw.Between(0, 120), draw);
            return;
        }

        int start = forge.Length;
        _ = forge.Raw(target.Cookie);
        if (draw.Chance(700_000) && forge.Length > start)
        {
            forge.Bytes[start + (int)draw.Between(0, forge.Length - start - 1)] ^= (byte)(1 << (int)draw.Between(0, 7));
        }
    }

    /// <summary>A serial number that is right, beside it, at the other end of the space, or anything.</summary>
    private static uint Near(RandomSequence draw, uint value) => draw.Between(0, 9) switch
    {
        <= 4 => value,
        5 => value + (uint)draw.Between(1, 10),
        6 => value - (uint)draw.Between(1, 10),
        7 => value + 0x8000_0000u + (uint)draw.Between(0, 2) - 1,
        8 => value + (uint)draw.Between(1_000, 100_000),
        _ => (uint)draw.Next(),
    };
}
