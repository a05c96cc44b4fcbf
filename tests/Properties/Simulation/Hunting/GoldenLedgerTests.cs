using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Hunting;

namespace Sctp.Properties.Simulation;

/// <summary>
/// A thousand seeds of the swarm do what they did when corpus/golden.txt was written: on every machine, in every build. A change of the protocol, of the simulator or of
/// the generator that is meant to change runs writes it anew (SCTP_UPDATE_LEDGER=1); any other change that does is a finding.
/// </summary>
public class GoldenLedgerTests
{
    private const int SeedCount = 1_000;

    [Fact]
    public void A_thousand_seeds_have_the_hashes_of_the_ledger()
    {
        string file = Path.Combine(RepositoryRoot.Folder, "tests", "Properties", "corpus", "golden.txt");
        SeedHash[] hashes = [.. Enumerable.Range(1, SeedCount).AsParallel().AsOrdered().Select(seed => HashOf((ulong)seed))];
        if (Environment.GetEnvironmentVariable("SCTP_UPDATE_LEDGER") == "1")
        {
            File.WriteAllText(file, HashLedger.Write(hashes));
        }

        Assert.True(HashLedger.TryRead(File.ReadAllText(file), out IReadOnlyList<SeedHash> golden, out string error), error);
        Assert.Equal(SeedCount, golden.Count);
        string[] different = [.. hashes.Zip(golden).Where(pair => pair.First != pair.Second).Select(pair => $"seed {pair.First.Seed}: {pair.First.Hash} instead of {pair.Second.Hash}")];
        Assert.True(different.Length == 0, $"{different.Length} of {SeedCount} seeds differ from {file}:\n{string.Join('\n', different.Take(10))}");
    }

    private static SeedHash HashOf(ulong seed) =>
        new(seed, SimulationRun.Run(Scenario.Generate(seed), new SimulationOptions { ChecksOracles = false, CollectsMarks = false }).TraceHash);
}
