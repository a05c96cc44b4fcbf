using System;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Takes back window that it has granted: each SACK advertises less than the one before, and then all of it again.</summary>
public sealed record ShrinkingWindow : ScriptedBehavior
{
    /// <summary>By how much it shrinks from one SACK to the next, in bytes.</summary>
    public int Step { get; init; } = 10_000;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        CheckRange(Step, 0, int.MaxValue);
    }

    internal override PeerScript CreateScript() => new Script(this);

    private sealed class Script(ShrinkingWindow options) : SackScript
    {

        private long _taken;

        protected override void WriteSack(PacketForge forge, ReadOnlySpan<byte> chunk)
        {
            long window = new WireSack(chunk).AdvertisedWindow - _taken;
            _taken = window <= 0 ? 0 : _taken + options.Step;
            WriteWithWindow(forge, chunk, (uint)Math.Max(0, window));
        }
    }
}
