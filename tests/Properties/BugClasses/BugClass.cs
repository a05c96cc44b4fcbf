using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Sctp.Conformance.Support;
using Sctp.Sim;
using Sctp.Sim.Associations.Marks;
using Sctp.Sim.Network;
using Sctp.Sim.Xunit;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Properties.BugClasses;

/// <summary>
/// What the regression scenarios of the bug classes share. Each class of bug that was found in some SCTP implementation has a number and one test, and a
/// scenario must come into the situation that its class is about, or it shows nothing.
/// </summary>
public abstract class BugClass
{
    /// <summary>Options with which no fault of a scenario may end the association.</summary>
    private protected static readonly SctpOptions Patient = new()
    {
        AssociationMaxRetrans = 1_000,
        MaxInitRetransmits = 1_000,
        ShutdownGuard = Duration.FromSeconds(100_000),
        ValidCookieLife = Duration.FromSeconds(600),
    };

    /// <summary>A link that loses one packet in twenty.</summary>
    private protected static LinkOptions Lossy => new() { Delay = Duration.FromMilliseconds(20), LossPerMillion = 50_000 };

    private protected static SideOptions Side(int messages, int largest = 4_000, SctpOptions? endpoint = null) => new()
    {
        Endpoint = endpoint ?? Patient,
        Workload = new WorkloadOptions { MessageCount = messages, LargestMessage = largest },
    };

    private protected static Scenario Over(LinkOptions link, SideOptions client, SideOptions? server = null) => new()
    {
        Seed = 20,
        Paths = [new PathOptions(link, link)],
        HealAfter = Duration.FromSeconds(60),
        Client = client,
        Server = server ?? client,
    };

    /// <summary>Every invariant must hold in a scenario, and all that was sent must be delivered.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="reached">The situations that it must come into.</param>
    private protected static SimulationReport AssertHolds(Scenario scenario, params Mark[] reached)
    {
        SimulationReport report = SimulationAssert.Holds(scenario);
        foreach (Mark mark in reached)
        {
            Assert.True(report.Marks!.IsReached(mark), $"the scenario never came into {mark}");
        }

        foreach (AssociationReport association in report.Associations)
        {
            // Only a crash may cost messages; what was delivered may then be handed back too, for the acknowledgement was lost with the host.
            bool hasCrashed = association.Client.Crashes + association.Server.Crashes > 0;
            foreach (SideReport side in (SideReport[])[association.Client, association.Server])
            {
                Assert.True(
                    hasCrashed ? side.MessagesDelivered + side.MessagesExcused + side.MessagesFailed >= side.MessagesSent : side.MessagesDelivered == side.MessagesSent,
                    $"{side.MessagesDelivered} of {side.MessagesSent} messages were delivered");
            }
        }

        return report;
    }

    /// <summary>As <see cref="AssertHolds"/> for the seeds from 1 on, which come into the situations together.</summary>
    private protected static void AssertHoldForSeeds(ulong seeds, Scenario scenario, params Mark[] reached)
    {
        var all = new MarkSet();
        for (ulong seed = 1; seed <= seeds; seed++)
        {
            all.Add(AssertHolds(scenario with { Seed = seed }).Marks!);
        }

        foreach (Mark mark in reached)
        {
            Assert.True(all.IsReached(mark), $"no seed came into {mark}");
        }
    }

    /// <summary>Fails instead of waiting for ever where something may never return.</summary>
    private protected static void AssertReturns(Action action)
    {
        Task task = Task.Run(action);
        Assert.True(task.Wait(TimeSpan.FromSeconds(60)), "it does not return");
    }

    /// <summary>The association is there and transfers data.</summary>
    private protected static void AssertAlive(Script script)
    {
        Assert.Equal(AssociationState.Established, script.Association.State);
        Tsn next = script.Association.GetStatus().ReceivedCumulativeTsn.Next;
        ushort ssn = (ushort)Script.PeerTsn.DistanceTo(next);
        IEnumerable<SentPacket> sent = script.Inject(Script.NewData(ssn, ssn: ssn)).Concat(script.WaitMilliseconds(500));
        Assert.Equal(next, sent.SelectMany(p => p.Packet.Chunks).OfType<Sack>().Last().CumulativeTsn);
    }

    private protected static byte[] Sealed(byte[] packet)
    {
        if (packet.Length >= CommonHeader.Length)
        {
            CommonHeader.Seal(packet);
        }

        return packet;
    }

    /// <summary>A packet with a common header and some bytes behind it, under a right checksum.</summary>
    private protected static byte[] Raw(uint tag, params byte[] chunks) =>
        Sealed([.. new SctpPacket(Script.PeerPort, Script.Port, tag, []).ToArray(), .. chunks]);
}
