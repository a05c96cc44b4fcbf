using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Sends every packet with DATA several times.</summary>
public sealed record DuplicateFlood : ScriptedBehavior
{
    /// <summary>How many copies it sends beside each.</summary>
    public int Copies { get; init; } = 10;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        CheckRange(Copies, 0, 1_000);
    }

    internal override PeerScript CreateScript() => new Script(this);

    private sealed class Script(DuplicateFlood options) : PeerScript
    {

        protected override void EndPacket(PacketForge forge)
        {
            if (forge.Bytes[PacketForge.HeaderLength] == WireChunk.Data)
            {
                byte[] copy = forge.Seal().ToArray();
                for (int i = 0; i < options.Copies; i++)
                {
                    Emit(copy);
                }
            }
        }
    }
}
