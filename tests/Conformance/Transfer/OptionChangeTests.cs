using System.Linq;
using Sctp.Conformance.Support;

namespace Sctp.Conformance.Transfer;

/// <summary>Options that change while data waits.</summary>
public sealed class OptionChangeTests
{
    [Fact]
    [Requirement("9260-6.2-12")]
    [Requirement("9260-6.2-29")]
    public void A_larger_receive_buffer_opens_a_closed_window_at_once()
    {
        Script script = Script.Accepted(new SctpOptions { ReceiveBufferSize = 3000, SackFrequency = 1 });
        script.Inject(Script.NewData(0, 1500));
        Assert.Equal(0u, script.Inject(Script.NewData(1, 1500, ssn: 1)).SacksOf().Last().AdvertisedWindow);
        script.Association.SetOptions(script.Association.Options with { ReceiveBufferSize = 10_000 }, script.Now);
        Assert.Equal(7000u, Assert.Single(script.Flush().SacksOf()).AdvertisedWindow);
    }

    [Fact]
    public void A_larger_send_buffer_is_told_to_who_was_refused()
    {
        Script script = Script.Connected(new SctpOptions { SendBufferSize = 2000 }, window: 1500);
        script.Send(1900);
        Assert.Equal(SendResult.BufferFull, script.Association.Send(Script.Pattern(200, 0), default, script.Now));
        script.Association.SetOptions(script.Association.Options with { SendBufferSize = 20_000 }, script.Now);
        script.Flush();
        Assert.True(script.Saw(SctpEventKind.SendBufferDrained));
    }

    [Fact]
    public void A_smaller_send_buffer_is_drained_when_it_is_empty()
    {
        Script script = Script.Connected();
        script.Send(1000);
        script.Association.SetOptions(script.Association.Options with { SendBufferSize = 200_000, MaxBurst = 0 }, script.Now);
        script.Send(100_000);
        Assert.Equal(SendResult.BufferFull, script.Association.Send(Script.Pattern(150_000, 0), default, script.Now));
        script.Association.SetOptions(script.Association.Options with { SendBufferSize = 2000 }, script.Now);
        for (int i = 0; i < 100 && script.Association.BufferedBytes != 0; i++)
        {
            script.SackAll();
        }

        Assert.Equal(0, script.Association.BufferedBytes);
        Assert.True(script.Saw(SctpEventKind.SendBufferDrained));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 1)]
    [Requirement("9260-7.2.1-10")]
    [Requirement("9260-11.1.13-01")]
    public void Another_L_holds_on_the_paths_that_there_are(int before, int after)
    {
        Script script = Script.Connected(new SctpOptions { SlowStartLimit = before }, window: 1_000_000);
        script.Association.SetOptions(script.Association.Options with { SlowStartLimit = after }, script.Now);
        script.FillWindow();
        script.SackAll();
        Assert.Equal(4404 + (after * TransferSteps.Pmdcs), script.Path().CongestionWindow);
    }

    [Fact]
    [Requirement("9260-6.1-06")]
    public void A_chunk_that_grows_out_of_the_window_before_it_leaves_is_probed_for()
    {
        Script script = Script.Connected(new SctpOptions { MaxSegmentSize = 500 }, window: 1600);
        script.Send(1000);
        script.Sack(2, window: 1000);
        Assert.Equal(SendResult.Queued, script.Association.Send(Script.Pattern(1200, 0), default, script.Now));
        script.Association.SetOptions(script.Association.Options with { MaxSegmentSize = null }, script.Now);
        Assert.Empty(script.Flush());
        Assert.Equal(1200, Assert.Single(script.WaitMilliseconds(1000).DataOf()).Payload.Length);
    }
}
