using System.Collections.Generic;
using Sctp.Sim;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Interop.Usrsctp;

/// <summary>
/// Scenarios of the swarm, and of the profile in which hosts crash, cut down to what a run against usrsctp can have: one association on one path, no forged ICMP
/// messages and no change of addresses (its addresses are handles), and path MTUs that need no discovery.
/// </summary>
internal static class ForeignScenarios
{
    private const uint Stream = 0x7054;

    private static readonly Duration NoGuard = Duration.FromSeconds(100_000);

    /// <summary>The scenario of a seed.</summary>
    public static Scenario Generate(ulong seed)
    {
        RandomSequence draw = new(new Randomness(seed), Stream, 0);
        Scenario scenario = Scenario.Generate(seed, draw.Chance(250_000) ? "crash" : "swarm");
        int mtu = draw.Chance(200_000) ? (int)draw.Between(600, 1_480) : 1_480;
        return scenario with
        {
            Profile = "foreign@1",
            Associations = 1,
            Paths = [new PathOptions(Cut(scenario.Paths[0].ToServer), Cut(scenario.Paths[0].ToClient))],
            UdpEncapsulation = false,
            Faults = Cut(scenario.Faults, ForeignSide(seed)),
            Client = Cut(scenario.Client, mtu, ForeignSide(seed) == Side.Client),
            Server = Cut(scenario.Server, mtu, ForeignSide(seed) == Side.Server),
            Attacker = null,
            Buggify = [],
        };
    }

    /// <summary>Which side is usrsctp.</summary>
    public static Side ForeignSide(ulong seed) => new RandomSequence(new Randomness(seed), Stream, 1).Chance(500_000) ? Side.Client : Side.Server;

    /// <summary>Whether usrsctp offers all extensions that it knows.</summary>
    public static bool Extends(ulong seed) => new RandomSequence(new Randomness(seed), Stream, 2).Chance(500_000);

    private static LinkOptions Cut(LinkOptions link) => link with
    {
        Mtu = 0,
        Ptb = PtbMode.None,
        CorruptChecksum = ChecksumTreatment.Wrong,
    };

    // Only the own side may give the other up.
    private static SideOptions Cut(SideOptions side, int mtu, bool isForeign)
    {
        SctpOptions endpoint = side.Endpoint with { PathMtu = mtu };
        return side with
        {
            Behavior = null,
            Endpoint = !isForeign ? endpoint : endpoint with
            {
                AssociationMaxRetrans = 1_000,
                MaxInitRetransmits = 1_000,
                ShutdownGuard = NoGuard,
                ValidCookieLife = Duration.FromSeconds(600),
            },
        };
    }

    private static List<Fault> Cut(IReadOnlyList<Fault> faults, Side foreign)
    {
        List<Fault> kept = [];
        foreach (Fault fault in faults)
        {
            switch (fault)
            {
                case PathOutage outage:
                    kept.Add(outage with { Path = 0, Association = null });
                    break;
                case PathChange change:
                    kept.Add(change with { Path = 0, Association = null, Options = Cut(change.Options) });
                    break;
                case CookieKeyRotation rotation when rotation.Side == foreign:
                    break; // It changes its keys when it likes.
                case HostPause or SlowHost or LateTimers or HostCrash or CookieKeyRotation or StalledReader:
                    kept.Add((HostFault)fault with { Association = 0 });
                    break;
                default:
                    break;
            }
        }

        return kept;
    }
}
