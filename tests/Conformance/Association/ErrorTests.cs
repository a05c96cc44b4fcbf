using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Association.Situation;

namespace Sctp.Conformance.Association;

/// <summary>ERROR and its causes: RFC 9260 section 3.3.10.</summary>
public class ErrorTests
{
    private static readonly SctpErrorCause[] Causes =
    [
        new InvalidStreamIdentifier(9), new MissingMandatoryParameter(List<ushort>(7)), new OutOfResource(),
        new UnresolvableAddress(List<SctpParameter>(Script.Peer2.Parameter())), new UnrecognizedChunkType(new ByteString([0xFE, 0, 0, 4])),
        new InvalidMandatoryParameter(), new UnrecognizedParameters(List<SctpParameter>(UnknownParameter(0xC0FF))), new NoUserData(new(5)),
        new CookieReceivedWhileShuttingDown(), new RestartWithNewAddresses(List<SctpParameter>(Script.Peer2.Parameter())),
        new UserInitiatedAbort(new ByteString("x"u8)), new ProtocolViolation(ByteString.Empty), new UnknownCause((ErrorCauseCode)99, new ByteString([1])),
    ];

    public static TheoryData<AssociationState> States => All;

    [Theory]
    [MemberData(nameof(States))]
    [Requirement("9260-3.3.10-01")]
    [Requirement("9260-3.3.10-02")]
    [Requirement("9260-3.3.10-03")]
    [Requirement("9260-11.2.6-01")]
    public void An_ERROR_of_any_cause_informs_and_ends_nothing(AssociationState state)
    {
        foreach (SctpErrorCause cause in Causes)
        {
            Script script = In(state);
            string status = script.Association.GetStatus().ToString();
            List<SentPacket> sent = script.Inject(new Error(List(cause)));
            Assert.Empty(sent);
            Assert.Equal(status, script.Association.GetStatus().ToString());
            SctpEvent e = Assert.Single(script.Events);
            Assert.Equal(SctpEventKind.RemoteError, e.Kind);
            Assert.Equal(cause.CauseCode, e.Cause);
            Assert.Same(script.Association, e.Association);
        }
    }

    [Fact]
    [Requirement("9260-3.3.10-02")]
    public void Each_cause_of_an_ERROR_is_told()
    {
        Script script = In(AssociationState.Established);
        _ = script.Inject(new Error(List(Causes)));
        Assert.Equal(Causes.Select(c => c.CauseCode), script.Events.Select(e => e.Cause));
        Assert.Equal([0, 9, 0, 0], script.Events[0].CauseInformation.ToArray());
    }

    [Theory]
    [InlineData("09000004")] // no cause
    [InlineData("0900000600010000")] // half a cause header
    [InlineData("0900000800010003")] // Length below 4
    [InlineData("0900000800010009")] // beyond the chunk
    public void An_ERROR_with_a_format_error_ends_nothing(string chunk)
    {
        foreach (AssociationState state in WithAssociation)
        {
            Script script = In(state);
            Assert.Empty(script.InjectBytes(Script.Peer, Raw(script.Tag, Convert.FromHexString(chunk))));
            Assert.Equal(state, script.Association.State);
        }
    }

    [Fact]
    [Requirement("9260-6.5-03")]
    [Requirement("9260-3.3.10.1-01")]
    public void DATA_on_a_stream_that_does_not_exist_is_acknowledged_and_reported()
    {
        Script script = In(AssociationState.Established);
        List<SentPacket> sent = script.Inject(Script.NewData(0, stream: 500));
        SentPacket error = Assert.Single(sent, p => p.Has<Error>());
        int at = 12;
        foreach (SctpChunk chunk in error.Packet.Chunks.TakeWhile(c => c is not Error))
        {
            at += chunk.ToArray().Length;
        }

        Assert.Equal("0900000c0001000801f40000", Convert.ToHexStringLower(error.Bytes.AsSpan(at, 12)));
        Assert.Null(script.Read());
        sent.AddRange(script.WaitMilliseconds(300));
        Assert.Contains(sent, p => p.Has<Sack>() && p.Chunk<Sack>().CumulativeTsn == Script.PeerTsn);
        Assert.Equal(AssociationState.Established, script.Association.State);
    }
}
