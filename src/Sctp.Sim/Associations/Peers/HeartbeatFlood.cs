using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Sends HEARTBEATs as fast as it can, many in a packet, of any size.</summary>
public sealed record HeartbeatFlood : ScriptedBehavior
{
    /// <summary>How many it puts into one packet.</summary>
    public int Bundled { get; init; } = 5;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        CheckRange(Bundled, 0, 100);
    }

    internal override PeerScript CreateScript() => new Script(this);

    private sealed class Script(HeartbeatFlood options) : PeerScript
    {

        protected override bool Ticks => true;

        protected override void OnTick(Instant now)
        {
            _ = NewPacket();
            for (int i = 0; i < options.Bundled; i++)
            {
                int length = (int)(Draw.Chance(900_000) ? Draw.Between(0, 100) : Draw.Between(100, 1_300));
                _ = Forge.BeginChunk(WireChunk.Heartbeat).BeginParameter(1).Noise(length, Draw).EndParameter().EndChunk();
            }

            Emit();
        }
    }
}
