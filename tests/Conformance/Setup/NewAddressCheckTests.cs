using System.Linq;
using Sctp.Paths;
using Sctp.Sending;
using Sctp.Setup;
using Sctp.Timers;
using Sctp.Wire;

namespace Sctp.Conformance.Setup;

public class NewAddressCheckTests
{
    private static readonly byte[] B = InitParametersTests.Parameter(5, 10, 0, 0, 2);
    private static readonly byte[] C = InitParametersTests.Parameter(6, [0x20, 1, .. new byte[13], 3]);

    private readonly InitParameters _init = new(16);

    private static PathTable Known(params string[] addresses)
    {
        var options = new SctpOptions();
        var paths = new PathTable(options, new TimerTable(), () => new Rfc9260CongestionControl(options));
        foreach (string address in addresses)
        {
            paths.Add(SctpAddress.Parse(address, 9899));
        }

        return paths;
    }

    private byte[]? Check(PathTable known, string source, params byte[][] parameters)
    {
        _init.Read(ChunkType.Init, [.. parameters.SelectMany(p => p)], SctpAddress.Parse(source, 1), AddressFamilies.Both);
        if (!NewAddressCheck.Any(_init, known))
        {
            return null;
        }

        byte[] buffer = new byte[100];
        var causes = new TlvWriter(buffer);
        NewAddressCheck.AddCause(_init, known, ref causes);
        return causes.Written.ToArray();
    }

    [Fact]
    [Requirement("9260-5.2.2-02")]
    [Requirement("9260-5.2.1-06")]
    public void Equal_sets_and_subsets_have_no_new_address_whatever_the_UDP_port()
    {
        PathTable known = Known("10.0.0.1", "10.0.0.2", "2001::3");
        Assert.Null(Check(known, "10.0.0.1"));
        Assert.Null(Check(known, "10.0.0.2", B));
        Assert.Null(Check(known, "2001::3", C, B));
    }

    [Fact]
    [Requirement("9260-5.2.1-07")]
    [Requirement("9260-5.2.1-11")]
    [Requirement("9260-5.2.2-05")]
    [Requirement("9260-3.3.10.11-01")]
    public void A_cause_lists_exactly_the_new_addresses()
    {
        Assert.Equal([0, 11, 0, 24, .. C], Check(Known("10.0.0.1", "10.0.0.2"), "10.0.0.1", B, C));
        Assert.Equal([0, 11, 0, 32, .. B, .. C], Check(Known("10.0.0.1"), "10.0.0.1", B, C));
    }

    [Fact]
    [Requirement("9260-5.2.2-02")]
    public void The_source_of_the_packet_counts_as_listed() =>
        Assert.Equal([0, 11, 0, 12, 0, 5, 0, 8, 10, 0, 0, 9], Check(Known("10.0.0.2"), "10.0.0.9", B));

    [Fact]
    public void Addresses_that_do_not_fit_are_left_out()
    {
        byte[][] many = [.. Enumerable.Range(10, 15).Select(i => InitParametersTests.Parameter(5, 10, 0, 0, (byte)i))];
        byte[]? cause = Check(Known("10.0.0.1"), "10.0.0.1", many);
        Assert.Equal(4 + (12 * 8), cause!.Length);
    }
}
