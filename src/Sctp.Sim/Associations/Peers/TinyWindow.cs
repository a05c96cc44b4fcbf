using System;
using System.Buffers.Binary;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Never advertises more than a small window, which the real buffer does not need.</summary>
public sealed record TinyWindow : ScriptedBehavior
{
    /// <summary>The window in bytes.</summary>
    public int Window { get; init; } = 1_500;

    /// <summary>Whether INIT and INIT ACK advertise it too; below 1500 bytes that makes them invalid (RFC 9260 section 3.3.2).</summary>
    public bool ShrinksInit { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        CheckRange(Window, 0, int.MaxValue);
    }

    internal override PeerScript CreateScript() => new Script(this);

    private sealed class Script(TinyWindow options) : SackScript
    {

        protected override void WriteSack(PacketForge forge, ReadOnlySpan<byte> chunk) => WriteWithWindow(forge, chunk, (uint)options.Window);

        protected override void ChangeInit(Span<byte> chunk)
        {
            if (options.ShrinksInit)
            {
                BinaryPrimitives.WriteUInt32BigEndian(chunk[8..], (uint)options.Window);
            }
        }
    }
}
