using System.Collections.Generic;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Oracles;
using Sctp.Sim.Statistics;

namespace Sctp.Sim;

/// <summary>An invariant that runs are judged by.</summary>
/// <param name="Id">Its short name.</param>
/// <param name="Name">Its name.</param>
/// <param name="Statement">The invariant as a sentence.</param>
/// <param name="RfcSection">The section that asks for it: of RFC 9260 where no other RFC is named.</param>
/// <param name="Strength">How sharp it is: exact, bounded or statistical; and whether it judges only where it is asked for by name.</param>
/// <param name="SilentUnder">The conditions of a scenario under which it cannot judge and says nothing; empty for none.</param>
public sealed record OracleDescription(string Id, string Name, string Statement, string RfcSection, string Strength, string SilentUnder)
{
    /// <summary>Every invariant, in the order in which they are checked.</summary>
    public static IReadOnlyList<OracleDescription> All { get; } = Describe();

    /// <summary>The invariants of many runs together: no single run is judged by them.</summary>
    public static IReadOnlyList<OracleDescription> Statistical { get; } = DescribeStatistical();

    private static List<OracleDescription> DescribeStatistical()
    {
        List<OracleDescription> all = [];
        for (int i = 0; i < StatisticalOracle.All.Count; i++)
        {
            StatisticalOracle oracle = StatisticalOracle.All[i];
            all.Add(new OracleDescription(oracle.Id, oracle.Name, oracle.Statement, oracle.RfcSection, "statistical", ""));
        }

        return all;
    }

    private static List<OracleDescription> Describe()
    {
        List<OracleDescription> all = [];
        List<Oracle> oracles = OracleCatalog.Create();
        for (int i = 0; i < oracles.Count; i++)
        {
            Oracle oracle = oracles[i];
            string strength = oracle.Strength switch
            {
                OracleStrength.Exact => "exact",
                OracleStrength.Bounded => "bounded",
                _ => "statistical",
            };
            all.Add(new OracleDescription(oracle.Id, oracle.Name, oracle.Statement, oracle.RfcSection, strength, oracle.SilentUnder == Conditions.None ? "" : oracle.SilentUnder.ToString()));
        }

        return all;
    }
}
