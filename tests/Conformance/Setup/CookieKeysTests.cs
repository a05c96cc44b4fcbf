using System;
using Sctp.Setup;

namespace Sctp.Conformance.Setup;

public class CookieKeysTests
{
    private static readonly SctpAddress Peer = SctpAddress.Parse("192.0.2.1");
    private static readonly Duration Lifetime = Duration.FromSeconds(3600);
    private static readonly Duration Nanosecond = Duration.FromNanoseconds(1);
    private static readonly Instant Start = Instant.FromNanoseconds(1_000);

    private readonly CountingEntropy _entropy = new();
    private readonly CookieKeys _keys;

    public CookieKeysTests() => _keys = new CookieKeys(_entropy, Lifetime);

    private byte[] Make(Instant now)
    {
        StateCookie cookie = new() { CreationTime = now, LifeSpan = Lifetime * 10, LocalTag = 1, Destination = Peer };
        byte[] bytes = new byte[cookie.Measure([])];
        cookie.Write(bytes, [], _keys);
        return bytes;
    }

    private CookieVerdict Read(byte[] cookie, Instant now) => StateCookie.TryRead(cookie, _keys, 0, 0, Peer, 1, now, out _, out _);

    [Fact]
    [Requirement("9260-5.1.3-04")]
    [Requirement("9260-14.1-01")]
    public void A_key_is_32_random_bytes()
    {
        Assert.Equal(0, _entropy.BytesDrawn);
        byte[] key = _keys.Current(Start, out _).ToArray();
        Assert.Equal(32, _entropy.BytesDrawn);
        Assert.Equal(32, key.Length);
        Assert.Equal(31, key[31]);
    }

    [Fact]
    [Requirement("9260-5.1.3-05")]
    [Requirement("9260-5.1.3-06")]
    [Requirement("9260-5.1.5-01")]
    public void After_its_lifetime_a_key_makes_no_more_cookies_but_checks_those_it_made()
    {
        byte[] old = Make(Start);
        Assert.Equal(old[0], Make(Start + Lifetime - Nanosecond)[0]);
        byte[] young = Make(Start + Lifetime);
        Assert.NotEqual(old[0], young[0]);
        Assert.Equal(CookieVerdict.Valid, Read(old, Start + Lifetime));
        Assert.Equal(CookieVerdict.Valid, Read(old, Start + (Lifetime * 2) - Nanosecond));
        Assert.Equal(CookieVerdict.Valid, Read(young, Start + (Lifetime * 2) - Nanosecond));
    }

    [Fact]
    [Requirement("9260-5.1.5-02")]
    public void A_cookie_of_a_key_no_longer_kept_is_invalid_and_not_stale()
    {
        byte[] old = Make(Start);
        Assert.Equal(CookieVerdict.Invalid, Read(old, Start + (Lifetime * 2)));

        byte[] next = Make(Start + (Lifetime * 2));
        Assert.Equal(CookieVerdict.Invalid, Read(old, Start + (Lifetime * 2)));
        Assert.Equal(CookieVerdict.Valid, Read(next, Start + (Lifetime * 2)));
    }

    [Fact]
    [Requirement("9260-5.1.5-02")]
    public void Rotating_once_keeps_the_cookies_made_before_and_rotating_twice_does_not()
    {
        byte[] cookie = Make(Start);
        _keys.Rotate(Start + Nanosecond);
        Assert.Equal(CookieVerdict.Valid, Read(cookie, Start + Nanosecond));
        Assert.NotEqual(cookie[0], Make(Start + Nanosecond)[0]);
        _keys.Rotate(Start + (Nanosecond * 2));
        Assert.Equal(CookieVerdict.Invalid, Read(cookie, Start + (Nanosecond * 2)));
    }

    [Fact]
    public void After_an_explicit_rotation_the_old_key_lives_one_lifetime_more()
    {
        byte[] cookie = Make(Start);
        Instant rotated = Start + Duration.FromSeconds(10);
        _keys.Rotate(rotated);
        Assert.Equal(CookieVerdict.Valid, Read(cookie, rotated + Lifetime - Nanosecond));
        Assert.Equal(CookieVerdict.Invalid, Read(cookie, rotated + Lifetime));
    }

    [Fact]
    public void Key_numbers_wrap_around()
    {
        for (int i = 0; i < 300; i++)
        {
            byte[] cookie = Make(Start);
            _keys.Rotate(Start);
            Assert.Equal(CookieVerdict.Valid, Read(cookie, Start));
            Assert.False(_keys.TryGet((byte)(cookie[0] + 2), Start, out ReadOnlySpan<byte> key));
            Assert.True(key.IsEmpty);
        }
    }

    [Fact]
    public void Time_that_goes_back_changes_no_key()
    {
        byte[] cookie = Make(Start + Lifetime);
        Assert.Equal(cookie[0], Make(Start)[0]);
        Assert.Equal(CookieVerdict.Valid, Read(cookie, Start));
    }
}
