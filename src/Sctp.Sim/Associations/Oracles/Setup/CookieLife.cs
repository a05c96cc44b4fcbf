namespace Sctp.Sim.Associations.Oracles;

internal sealed class CookieLife : Oracle
{
    private const ushort StaleCookie = 3;

    private readonly bool[] _isAnsweredAsStale = new bool[2];

    public override string Id => "O-S5";

    public override string Name => "cookie-life";

    public override string Statement =>
        "A cookie older than its life sets up nothing, unless both its tags are those of the association, and is called stale; a younger one never is.";

    public override string RfcSection => "5.1.5, 5.2.4, 5.2.6";

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.PacketSent | Hooks.AfterEvent;

    public override ulong SentTypes => 1UL << WireChunk.Error;

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Conditions Excludes => Conditions.InexactTime;

    public override void OnPacketReceived(AssociationSide side, WirePacket packet) => _isAnsweredAsStale[side.Index] = false;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (packet.TryFind(WireChunk.Error, out WireChunk error) && SetupShadow.TryFindParameter(packet.ValueOf(error), StaleCookie, out _))
        {
            _isAnsweredAsStale[side.Index] = true;
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        SetupOfSide setup = Set.Setup[side];
        if (!Set.Input[side].IsPacket || side.Application.IsEnded || setup.Encounter is CookieEncounter.None or CookieEncounter.Foreign)
        {
            return;
        }

        // What an INIT may ask for on top is at most another Valid.Cookie.Life (5.2.6).
        Duration age = side.Now - setup.EchoedCookie.IssuedAt;
        Duration life = side.Options.Endpoint.ValidCookieLife;
        Duration longest = setup.EchoedCookie.AsksForLongerLife ? life * 2 : life;
        bool isTaken = Set.Input[side].HasSent(WireChunk.CookieAck);
        if (age > longest && isTaken && setup.Encounter != CookieEncounter.Duplicate)
        {
            Violate(side, $"a cookie of {age} was taken ({setup.Encounter}); its life is {longest}");
        }
        else if (age > longest && setup.Encounter != CookieEncounter.Duplicate && !_isAnsweredAsStale[side.Index] && MayAnswer(side, setup.EchoedCookie))
        {
            Violate(side, $"a cookie of {age} was not called stale ({setup.Encounter}); its life is {longest}");
        }
        else if (age <= life && _isAnsweredAsStale[side.Index])
        {
            Violate(side, $"a cookie of {age} was called stale; its life is {life}");
        }
    }

    // A cookie of a key that is no longer kept is discarded in silence (5.1.3), and so is one that meets an association in a way that no row of table 12 knows.
    private bool MayAnswer(AssociationSide side, in IssuedCookie cookie) =>
        Set.Setup[side].Encounter is CookieEncounter.Begins or CookieEncounter.Restart or CookieEncounter.Crossing
        && (Set.Conditions & Conditions.RotatedKeys) == 0
        && side.Now - cookie.IssuedAt <= side.Options.Endpoint.CookieKeyLifetime
        && side.Node.CookieKeys - cookie.CookieKeys < 2;
}
