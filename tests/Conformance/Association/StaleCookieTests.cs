using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Association;

/// <summary>Cookies that arrive late, and keys that change meanwhile: RFC 9260 sections 5.1.3, 5.1.5 and 5.2.6.</summary>
public class StaleCookieTests
{
    [Theory]
    [InlineData(100, 150)]
    [InlineData(500, 700)]
    [InlineData(100, 1900)]
    [Requirement("9260-3.3.10.3-01")]
    [Requirement("9260-5.2.6-03")]
    [Requirement("9260-5.2.6-04")]
    [Requirement("9260-5.2.6-05")]
    [Requirement("9260-3.3.2.1.3-01")]
    public void A_cookie_that_is_late_by_a_slow_network_is_renewed_with_a_longer_life(int life, int delay)
    {
        // The COOKIE ECHO always takes longer than the cookie lives; only the life that the initiator asks for lets it pass.
        var pair = new Pair(
            new SctpOptions { RtoInitial = Duration.FromSeconds(10) },
            new SctpOptions { ValidCookieLife = Duration.FromMilliseconds(life), CookieKeyLifetime = Duration.FromSeconds(3600) })
        {
            DelayOf = (_, packet) => Duration.FromMilliseconds(packet.Has<CookieEcho>() ? delay : 5),
        };
        SctpAssociation a = pair.Connect();
        _ = a.Send(0, [9], pair.Now);
        bool canPass = delay < 2 * life; // The responder grants at most as much again.
        pair.Run(Duration.FromSeconds(100));

        var stale = pair.Trace.Where(t => t.Packet.Has<Error>()).Select(t => (t.Packet.Time, Cause: (StaleCookie)t.Packet.Chunk<Error>().Causes[0])).ToList();
        Assert.NotEmpty(stale);
        Assert.Equal((uint)((delay + 5 - life) * 1000), stale[0].Cause.Staleness);
        var inits = pair.Trace.Where(t => t.Packet.Has<Init>()).Select(t => t.Packet.Chunk<Init>()).ToList();
        Assert.DoesNotContain(inits[0].Parameters, p => p is CookiePreservative);
        Assert.All(inits.Skip(1), init => Assert.InRange(init.Parameters.OfType<CookiePreservative>().Single().Increment, (uint)delay + 5, (uint)delay + 1005));
        Assert.Equal(inits.Count, inits.Select(init => init.InitiateTag).Distinct().Count()); // What still comes for an earlier cookie is not taken for an answer to the next.
        if (canPass)
        {
            Assert.Equal(2, inits.Count);
            Assert.Equal(AssociationState.Established, a.State);
            Assert.Equal([9], Assert.Single(pair.ReceivedBy(pair.B.GetAssociation(0))));
        }
        else
        {
            Assert.True(a.HasEnded);
            Assert.Equal(9, inits.Count);
            Assert.Equal(LossReason.StaleCookie, Assert.Single(pair.Events, e => e.Event.Kind == SctpEventKind.CommunicationLost).Event.LossReason);
            Assert.Equal(0, pair.B.AssociationCount);
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [Requirement("9260-5.1.3-05")]
    [Requirement("9260-5.1.5-02")]
    public void The_key_may_change_once_while_the_COOKIE_ECHO_is_under_way(int changes, bool atOnce)
    {
        bool rotated = false;
        Pair pair = null!;
        pair = new Pair
        {
            Network = (_, packet) =>
            {
                if (packet.Has<CookieEcho>() && !rotated)
                {
                    rotated = true;
                    for (int i = 0; i < changes; i++)
                    {
                        pair.B.RotateCookieKey(pair.Now);
                    }
                }

                return Fate.Deliver;
            },
        };
        SctpAssociation a = pair.Connect();
        pair.Run(Duration.FromMilliseconds(500));
        Assert.Equal(atOnce ? AssociationState.Established : AssociationState.CookieEchoed, a.State);
        Assert.DoesNotContain(pair.Trace, t => t.Packet.Has<Error>());
        if (!atOnce)
        {
            // No answer is given to a cookie without its key: the initiator gives up in the end.
            pair.Run(Duration.FromSeconds(1000));
            Assert.True(a.HasEnded);
            Assert.Equal(0, pair.B.AssociationCount);
        }
    }
}
