using System;
using System.Buffers.Binary;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Echoes its State Cookie again and again, whole or with a flipped bit, alone or with DATA behind it.</summary>
public sealed record OldCookies : ScriptedBehavior
{
    /// <summary>How many of a million have a flipped bit.</summary>
    public int FlippedPerMillion { get; init; } = 500_000;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        CheckRange(FlippedPerMillion, 0, 1_000_000);
    }

    internal override PeerScript CreateScript() => new Script(this);

    private sealed class Script(OldCookies options) : PeerScript
    {

        protected override bool Ticks => true;

        protected override void OnTick(Instant now)
        {
            if (Own.LastCookieEcho.Length < 24)
            {
                return;
            }

            byte[] packet = [.. Own.LastCookieEcho];
            if (Draw.Chance(options.FlippedPerMillion))
            {
                int length = BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(14));
                packet[(int)Draw.Between(16, Math.Min(packet.Length, PacketForge.HeaderLength + length) - 1)] ^= (byte)(1 << (int)Draw.Between(0, 7));
                WireChecksum.Seal(packet);
            }

            Emit(packet);
        }
    }
}
