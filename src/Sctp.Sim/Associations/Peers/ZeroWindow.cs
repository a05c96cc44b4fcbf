using System;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Advertises no window at all for a while, and does not tell when that is over: only probes find out (RFC 9260 section 6.1 rule A).</summary>
public sealed record ZeroWindow : ScriptedBehavior
{
    internal override PeerScript CreateScript() => new Script();

    private sealed class Script : SackScript
    {

        protected override void WriteSack(PacketForge forge, ReadOnlySpan<byte> chunk) => WriteWithWindow(forge, chunk, 0);
    }
}
