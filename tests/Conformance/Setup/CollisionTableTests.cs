using System.Collections.Generic;
using System.Linq;
using Sctp.Setup;

namespace Sctp.Conformance.Setup;

public class CollisionTableTests
{
    // Table 12 of RFC 9260 section 5.2.4, row by row; "A" stands for all cases.
    private static readonly (string Tags, CollisionAction Action)[] Table =
    [
        ("X X M M", CollisionAction.A),
        ("M X A A", CollisionAction.B),
        ("M 0 A A", CollisionAction.B),
        ("X M 0 0", CollisionAction.C),
        ("M M A A", CollisionAction.D),
    ];

    private static readonly TagComparison[] All = [TagComparison.Matches, TagComparison.Differs, TagComparison.None];

    public static IEnumerable<object[]> Combinations() =>
        from local in All
        from peer in All
        from localTie in All
        from peerTie in All
        select new object[] { (int)local, (int)peer, (int)localTie, (int)peerTie };

    [Theory]
    [MemberData(nameof(Combinations))]
    [Requirement("9260-5.2.4-05")]
    [Requirement("9260-5.2.4-06")]
    [Requirement("9260-5.2.4-11")]
    [Requirement("9260-5.2.4-14")]
    [Requirement("9260-5.2.4-18")]
    public void Every_combination_has_the_action_of_its_row_or_none(int local, int peer, int localTie, int peerTie)
    {
        TagComparison[] tags = [(TagComparison)local, (TagComparison)peer, (TagComparison)localTie, (TagComparison)peerTie];
        CollisionAction[] rows = [.. Table.Where(row => Fits(row.Tags.Split(' '), tags)).Select(row => row.Action)];
        Assert.True(rows.Length <= 1);
        Assert.Equal(
            rows.Length == 0 ? CollisionAction.Discard : rows[0],
            CollisionTable.Decide(tags[0], tags[1], tags[2], tags[3]));
    }

    [Theory]
    // An established association with the tags 10 and 20 and the Tie-Tags 30 and 40.
    [InlineData(11, 21, 30, 40, 10, 20, 30, 40, "A")]
    [InlineData(11, 21, 30, 41, 10, 20, 30, 40, "Discard")]
    [InlineData(11, 21, 31, 40, 10, 20, 30, 40, "Discard")]
    [InlineData(11, 21, 0, 0, 10, 20, 30, 40, "Discard")]
    [InlineData(10, 21, 0, 0, 10, 20, 30, 40, "B")]
    [InlineData(11, 20, 0, 0, 10, 20, 30, 40, "C")]
    [InlineData(11, 20, 30, 40, 10, 20, 30, 40, "Discard")]
    [InlineData(10, 20, 0, 0, 10, 20, 30, 40, "D")]
    [InlineData(10, 20, 30, 40, 10, 20, 30, 40, "D")]
    // In COOKIE-WAIT the peer's tag is unknown and there are no Tie-Tags.
    [InlineData(10, 20, 0, 0, 10, 0, 0, 0, "B")]
    [InlineData(11, 20, 0, 0, 10, 0, 0, 0, "Discard")]
    [InlineData(11, 20, 30, 40, 10, 0, 0, 0, "Discard")]
    [Requirement("9260-5.2.4-05")]
    [Requirement("9260-5.2.2-13")]
    public void Tags_are_compared_with_those_of_the_association(
        uint cookieLocal, uint cookiePeer, uint cookieLocalTie, uint cookiePeerTie, uint local, uint peer, uint localTie, uint peerTie, string expected)
    {
        StateCookie cookie = new() { LocalTag = cookieLocal, PeerTag = cookiePeer, LocalTieTag = cookieLocalTie, PeerTieTag = cookiePeerTie };
        Assert.Equal(expected, CollisionTable.Decide(cookie, local, peer, localTie, peerTie).ToString());
    }

    private static bool Fits(string[] row, TagComparison[] tags) => row.Zip(tags).All(pair => pair.First switch
    {
        "M" => pair.Second == TagComparison.Matches,
        "X" => pair.Second == TagComparison.Differs,
        "0" => pair.Second == TagComparison.None,
        _ => true,
    });
}
