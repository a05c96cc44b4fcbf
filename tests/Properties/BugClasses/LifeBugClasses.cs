using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Marks;
using Sctp.Sim.Network;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Properties.BugClasses;

/// <summary>Bug classes of the handshake, of restarts and of the end.</summary>
public sealed class LifeBugClasses : BugClass
{
    /// <summary>B37: two INITs cross, in any order of arrival, and none or two associations come of it.</summary>
    [Fact]
    public void B37_Both_sides_may_open_at_once()
    {
        foreach (int toServer in (int[])[1, 20, 70])
        {
            foreach (int toClient in (int[])[1, 20, 70])
            {
                Scenario scenario = Over(LinkOptions.Perfect, Side(10)) with
                {
                    Opening = Opening.BothConnect,
                    Paths = [new PathOptions(new() { Delay = Duration.FromMilliseconds(toServer) }, new() { Delay = Duration.FromMilliseconds(toClient) })],
                };
                SimulationReport report = AssertHolds(scenario, Mark.InitInCookieWait);
                Assert.Equal(10, report.Server.MessagesDelivered);
            }
        }
    }

    /// <summary>B38: a lost INIT, INIT ACK, COOKIE ECHO or COOKIE ACK, once or several times, hangs the handshake.</summary>
    [Theory]
    [InlineData(WireChunk.Init, "InitResent")]
    [InlineData(WireChunk.InitAck, "InitResent")]
    [InlineData(WireChunk.CookieEcho, "CookieEchoResent")]
    [InlineData(WireChunk.CookieAck, "CookieEchoInEstablished")]
    public void B38_Each_packet_of_the_handshake_may_be_lost(byte type, string reached)
    {
        for (int count = 1; count <= 4; count++)
        {
            SimulationReport report = AssertHolds(Over(Losing(type, count), Side(10)), Enum.Parse<Mark>(reached));
            Assert.Equal(10, report.Client.MessagesDelivered);
            Assert.True(report.Packets.Lost >= count);
        }
    }

    /// <summary>B39: an INIT that comes late or twice disturbs an association that is up.</summary>
    [Fact]
    public void B39_A_late_INIT_disturbs_nothing()
    {
        Scenario scenario = Over(new() { LateCopyPerMillion = 1_000_000, LateCopyDelay = Duration.FromSeconds(1) }, Side(50));
        scenario = scenario with { Client = scenario.Client with { Workload = scenario.Client.Workload with { SendInterval = Duration.FromMilliseconds(50) } } };
        AssertHolds(scenario, Mark.InitInEstablished, Mark.InitAckInEstablished, Mark.CookieEchoInEstablished);
    }

    /// <summary>B40: after a restart, something of the former association is left: streams, SACK state, queues.</summary>
    [Fact]
    public void B40_A_restart_begins_with_nothing()
    {
        foreach (Side side in (Side[])[Sctp.Sim.Side.Client, Sctp.Sim.Side.Server])
        {
            Scenario scenario = Over(new() { LossPerMillion = 10_000 }, Side(100));
            scenario = scenario with
            {
                Faults = [new HostCrash(Duration.FromMilliseconds(700), Duration.FromMilliseconds(100), side)],
                Client = Paced(scenario.Client),
                Server = Paced(scenario.Server),
            };
            SimulationReport report = AssertHolds(scenario, side == Sctp.Sim.Side.Client ? Mark.Restarted : Mark.AbortReflected);
            Assert.Equal(1, report.Client.Crashes + report.Server.Crashes);
            Assert.True(report.Client.MessagesDelivered > 40 && report.Server.MessagesDelivered > 40);
        }

        static SideOptions Paced(SideOptions side) => side with { Workload = side.Workload with { SendInterval = Duration.FromMilliseconds(20) } };
    }

    /// <summary>B41: DATA that comes before the association, or behind COOKIE ECHO, is mistreated.</summary>
    [Fact]
    public void B41_DATA_may_travel_with_COOKIE_ECHO_and_not_before()
    {
        var script = new Script();
        script.Endpoint.Listen();
        SentPacket answer = Assert.Single(script.Inject(44u, Script.NewData(0)));
        Assert.IsType<Abort>(answer.Single);
        Assert.Equal(44u, answer.Packet.VerificationTag);
        Assert.Equal(0, script.Endpoint.AssociationCount);

        foreach (int count in (int[])[1, 2, 3])
        {
            script = new Script();
            script.Endpoint.Listen();
            InitAck initAck = script.Inject(0u, Script.NewInit()).Single().Chunk<InitAck>();
            script.Learn(initAck.InitiateTag, initAck.InitialTsn);
            SctpChunk echo = new CookieEcho(initAck.Parameters.OfType<StateCookie>().Single().Cookie);
            List<SentPacket> sent = script.Inject(script.Tag, [echo, .. Enumerable.Range(0, count).Select(i => Script.NewData(i, ssn: (ushort)i))]);
            script.Association = script.Endpoint.GetAssociation(0);
            Assert.IsType<CookieAck>(sent[0].Packet.Chunks[0]);
            Assert.Equal(Script.PeerTsn + (uint)(count - 1), script.Association.GetStatus().ReceivedCumulativeTsn);
        }

        SideOptions early = Side(10);
        AssertHolds(Over(Lossy, early with { Workload = early.Workload with { SendsBeforeEstablished = true } }), Mark.CookieEchoWithData);
    }

    /// <summary>B42: the end loses data, or hangs when one of its chunks is lost, or when both sides ask for it.</summary>
    [Theory]
    [InlineData(WireChunk.Shutdown, EndingSide.Client)]
    [InlineData(WireChunk.Shutdown, EndingSide.Both)]
    [InlineData(WireChunk.ShutdownAck, EndingSide.Server)]
    [InlineData(WireChunk.ShutdownAck, EndingSide.Both)]
    [InlineData(WireChunk.ShutdownComplete, EndingSide.Client)]
    [InlineData(WireChunk.ShutdownComplete, EndingSide.Both)]
    public void B42_The_end_loses_nothing_whatever_of_it_is_lost(byte type, EndingSide who)
    {
        for (int count = 1; count <= 4; count++)
        {
            Scenario scenario = Over(Losing(type, count), Side(40)) with { Ending = new EndingOptions { Who = who, When = EndingMoment.WhenEarly } };
            SimulationReport report = AssertHolds(scenario, Mark.ShutdownWithDataQueued);
            Assert.Equal(LossReason.None, report.Client.LossReason);
            Assert.Equal(LossReason.None, report.Server.LossReason);
            Assert.True(report.Packets.Lost > 0);
            Assert.Equal(0, report.Client.MessagesFailed + report.Server.MessagesFailed);
        }
    }

    /// <summary>B43: an association whose peer is gone for good is never declared dead.</summary>
    [Fact]
    public void B43_A_peer_that_is_gone_is_noticed()
    {
        foreach (int messages in (int[])[0, 2_000])
        {
            Scenario scenario = Over(LinkOptions.Perfect, Side(messages, endpoint: new SctpOptions { HeartbeatInterval = Duration.FromSeconds(5) })) with
            {
                HealAfter = Duration.FromSeconds(5_000),
                Faults = [new PathOutage(Duration.FromMilliseconds(60), Duration.FromSeconds(4_000), 0)],
                Ending = new EndingOptions { When = EndingMoment.At, At = Duration.FromSeconds(4_999) },
            };
            SimulationReport report = SimulationRun.Run(scenario, new SimulationOptions());
            Assert.True(report.Outcome == SimulationOutcome.Clean, Simulation.OracleTests.Describe(report));
            Assert.Equal(LossReason.PeerUnreachable, report.Client.LossReason);
            Assert.Equal(LossReason.PeerUnreachable, report.Server.LossReason);

            // Eleven time-outs of 60 s at most, each after a heartbeat interval.
            Assert.True(report.EndTime - Instant.Epoch < Duration.FromSeconds(1_000), $"it took until {report.EndTime}");
        }
    }

    /// <summary>B44: a chunk is handled after another one in the same packet has ended the association.</summary>
    [Fact]
    public void B44_Nothing_is_handled_behind_what_ends_the_association()
    {
        SctpChunk heartbeat = new Heartbeat([new HeartbeatInfo(new ByteString([1]))]);
        Script script = Script.Accepted();
        List<SentPacket> sent = script.Inject(script.Tag, new Abort(default), Script.NewData(0), heartbeat, new Abort(default), new Shutdown(script.Tsn));
        Assert.Empty(sent);
        Assert.True(script.Association.HasEnded);
        Assert.Single(script.Events, e => e.Kind == SctpEventKind.CommunicationLost);
        Assert.False(script.Association.HasReadable);
        Assert.Null(script.Endpoint.NextTimeout);

        // SHUTDOWN COMPLETE must travel alone (9260-6.10); whatever a receiver makes of it, it ends the association once or not at all.
        script = Script.Accepted();
        script.Association.Shutdown(script.Now);
        script.Flush();
        script.Inject(script.Tag, new ShutdownAck(), Script.NewData(0), heartbeat, new ShutdownComplete());
        Assert.InRange(script.Events.Count(e => e.Kind is SctpEventKind.ShutdownComplete or SctpEventKind.CommunicationLost), 0, 1);
        script.Wait(Duration.FromSeconds(1_000));
        Assert.Equal(1, script.Events.Count(e => e.Kind is SctpEventKind.ShutdownComplete or SctpEventKind.CommunicationLost));
        Assert.Equal(0, script.Endpoint.AssociationCount);
    }

    /// <summary>B45: an ERROR ends the association.</summary>
    [Fact]
    public void B45_ERROR_ends_no_association_in_any_state()
    {
        SctpParameter address = new IPv4Address([10, 0, 0, 1]);
        SctpErrorCause[] causes =
        [
            new InvalidStreamIdentifier(3),
            new MissingMandatoryParameter([7]),
            new StaleCookie(1_000),
            new OutOfResource(),
            new UnresolvableAddress([address]),
            new UnrecognizedChunkType(new ByteString([0x40, 0, 0, 4])),
            new InvalidMandatoryParameter(),
            new UnrecognizedParameters([address]),
            new NoUserData(Script.PeerTsn),
            new CookieReceivedWhileShuttingDown(),
            new RestartWithNewAddresses([address]),
            new UserInitiatedAbort(new ByteString([1, 2, 3])),
            new ProtocolViolation(new ByteString([1])),
            new UnknownCause((ErrorCauseCode)0x0BAD, new ByteString([1, 2])),
            new MalformedCause(new ByteString([0, 13, 0, 200])),
        ];
        Script waiting = Script.Connecting();
        AssertUnmoved(waiting, AssociationState.CookieWait);
        waiting.InjectInitAck();
        AssertUnmoved(waiting, AssociationState.CookieEchoed);
        waiting.Inject(waiting.Tag, new CookieAck());
        AssertUnmoved(waiting, AssociationState.Established);
        _ = waiting.Send(10);
        waiting.Association.Shutdown(waiting.Now);
        waiting.Flush();
        AssertUnmoved(waiting, AssociationState.ShutdownPending);
        waiting.Sack(1);
        AssertUnmoved(waiting, AssociationState.ShutdownSent);

        Script answering = Script.Connected();
        _ = answering.Send(10);
        answering.Inject(answering.Tag, new Shutdown(answering.Tsn.Previous));
        AssertUnmoved(answering, AssociationState.ShutdownReceived);
        answering.Sack(1);
        AssertUnmoved(answering, AssociationState.ShutdownAckSent);

        void AssertUnmoved(Script script, AssociationState state)
        {
            Assert.Equal(state, script.Association.State);

            // In COOKIE-ECHOED a Stale Cookie is no mere report: the set-up begins again (5.2.6).
            SctpErrorCause[] harmless = [.. causes.Where(cause => state != AssociationState.CookieEchoed || cause is not StaleCookie)];
            SctpChunk[] errors = [new Error(default), .. harmless.Select(cause => new Error([cause])), new Error(ValueList.Create<SctpErrorCause>(harmless))];
            foreach (SctpChunk error in errors)
            {
                List<SentPacket> sent = script.Inject(script.Tag, error);
                Assert.Equal(state, script.Association.State);
                Assert.DoesNotContain(sent, packet => packet.Has<Abort>());
            }

            script.Inject(script.Tag, errors);
            Assert.Equal(state, script.Association.State);
            Assert.DoesNotContain(script.Events, e => e.Kind == SctpEventKind.CommunicationLost);
        }
    }

    /// <summary>B46: a timer expires after the end, or is left over.</summary>
    [Fact]
    public void B46_No_timer_outlives_the_association()
    {
        Action<Script>[] ends =
        [
            s => s.Association.Abort(s.Now),
            s => s.Inject(s.Tag, new Abort(default)),
            s => s.Endpoint.Close(s.Now),
            s =>
            {
                s.Sack(3);
                s.Association.Shutdown(s.Now);
                s.Flush();
                s.Inject(s.Tag, new ShutdownAck());
            },
        ];
        foreach (Action<Script> end in ends)
        {
            Script script = Script.Connected();
            for (int i = 0; i < 3; i++)
            {
                _ = script.Send(1_000);
            }

            script.Inject(script.Tag, Script.NewData(0), Script.NewData(2));
            Assert.NotNull(script.Endpoint.NextTimeout);
            end(script);
            script.Flush();
            Assert.Equal(0, script.Endpoint.AssociationCount);
            Assert.Null(script.Endpoint.NextTimeout);
            Assert.Empty(script.Wait(Duration.FromSeconds(3_600)));
        }
    }

    /// <summary>B47: a call from where another call reports something locks up or corrupts the state. There are no callbacks, and any call may follow any report.</summary>
    [Fact]
    public void B47_Any_call_may_follow_any_event()
    {
        Action<Script>[] calls =
        [
            s => _ = s.Association.Send(0, new byte[100], s.Now),
            s => _ = s.Read(),
            s => s.Association.Shutdown(s.Now),
            s => s.Association.Abort(s.Now),
            s => s.Endpoint.Advance(s.Now),
            s => s.Endpoint.Close(s.Now),
            s => s.Association.RequestHeartbeat(Script.Peer, s.Now),
        ];
        HashSet<SctpEventKind> kinds = [];
        foreach (Action<Script> call in calls)
        {
            foreach (Action<Script> second in calls)
            {
                Script script = Script.Accepted();
                _ = script.Send(50);
                byte[] packet = new SctpPacket(Script.PeerPort, Script.Port, script.Tag, [
                    new Sack(script.Tsn, 100_000, default, default), Script.NewData(0), new Error([new InvalidStreamIdentifier(1)]), new Shutdown(script.Tsn)]).ToArray();
                script.Endpoint.Receive(packet, new NetworkPath(Script.Peer, Script.Local), script.Now);
                while (script.Endpoint.TryGetEvent(out SctpEvent e))
                {
                    kinds.Add(e.Kind);
                    call(script);
                    second(script);
                    e.Message.Dispose();
                }

                script.Flush();
                script.Wait(Duration.FromSeconds(2_000));
                Assert.Equal(0, script.Endpoint.AssociationCount);
                Assert.Null(script.Endpoint.NextTimeout);
            }
        }

        Assert.Contains(SctpEventKind.DataArrived, kinds);
        Assert.Contains(SctpEventKind.RemoteError, kinds);
    }

    private static LinkOptions Losing(byte type, int count) => new()
    {
        Loss = new PredicateLoss { Match = new PacketMatch { FirstKinds = [type] }, Count = count },
    };
}
