using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;
using Xunit.Sdk;

namespace Sctp.Properties.Setup;

/// <summary>
/// The secrets of an endpoint - Initiate Tags, Initial TSNs, State Cookies - are as good as the random source of its host (RFC 9260 sections 3.3.2, 5.1.3 and
/// 5.3.1). These tests draw from the system's generator, so they are no functions of a seed; they alarm falsely less than once in 200 million times: 64 bits and
/// 64 bits of neighbours, each in two samples, 1.9e-9; three pairs of equal tags or of equal TSNs, 2.5e-9; two tags that equal their TSNs, 1e-12.
/// </summary>
public class SecretQualityTests
{
    private const int ManyInits = 4_096;
    private const int ManyEndpoints = 256;

    /// <summary>How far, in standard deviations, the number of ones may lie from a half.</summary>
    private const double Deviations = 6.8;

    [Fact]
    [Requirement("9260-5.3.1-03")]
    public void The_secrets_of_one_endpoint_are_random() => AssertRandom(OfOneEndpoint(new SystemEntropy()));

    [Fact]
    public void The_secrets_of_many_endpoints_are_random() => AssertRandom(OfManyEndpoints(() => new SystemEntropy()));

    [Fact]
    public void The_cookie_of_one_endpoint_is_refused_by_another() => AssertCookiesAreBound(() => new SystemEntropy());

    /// <summary>Each bad source is found out by the check that is for it.</summary>
    [Theory]
    [InlineData(Flaw.Counts, "bit")]
    [InlineData(Flaw.DrawsFromFew, "different tags")]
    [InlineData(Flaw.RepeatsTsns, "different TSNs")]
    [InlineData(Flaw.SetsABit, "ones in bit")]
    [InlineData(Flaw.Alternates, "between neighbours")]
    [InlineData(Flaw.SameForTagAndTsn, "equal their TSNs")]
    public void A_bad_source_is_seen(Flaw flaw, string expected)
    {
        var entropy = new FlawedEntropy(flaw);
        XunitException seen = Assert.ThrowsAny<XunitException>(() => AssertRandom(OfOneEndpoint(entropy)));
        Assert.Contains(expected, seen.Message, StringComparison.Ordinal);
        entropy = new FlawedEntropy(flaw);
        seen = Assert.ThrowsAny<XunitException>(() => AssertRandom(OfManyEndpoints(() => entropy)));
        Assert.Contains(expected, seen.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_count_that_each_endpoint_begins_anew_is_seen() =>
        Assert.ThrowsAny<XunitException>(() => AssertRandom(OfManyEndpoints(() => new FlawedEntropy(Flaw.Counts))));

    [Fact]
    public void A_cookie_that_is_used_twice_is_seen()
    {
        List<Secrets> secrets = OfOneEndpoint(new SystemEntropy());
        secrets[^1] = secrets[^1] with { Cookie = secrets[0].Cookie };
        Assert.Contains("cookies", Assert.ThrowsAny<XunitException>(() => AssertRandom(secrets)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_all_endpoints_have_is_seen() =>
        Assert.ThrowsAny<XunitException>(() => AssertCookiesAreBound(() => new FlawedEntropy(Flaw.SameKey)));

    private static List<Secrets> OfOneEndpoint(IEntropy entropy)
    {
        Script script = Listening(entropy);
        return [.. Enumerable.Range(0, ManyInits).Select(_ => Ask(script))];
    }

    private static List<Secrets> OfManyEndpoints(Func<IEntropy> entropy) =>
        [.. Enumerable.Range(0, ManyEndpoints).Select(_ => Ask(Listening(entropy())))];

    private static void AssertRandom(List<Secrets> secrets)
    {
        int count = secrets.Count;
        Assert.True(secrets.DistinctBy(s => s.Tag).Count() >= count - 2, "not enough different tags");
        Assert.True(secrets.DistinctBy(s => s.InitialTsn).Count() >= count - 2, "not enough different TSNs");
        Assert.True(secrets.DistinctBy(s => s.Cookie).Count() == count, "equal cookies");
        Assert.True(secrets.Count(s => s.Tag == s.InitialTsn) < 2, "tags equal their TSNs");
        ulong[] bits = [.. secrets.Select(s => ((ulong)s.Tag << 32) | s.InitialTsn)];
        AssertEven(bits, "ones in bit");
        AssertEven([.. bits.Zip(bits.Skip(1), (one, next) => one ^ next)], "differences between neighbours in bit");
    }

    private static void AssertEven(ulong[] values, string what)
    {
        double half = values.Length / 2.0;
        double margin = Deviations * Math.Sqrt(values.Length) / 2;
        for (int bit = 0; bit < 64; bit++)
        {
            int ones = values.Count(value => ((value >> bit) & 1) != 0);
            Assert.True(Math.Abs(ones - half) <= margin, $"{ones} {what} {bit} of {values.Length}");
        }
    }

    /// <summary>A cookie that comes back to another endpoint is thrown away; to the one that made it, it sets up an association.</summary>
    private static void AssertCookiesAreBound(Func<IEntropy> entropy)
    {
        Script[] scripts = [.. Enumerable.Range(0, ManyEndpoints).Select(_ => Listening(entropy()))];
        Secrets[] secrets = [.. scripts.Select(Ask)];
        for (int i = 0; i < scripts.Length; i++)
        {
            Secrets other = secrets[(i + 1) % secrets.Length];
            Assert.Empty(scripts[i].Inject(other.Tag, new CookieEcho(other.Cookie)));
            Assert.Equal(0, scripts[i].Endpoint.AssociationCount);
        }

        for (int i = 0; i < scripts.Length; i++)
        {
            List<SentPacket> sent = scripts[i].Inject(secrets[i].Tag, new CookieEcho(secrets[i].Cookie));
            Assert.True(sent.Single().Has<CookieAck>());
            Assert.Equal(1, scripts[i].Endpoint.AssociationCount);
        }
    }

    private static Script Listening(IEntropy entropy)
    {
        var script = new Script(entropy: entropy);
        script.Endpoint.Listen();
        return script;
    }

    private static Secrets Ask(Script script)
    {
        InitAck answer = script.Inject(0, Script.NewInit()).Single().Chunk<InitAck>();
        return new Secrets(answer.InitiateTag, answer.InitialTsn.Value, answer.Parameters.OfType<StateCookie>().Single().Cookie);
    }

    /// <summary>What one INIT ACK gives away.</summary>
    private sealed record Secrets(uint Tag, uint InitialTsn, ByteString Cookie);

    /// <summary>The system's generator.</summary>
    private sealed class SystemEntropy : IEntropy
    {
        public void Fill(EntropyUse use, Span<byte> destination) => RandomNumberGenerator.Fill(destination);
    }

    /// <summary>What is wrong with a source.</summary>
    public enum Flaw
    {
        /// <summary>It counts.</summary>
        Counts,

        /// <summary>It has 200 tags.</summary>
        DrawsFromFew,

        /// <summary>It gives each Initial TSN again.</summary>
        RepeatsTsns,

        /// <summary>One bit is always set.</summary>
        SetsABit,

        /// <summary>Every second value is the opposite of the one before.</summary>
        Alternates,

        /// <summary>An Initial TSN is the tag that was drawn before it.</summary>
        SameForTagAndTsn,

        /// <summary>It has one key only.</summary>
        SameKey,
    }

    private sealed class FlawedEntropy(Flaw flaw) : IEntropy
    {
        private readonly uint[] _last = new uint[16];
        private readonly int[] _draws = new int[16];

        public void Fill(EntropyUse use, Span<byte> destination)
        {
            RandomNumberGenerator.Fill(destination);
            if (use == EntropyUse.CookieKey && flaw == Flaw.SameKey)
            {
                destination.Fill(7);
            }

            if (use is not (EntropyUse.VerificationTag or EntropyUse.InitialTsn))
            {
                return;
            }

            uint random = BinaryPrimitives.ReadUInt32BigEndian(destination);
            uint last = _last[(int)use];
            int draw = ++_draws[(int)use];
            bool isTsn = use == EntropyUse.InitialTsn;
            uint value = flaw switch
            {
                Flaw.Counts => (uint)draw + (isTsn ? 1_000_000u : 0),
                Flaw.DrawsFromFew when !isTsn => 0x9E37_79B9 * (1 + (random % 200)),
                Flaw.RepeatsTsns when isTsn && draw % 2 == 0 => last,
                Flaw.SetsABit when isTsn => random | 0x10,
                Flaw.Alternates when draw % 2 == 0 => ~last,
                Flaw.SameForTagAndTsn when isTsn => _last[(int)EntropyUse.VerificationTag],
                _ => random,
            };
            _last[(int)use] = value;
            BinaryPrimitives.WriteUInt32BigEndian(destination, value);
        }
    }
}
