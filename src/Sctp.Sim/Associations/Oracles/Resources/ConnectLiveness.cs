namespace Sctp.Sim.Associations.Oracles;

internal sealed class ConnectLiveness : Oracle
{
    private const ushort StaleCookie = 3;

    private readonly Attempt[] _attempts = [new(), new()];

    public override string Id => "O-L3";

    public override string Name => "connect-live";

    public override string Statement => "An association that was opened comes up or is reported as failed once T1 has expired Max.Init.Retransmits times for INIT and for COOKIE ECHO.";

    public override string RfcSection => "4, 5.1";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Conditions Excludes => Conditions.MisbehavingPeer | Conditions.OnPathAttacker | Conditions.SealedDamage | Conditions.InexactTime | Conditions.RotatedKeys;

    public override Hooks Hooks => Hooks.PacketSent | Hooks.PacketReceived | Hooks.AfterEvent | Hooks.AtDeadline;

    public override ulong SentTypes => 1UL << WireChunk.Init;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (packet.ChunkCount == 1 && packet.Chunks[0].Type == WireChunk.Init && packet.Chunks[0].Length >= WireInit.FixedLength)
        {
            Attempt attempt = _attempts[side.Index];
            uint tag = packet.FirstWord(packet.Chunks[0]);
            if (!attempt.IsOpen || attempt.Tag != tag)
            {
                attempt.IsOpen = true;
                attempt.Tag = tag;
                attempt.Begun = packet.Time;
                attempt.StaleCookies = 0;
            }
        }
    }

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        if (_attempts[side.Index].IsOpen && packet.TryFind(WireChunk.Error, out WireChunk error)
            && SetupShadow.TryFindParameter(packet.ValueOf(error), StaleCookie, out _))
        {
            _attempts[side.Index].StaleCookies++; // The set-up begins again (5.2.6).
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        Attempt attempt = _attempts[side.Index];
        if (!attempt.IsOpen)
        {
            return;
        }

        if (side.Application.IsUp || side.Application.IsEnded || side.Stack.State is not (AssociationState.CookieWait or AssociationState.CookieEchoed))
        {
            attempt.IsOpen = false;
            return;
        }

        SctpOptions options = side.Options.Endpoint;
        Duration bound = options.RtoMax * ((2L * (options.MaxInitRetransmits + 1)) * (attempt.StaleCookies + 1));
        if (side.Now - attempt.Begun > bound)
        {
            attempt.IsOpen = false;
            Violate(side, $"in {side.Stack.State} {side.Now - attempt.Begun} after the first INIT; {bound} are allowed");
        }
    }

    public override void AtDeadline(AssociationSide side, Duration bound)
    {
        if (_attempts[side.Index].IsOpen && (Set.Conditions & (Conditions.Crashes | Conditions.Mortal)) == 0)
        {
            Violate(side, $"still in {side.Stack.State} {bound} after the faults stopped");
        }
    }

    private sealed class Attempt
    {
        public bool IsOpen { get; set; }

        public uint Tag { get; set; }

        public Instant Begun { get; set; }

        public int StaleCookies { get; set; }
    }
}
