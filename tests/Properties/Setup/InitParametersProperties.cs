using System;
using FsCheck.Xunit;
using Sctp.Setup;
using Sctp.Wire;

namespace Sctp.Properties.Setup;

[Properties(Arbitrary = [typeof(InitParameterBytes)], MaxTest = 500)]
public class InitParametersProperties
{
    private static readonly SctpAddress Source = SctpAddress.Parse("192.0.2.1", 9899);
    private static readonly InitParameters Used = new(4);

    private static InitParameters Read(InitParameters into, InitParameterBytes parameters, bool isAck, int families)
    {
        into.Read(isAck ? ChunkType.InitAck : ChunkType.Init, parameters.Bytes, Source, (AddressFamilies)(families & 3));
        return into;
    }

    [Property]
    public void Any_bytes_are_read_within_the_bounds(InitParameterBytes parameters, bool isAck, int families)
    {
        InitParameters read = Read(new InitParameters(4), parameters, isAck, families);
        Assert.InRange(read.PeerAddresses.Length, 1, 4);
        Assert.Equal(Source, read.PeerAddresses[0]);
        for (int i = 1; i < read.PeerAddresses.Length; i++)
        {
            SctpAddress address = read.PeerAddresses[i];
            Assert.True(address.IsUnicast);
            Assert.Equal(Source.UdpPort, address.UdpPort);
            Assert.NotEqual(AddressFamilies.None, AddressFamily.Of(address) & (AddressFamilies)families);
            for (int j = 0; j < i; j++)
            {
                Assert.False(address.IsSameHost(read.PeerAddresses[j]));
            }
        }

        Assert.InRange(read.Report.Length, 0, InitParameters.MaxReportLength);
        Assert.Equal(read.HasHostName, !read.HostName(parameters.Bytes).IsEmpty);
        Assert.True(read.HasStateCookie || read.StateCookie(parameters.Bytes).IsEmpty); // A cookie may be empty.
        Assert.True(isAck || !read.HasStateCookie);
        Assert.True(!isAck || read.CookiePreservative == Duration.Zero);
    }

    [Property]
    public void Each_reported_parameter_has_a_type_that_asks_for_it(InitParameterBytes parameters, bool isAck)
    {
        InitParameters read = Read(new InitParameters(4), parameters, isAck, 3);
        var reader = new ParameterReader(read.Report);
        while (reader.MoveNext())
        {
            Assert.True(UnrecognizedAction.IsReported(reader.Current.Type));
        }

        Assert.False(reader.IsMalformed);
    }

    [Property]
    public void A_used_object_reads_like_a_new_one(InitParameterBytes before, InitParameterBytes parameters, bool isAck, int families)
    {
        InitParameters fresh = Read(new InitParameters(4), parameters, isAck, families);
        Read(Used, before, !isAck, 3);
        Read(Used, parameters, isAck, families);
        Assert.Equal(fresh.PeerAddresses.ToArray(), Used.PeerAddresses.ToArray());
        Assert.Equal(fresh.Report.ToArray(), Used.Report.ToArray());
        Assert.Equal(fresh.StateCookie(parameters.Bytes).ToArray(), Used.StateCookie(parameters.Bytes).ToArray());
        Assert.Equal(fresh.HostName(parameters.Bytes).ToArray(), Used.HostName(parameters.Bytes).ToArray());
        Assert.Equal(
            (fresh.IsMalformed, fresh.PeerFamilies, fresh.CookiePreservative, fresh.UnrecognizedByPeer),
            (Used.IsMalformed, Used.PeerFamilies, Used.CookiePreservative, Used.UnrecognizedByPeer));
    }

    [Property]
    public void Every_INIT_and_INIT_ACK_has_a_verdict_and_a_cause_if_it_is_refused(InitParameterBytes parameters, uint tag, uint window, ushort outbound, ushort inbound, bool isAck)
    {
        byte[] bytes = new byte[InitChunk.FixedLength + parameters.Bytes.Length];
        InitChunk.WriteHeader(bytes, ChunkType.Init, bytes.Length, tag, window % 3000, outbound, inbound, new Tsn(1));
        parameters.Bytes.CopyTo(bytes, InitChunk.FixedLength);
        InitChunk.TryRead(new ChunkView(bytes), out InitChunk init);
        InitParameters read = Read(new InitParameters(4), parameters, isAck, 3);
        InitVerdict verdict = isAck ? InitValidation.OfInitAck(init, read) : InitValidation.OfInit(init, read);
        var causes = new TlvWriter(new byte[bytes.Length + 64]);
        InitValidation.AddCause(verdict, read, parameters.Bytes, ref causes);
        Assert.Equal(verdict is InitVerdict.Accept or InitVerdict.DiscardSilently, causes.Length == 0);
        bool hasValidFields = tag != 0 && window % 3000 >= 1500 && outbound != 0 && inbound != 0;
        Assert.Equal(hasValidFields && !read.HasHostName && !read.IsMalformed && (!isAck || read.HasStateCookie), verdict == InitVerdict.Accept);
    }

    [Property]
    public void What_is_written_is_read_back_the_same(InitParameterBytes parameters, uint milliseconds)
    {
        InitParameters read = Read(new InitParameters(4), parameters, false, 3);
        SctpAddress[] local = [SctpAddress.Parse("10.0.0.1"), SctpAddress.Parse("2001:db8::1")];
        byte[] chunk = new byte[4096];
        var writer = new InitWriter(chunk);
        writer.AddUnrecognizedParameters(read.Report);
        writer.AddLocalAddresses(local, AddressFamilies.Both);
        writer.AddCookiePreservative(Duration.FromMilliseconds(milliseconds));
        int length = writer.Finish(ChunkType.Init, 1, 1500, 1, 1, new Tsn(1));

        InitChunk.TryRead(new ChunkView(chunk.AsSpan(0, length)), out InitChunk init);
        var back = new InitParameters(4);
        back.Read(ChunkType.Init, init.Parameters, Source, AddressFamilies.Both);
        Assert.False(back.IsMalformed);
        Assert.Equal([Source, local[0].WithUdpPort(9899), local[1].WithUdpPort(9899)], back.PeerAddresses.ToArray());
        Assert.Equal(Duration.FromMilliseconds(milliseconds), back.CookiePreservative);
        Assert.True(back.Report.IsEmpty);
    }
}
