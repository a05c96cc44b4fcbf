namespace Sctp.Sim.Associations.Oracles;

/// <summary>Judges the simulator itself.</summary>
internal sealed class SimulatorSanity : Oracle
{
    private const int CheckInterval = 4096;

    private Instant _last;
    private int _packets;

    public override string Id => "O-Z1";

    public override string Name => "sim-sane";

    public override string Statement => "Time never goes back, every packet that was sent has one fate, and no byte is lost or made on a link.";

    public override string RfcSection => "none";

    public override Conditions Excludes => Conditions.None;

    public override Hooks Hooks => Hooks.PacketSent | Hooks.PacketReceived | Hooks.AfterEvent | Hooks.AtEnd | Hooks.AtDeadline;

    public override void OnPacketSent(AssociationSide side, WirePacket packet) => Follow(packet);

    public override void OnPacketReceived(AssociationSide side, WirePacket packet) => Follow(packet);

    public override void AfterEvent(AssociationSide side)
    {
        if (_packets >= CheckInterval)
        {
            _packets = 0;
            CheckNetwork();
        }
    }

    public override void AtEnd(AssociationSide side) => CheckNetwork();

    public override void AtDeadline(AssociationSide side, Duration bound) => CheckNetwork();

    private void Follow(WirePacket packet)
    {
        _packets++;
        if (packet.Time < _last)
        {
            Violate(null, $"it is {packet.Time} after it was {_last}");
        }

        _last = packet.Time;
    }

    private void CheckNetwork()
    {
        if (Set.Network is { } network && !network.TryCheckConservation(out string? problem))
        {
            Violate(null, problem);
        }
    }
}
