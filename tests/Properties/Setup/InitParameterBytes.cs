using System.Linq;
using FsCheck;
using FsCheck.Fluent;

namespace Sctp.Properties.Setup;

/// <summary>The parameters of an INIT: now well-formed ones of any type, now with a wrong length, now cut off, now noise.</summary>
public sealed record InitParameterBytes(byte[] Bytes)
{
    public override string ToString() => System.Convert.ToHexString(Bytes);

    public static Arbitrary<InitParameterBytes> Arbitrary()
    {
        Gen<ushort> type = Gen.OneOf(
            Gen.Elements<ushort>(1, 5, 6, 7, 8, 9, 11, 12),
            Gen.Elements<ushort>(0x3FFF, 0x7FFF, 0x8000, 0x8008, 0xBFFF, 0xC000, 0xC006, 0xFFFE),
            Gen.Choose(0, ushort.MaxValue).Select(t => (ushort)t));
        Gen<int> length = Gen.OneOf(Gen.Elements(0, 2, 4, 16), Gen.Choose(0, 40));
        Gen<byte[]> noise = Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf();
        Gen<byte[]> parameter =
            from t in type
            from n in length
            from lie in Gen.Frequency((12, Gen.Constant(0)), (1, Gen.Choose(-5, 5)))
            from value in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(n)
            select (byte[])[(byte)(t >> 8), (byte)t, (byte)((n + 4 + lie) >> 8), (byte)(n + 4 + lie), .. value, .. new byte[-n & 3]];
        Gen<byte[]> several = parameter.ArrayOf().Select(list => list.SelectMany(p => p).ToArray());
        Gen<byte[]> cut = from bytes in several from keep in Gen.Choose(0, bytes.Length) select bytes[..keep];
        return Arb.From(
            Gen.Frequency((4, several), (2, cut), (1, noise)).Select(bytes => new InitParameterBytes(bytes)),
            p => p.Bytes.Length == 0 ? [] : new[] { p.Bytes.Length / 2, p.Bytes.Length - 4, p.Bytes.Length - 1 }
                .Where(keep => keep >= 0 && keep < p.Bytes.Length)
                .Select(keep => new InitParameterBytes(p.Bytes[..keep])));
    }
}
