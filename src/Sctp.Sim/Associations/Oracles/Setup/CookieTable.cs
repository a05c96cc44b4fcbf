namespace Sctp.Sim.Associations.Oracles;

internal sealed class CookieTable : Oracle
{
    public override string Id => "O-S8";

    public override string Name => "dup-cookie-matrix";

    public override string Statement =>
        "COOKIE ECHO is answered by COOKIE ACK where it sets up an association; where it meets one, as table 12 says: COOKIE ACK for actions A, B and D, silence for C and for what no row fits.";

    public override string RfcSection => "5.1.5, 5.2.4";

    public override Hooks Hooks => Hooks.AfterEvent;

    public override Conditions Excludes => Conditions.InexactTime | Conditions.MisbehavingPeer | Conditions.OnPathAttacker | Conditions.RotatedKeys;

    public override void AfterEvent(AssociationSide side)
    {
        InputOfSide input = Set.Input[side];
        SetupOfSide setup = Set.Setup[side];
        if (setup.Encounter == CookieEncounter.None || (setup.Encounter == CookieEncounter.Foreign && setup.HasForgottenCookies) || !input.IsPacket || side.Application.IsEnded)
        {
            return;
        }

        bool isAnswered = input.HasSent(WireChunk.CookieAck);
        bool isRefused = input.HasSent(WireChunk.Abort) || input.HasSent(WireChunk.Error) || side.Stack.State is AssociationState.Closed or AssociationState.ShutdownAckSent;
        Duration age = side.Now - setup.EchoedCookie.IssuedAt;
        bool mayBeStale = age > side.Options.Endpoint.CookieKeyLifetime
            || (setup.Encounter != CookieEncounter.Duplicate && age > side.Options.Endpoint.ValidCookieLife);
        switch (setup.Encounter)
        {
            case CookieEncounter.Restart or CookieEncounter.Crossing or CookieEncounter.Duplicate:
                if (!isAnswered && !isRefused && !mayBeStale && IsKeyKept(side, setup.EchoedCookie))
                {
                    Violate(side, $"{setup.Encounter} was not answered by COOKIE ACK in {side.Stack.State}");
                }

                break;
            case CookieEncounter.Late or CookieEncounter.NoRow or CookieEncounter.Foreign:
                if (isAnswered || (input.PacketsSent != 0 && !mayBeStale && setup.Encounter != CookieEncounter.Foreign))
                {
                    Violate(side, $"{setup.Encounter} in {side.Stack.State} was answered by chunk types {input.SentTypes:x}");
                }

                break;
            case CookieEncounter.Begins:
                if (!isAnswered && !input.HasSent(WireChunk.Abort) && !input.HasSent(WireChunk.Error) && !mayBeStale && IsKeyKept(side, setup.EchoedCookie))
                {
                    Violate(side, $"a COOKIE ECHO led to {side.Stack.State} without COOKIE ACK");
                }

                break;
            default:
                break;
        }
    }

    // The key that made the cookie and the one after it: a cookie of an earlier one is silently discarded (5.1.3, 5.1.5).
    private static bool IsKeyKept(AssociationSide side, in IssuedCookie cookie) =>
        side.Now - cookie.IssuedAt <= side.Options.Endpoint.CookieKeyLifetime && side.Node.CookieKeys - cookie.CookieKeys < 2;
}
