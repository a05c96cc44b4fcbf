using Sctp.Sim.Associations;
using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>Finds the conditions of a scenario.</summary>
internal static class ScenarioConditions
{
    /// <summary>With limits from here on no fault of a scenario lasts long enough to exhaust them.</summary>
    private const int UnlimitedRetransmissions = 100;

    /// <summary>Up to this loss, per packet and direction, the usual limits of retransmissions are never reached.</summary>
    private const int HarmlessLossPerMillion = 20_000;

    public static Conditions Of(Scenario scenario)
    {
        Conditions conditions = Conditions.None;
        for (int i = 0; i < scenario.Faults.Count; i++)
        {
            conditions |= scenario.Faults[i].Conditions;
        }

        if (scenario.Client.Behavior is not null || scenario.Server.Behavior is not null)
        {
            conditions |= Conditions.MisbehavingPeer;
        }

        if (scenario.Attacker is { } attacker)
        {
            conditions |= attacker.Knowledge == Knowledge.OnPath ? Conditions.Attacker | Conditions.OnPathAttacker : Conditions.Attacker;
        }

        return IsMortal(scenario) ? conditions | Conditions.Mortal : conditions;
    }

    private static bool IsMortal(Scenario scenario) => (HasLimits(scenario.Client.Endpoint) || HasLimits(scenario.Server.Endpoint)) && HasGraveFaults(scenario);

    private static bool HasLimits(SctpOptions options) =>
        options.AssociationMaxRetrans < UnlimitedRetransmissions
        || options.MaxInitRetransmits < UnlimitedRetransmissions
        || options.MaxInitTimeout is not null;

    private static bool HasGraveFaults(Scenario scenario)
    {
        for (int i = 0; i < scenario.Paths.Count; i++)
        {
            if (IsGrave(scenario.Paths[i].ToServer) || IsGrave(scenario.Paths[i].ToClient))
            {
                return true;
            }
        }

        for (int i = 0; i < scenario.Faults.Count; i++)
        {
            if (scenario.Faults[i] is not (CookieKeyRotation or StalledReader or ClockSkew or ForgedTooBig or ForgedUnreachable))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsGrave(LinkOptions link) =>
        !link.IsUp
        || link.LossPerMillion + link.CorruptPerMillion > HarmlessLossPerMillion
        || (link.Mtu != 0 && link.Ptb is PtbMode.None or PtbMode.Inflated);
}
