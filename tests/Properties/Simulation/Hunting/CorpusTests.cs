using System;
using System.IO;
using System.Linq;
using Sctp.Sim.Hunting;

namespace Sctp.Properties.Simulation;

/// <summary>Every stored scenario still comes out as it should.</summary>
public class CorpusTests
{
    [Fact]
    public void Every_stored_scenario_comes_out_as_expected()
    {
        RegressionCorpus corpus = RegressionCorpus.Open(Folder());
        Assert.NotEmpty(corpus.Entries);
        Assert.Empty(corpus.FindUnlisted());
        string[] different = [.. corpus.Entries
            .Select(e => (Entry: e, Difference: corpus.Check(e, out _)))
            .Where(c => c.Difference is not null)
            .Select(c => $"{c.Entry.Name}: {c.Difference} (it once showed: {c.Entry.Note}; sctp sim replay {corpus.PathOf(c.Entry)}; where the run is clean and may differ: sctp sim corpus check --update)")];
        Assert.True(different.Length == 0, string.Join('\n', different));
    }

    [Fact]
    public void A_ledger_that_was_written_is_read()
    {
        SeedHash[] hashes = [new SeedHash(1, "aa"), new SeedHash(ulong.MaxValue, "bb")];
        Assert.True(HashLedger.TryRead(HashLedger.Write(hashes), out var read, out _));
        Assert.Equal(hashes, read);
        Assert.False(HashLedger.TryRead("x y\n", out _, out string error));
        Assert.Contains("x y", error, StringComparison.Ordinal);
    }

    private static string Folder() => Path.Combine(RepositoryRoot.Folder, "tests", "Properties", "corpus");
}
