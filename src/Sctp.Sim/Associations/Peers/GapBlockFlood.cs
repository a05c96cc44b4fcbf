using System;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Reports as many Gap Ack Blocks as fit a packet: every second TSN, received or not.</summary>
public sealed record GapBlockFlood : ScriptedBehavior
{
    /// <summary>How many blocks at most.</summary>
    public int Blocks { get; init; } = 350;

    /// <summary>Whether the blocks go on beyond the highest TSN seen.</summary>
    public bool GoesBeyond { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        CheckRange(Blocks, 0, 350);
    }

    internal override PeerScript CreateScript() => new Script(this);

    private sealed class Script(GapBlockFlood options) : SackScript
    {

        protected override void WriteSack(PacketForge forge, ReadOnlySpan<byte> chunk)
        {
            var sack = new WireSack(chunk);
            long ahead = Peer.HasTsn ? (int)(Peer.HighestTsn - sack.CumulativeTsn) : 0;
            int blocks = (int)Math.Min(options.Blocks, options.GoesBeyond ? options.Blocks : Math.Max(0, ahead / 2));
            _ = BeginSack(forge, sack.CumulativeTsn, sack.AdvertisedWindow, blocks, 0);
            for (int i = 1; i <= blocks; i++)
            {
                _ = forge.U16((ushort)(2 * i)).U16((ushort)(2 * i));
            }

            _ = forge.EndChunk();
        }
    }
}
