using System;
using System.Collections.Generic;
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

    /// <summary>So many attempts that a shorter back-off does not exhaust them either.</summary>
    private const int ManyRetransmissions = 1_000;

    /// <summary>What a guard of the shutdown must leave beside the faults and the transfer for the rest.</summary>
    private static readonly Duration GuardSlack = Duration.FromSeconds(10);

    public static Conditions Of(Scenario scenario)
    {
        Conditions conditions = Conditions.None;
        int rotations = 0;
        for (int i = 0; i < scenario.Faults.Count; i++)
        {
            conditions |= scenario.Faults[i].Conditions;
            rotations += scenario.Faults[i] is CookieKeyRotation ? 1 : 0;
        }

        for (int i = 0; i < scenario.Buggify.Count; i++)
        {
            conditions |= Of(scenario.Buggify[i]);
        }

        for (int i = 0; i < (scenario.Schedule?.Firings.Count ?? 0); i++)
        {
            conditions |= Of(scenario.Schedule!.Firings[i].Site);
        }

        if (HasSealedDamage(scenario))
        {
            conditions |= Conditions.SealedDamage;
        }

        conditions |= Of(scenario.Client.Behavior) | Of(scenario.Server.Behavior);

        if (scenario.Attacker is { } attacker)
        {
            conditions |= attacker.Knowledge == Knowledge.OnPath ? Conditions.Attacker | Conditions.OnPathAttacker : Conditions.Attacker;
        }

        if (rotations > 1)
        {
            conditions |= Conditions.RotatedKeys;
        }

        if (scenario.Schedule?.Conditions is { } recorded)
        {
            return conditions | Parse(recorded); // Whether the recorded run was mortal is among them.
        }

        return IsMortal(scenario) ? conditions | Conditions.Mortal : conditions;
    }

    /// <summary>The names of conditions, in their order.</summary>
    public static IReadOnlyList<string> NamesOf(Conditions conditions)
    {
        List<string> names = [];
        foreach (Conditions each in Enum.GetValues<Conditions>())
        {
            if (each != Conditions.None && (conditions & each) == each)
            {
                names.Add(each.ToString());
            }
        }

        return names;
    }

    /// <summary>The conditions with some names.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none of some name.</exception>
    public static Conditions Parse(IReadOnlyList<string> conditions)
    {
        Conditions parsed = Conditions.None;
        string[] names = Enum.GetNames<Conditions>();
        Conditions[] values = Enum.GetValues<Conditions>();
        for (int i = 0; i < conditions.Count; i++)
        {
            int index = Array.IndexOf(names, conditions[i]);
            parsed |= index >= 0 ? values[index] : throw new ArgumentOutOfRangeException(nameof(conditions), $"There is no condition \"{conditions[i]}\".");
        }

        return parsed;
    }

    /// <summary>The conditions that a site brings along.</summary>
    public static Conditions Of(BuggifySite site) => site switch
    {
        // What a host takes from its stack late is as if a timer were late.
        BuggifySite.LateTransmit or BuggifySite.BatchArrival => Conditions.BatchedInputs | Conditions.InexactTime,
        BuggifySite.OnePacketAtATime => Conditions.BatchedInputs,
        BuggifySite.CookieKeyRotated or BuggifySite.ShortCookieKeyLife => Conditions.RotatedKeys,
        BuggifySite.EarlierTime or BuggifySite.HeartbeatToggled or BuggifySite.HeartbeatIntervalChanged or BuggifySite.PrimarySwitched => Conditions.ChangedOptions,
        BuggifySite.OptionsChanged or BuggifySite.PathMtuSet or BuggifySite.RouteChanged or BuggifySite.PathMaxRetransChanged => Conditions.ChangedOptions,
        _ => Conditions.None,
    };

    private static Conditions Of(PeerBehavior? behavior) => behavior switch
    {
        null => Conditions.None,
        ScriptedBehavior scripted => Conditions.MisbehavingPeer | scripted.Conditions,
        _ => Conditions.MisbehavingPeer | Conditions.ForgedData,
    };

    private static bool IsMortal(Scenario scenario) =>
        ((HasLimits(scenario.Client.Endpoint) || HasLimits(scenario.Server.Endpoint)) && HasGraveFaults(scenario))
        || MayGuardExpire(scenario, scenario.Client.Endpoint)
        || MayGuardExpire(scenario, scenario.Server.Endpoint)
        || OutdatesCookies(scenario)
        || HasTightLimits(scenario.Client.Endpoint)
        || HasTightLimits(scenario.Server.Endpoint);

    // Less than what RFC 9260 section 16 recommends: no grave fault is needed to reach them.
    private static bool HasTightLimits(SctpOptions options) =>
        options.AssociationMaxRetrans < 10
        || options.MaxInitRetransmits < 8
        || options.ValidCookieLife < Duration.FromSeconds(5);

    private static bool HasLimits(SctpOptions options) =>
        options.AssociationMaxRetrans < UnlimitedRetransmissions
        || options.MaxInitRetransmits < UnlimitedRetransmissions
        || (options.MaxInitTimeout is not null && options.MaxInitRetransmits < ManyRetransmissions);

    // T5-shutdown-guard runs while the peer sends what it still has (RFC 9260 section 9.2).
    private static bool MayGuardExpire(Scenario scenario, SctpOptions options)
    {
        Duration guard = options.ShutdownGuard ?? (options.RtoMax * 5);
        return guard < scenario.HealAfter + LivenessBound.OfRate(scenario) + GuardSlack;
    }

    // Two new keys, and a cookie that is still on its way is worth nothing; who sent it hears nothing of that.
    private static bool OutdatesCookies(Scenario scenario)
    {
        for (int i = 0; i < scenario.Faults.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (scenario.Faults[i] is CookieKeyRotation second
                    && scenario.Faults[j] is CookieKeyRotation first
                    && HostNumbers.Of(first.Side, first.Association) == HostNumbers.Of(second.Side, second.Association))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool HasGraveFaults(Scenario scenario)
    {
        // A schedule does what the knobs of the links did, which may be off now.
        if (scenario.Schedule?.Packets.Count > 0)
        {
            return true;
        }

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

    private static bool HasSealedDamage(Scenario scenario)
    {
        for (int i = 0; i < scenario.Paths.Count; i++)
        {
            if (HasSealedDamage(scenario.Paths[i].ToServer) || HasSealedDamage(scenario.Paths[i].ToClient))
            {
                return true;
            }
        }

        for (int i = 0; i < scenario.Faults.Count; i++)
        {
            if (scenario.Faults[i] is PathChange change && HasSealedDamage(change.Options))
            {
                return true;
            }
        }

        for (int i = 0; i < (scenario.Schedule?.Packets.Count ?? 0); i++)
        {
            if (scenario.Schedule!.Packets[i] is { Kind: PacketFaultKind.Damage, Checksum: ChecksumTreatment.Repaired })
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasSealedDamage(LinkOptions link) => link.CorruptPerMillion > 0 && link.CorruptChecksum == ChecksumTreatment.Repaired;

    private static bool IsGrave(LinkOptions link) =>
        !link.IsUp
        || link.Loss is not null
        || link.QueueBytes != 0
        || link.QueuePackets != 0
        || link.LossPerMillion + link.CorruptPerMillion > HarmlessLossPerMillion
        || (link.Mtu != 0 && link.Ptb != PtbMode.True);
}
