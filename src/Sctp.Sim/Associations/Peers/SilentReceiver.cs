using System;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Takes DATA and never acknowledges it.</summary>
public sealed record SilentReceiver : ScriptedBehavior
{
    internal override PeerScript CreateScript() => new Script();

    private sealed class Script : SackScript
    {

        protected override void WriteSack(PacketForge forge, ReadOnlySpan<byte> chunk)
        {
        }
    }
}
