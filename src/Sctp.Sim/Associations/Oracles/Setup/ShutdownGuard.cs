namespace Sctp.Sim.Associations.Oracles;

internal sealed class ShutdownGuard : Oracle
{
    private readonly Instant?[] _begun = new Instant?[2];

    public override string Id => "O-S17";

    public override string Name => "t5-guard";

    public override string Statement => "From its first SHUTDOWN on a side is closed within T5-shutdown-guard.";

    public override string RfcSection => "9.2";

    public override Hooks Hooks => Hooks.PacketSent | Hooks.AfterEvent | Hooks.AtDeadline;

    public override ulong SentTypes => 1UL << WireChunk.Shutdown;

    public override Conditions Excludes => Conditions.Crashes | Conditions.InexactTime;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!side.Application.IsEnded)
        {
            _begun[side.Index] ??= packet.Time;
        }
    }

    public override void AfterEvent(AssociationSide side) => Judge(side);

    public override void AtDeadline(AssociationSide side, Duration bound) => Judge(side);

    private void Judge(AssociationSide side)
    {
        if (_begun[side.Index] is not { } begun)
        {
            return;
        }

        if (side.Application.IsEnded)
        {
            _begun[side.Index] = null;
            return;
        }

        Duration guard = side.Options.Endpoint.ShutdownGuard ?? (side.Options.Endpoint.RtoMax * 5);
        if (side.Now - begun > guard)
        {
            _begun[side.Index] = null;
            Violate(side, $"in {side.Stack.State} {side.Now - begun} after the first SHUTDOWN; T5-shutdown-guard is {guard}");
        }
    }
}
