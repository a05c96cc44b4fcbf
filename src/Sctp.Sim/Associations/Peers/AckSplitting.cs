using System;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Says in many SACKs, one TSN after the other, what one SACK could have said (RFC 9260 section 7.2).</summary>
public sealed record AckSplitting : ScriptedBehavior
{
    /// <summary>How many SACKs at most it makes of one.</summary>
    public int Pieces { get; init; } = 8;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        CheckRange(Pieces, 1, 1_000);
    }

    internal override PeerScript CreateScript() => new Script(this);

    private sealed class Script(AckSplitting options) : SackScript
    {

        private uint _last;
        private bool _hasLast;

        protected override void WriteSack(PacketForge forge, ReadOnlySpan<byte> chunk)
        {
            var sack = new WireSack(chunk);
            uint cumulative = sack.CumulativeTsn;
            for (int i = 1; _hasLast && i < options.Pieces && WirePacket.IsBefore(_last + (uint)i, cumulative); i++)
            {
                _ = BeginSack(NewPacket(), _last + (uint)i, sack.AdvertisedWindow, 0, 0).EndChunk();
                Emit();
            }

            // The last piece comes last: what was emitted leaves behind this packet.
            bool isSplit = _hasLast && WirePacket.IsBefore(_last + 1, cumulative);
            if (isSplit)
            {
                _ = NewPacket().Raw(chunk);
                Emit();
                _ = BeginSack(forge, _last, sack.AdvertisedWindow, 0, 0).EndChunk();
            }
            else
            {
                _ = forge.Raw(chunk);
            }

            _last = cumulative;
            _hasLast = true;
        }
    }
}
