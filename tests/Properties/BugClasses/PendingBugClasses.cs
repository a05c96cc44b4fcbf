using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Sctp.Properties.BugClasses;

/// <summary>A bug class that has no test yet, and why.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">What it is.</param>
/// <param name="Reason">What must be there first.</param>
public sealed record PendingBugClass(int Number, string Name, string Reason);

/// <summary>There are 60 classes of bugs; each has one test that names it, or is on the list of those that wait for an extension.</summary>
public sealed partial class PendingBugClasses
{
    /// <summary>The classes that concern extensions which are not built.</summary>
    public static IReadOnlyList<PendingBugClass> All { get; } =
    [
        new(15, "MID and FSN wrap, and bogus MIDs", "I-DATA (RFC 8260)"),
        new(36, "a scheduler interleaves when it must not, starves a stream or divides by a weight of zero", "stream schedulers (RFC 8260)"),
        new(48, "FORWARD-TSN past a partly sent or unfragmented message", "PR-SCTP (RFC 3758)"),
        new(49, "a FORWARD-TSN that jumps without bounds", "PR-SCTP (RFC 3758)"),
        new(50, "FORWARD-TSN and I-FORWARD-TSN, DATA and I-DATA mixed up", "PR-SCTP (RFC 3758) and I-DATA (RFC 8260)"),
        new(51, "a limit of zero retransmissions read as reliable; the wrong message abandoned, or too late", "PR-SCTP policies (RFC 3758, RFC 7496)"),
        new(52, "a repeated RE-CONFIG destroys a stream that is used again", "RE-CONFIG (RFC 6525)"),
        new(53, "a stream reset is lost while data waits or FORWARD-TSN closes the gap", "RE-CONFIG (RFC 6525) and PR-SCTP (RFC 3758)"),
        new(55, "PKTDROP, NR-SACK and ASCONF: validation of input and padding", "ASCONF (RFC 5061); the others are no RFCs"),
        new(56, "AUTH: verification skipped, keys overwritten, time that tells", "AUTH (RFC 4895)"),
        new(58, "an address is removed while it is in use", "ASCONF (RFC 5061)"),
    ];

    [Fact]
    public void Each_of_the_60_classes_has_one_test_or_waits_for_a_reason()
    {
        int[] tested = [.. typeof(PendingBugClasses).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttributes<FactAttribute>(inherit: true).Any(fact => fact.Skip is null))
            .Select(method => TestName().Match(method.Name))
            .Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(Enumerable.Range(1, 60), tested.Concat(All.Select(pending => pending.Number)).Order());
        Assert.All(All, pending => Assert.True(pending.Name.Length > 10 && pending.Reason.Contains("RFC", System.StringComparison.Ordinal)));
    }

    [GeneratedRegex("^B([0-9]{2})_")]
    private static partial Regex TestName();
}
