using System.Collections.Generic;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation;

/// <summary>The shadow knows from the wire alone what the core counts.</summary>
public class AssociationShadowTests
{
    [Theory]
    [InlineData(1, 20)]
    [InlineData(5575, 5575)]
    [InlineData(9914, 9914)]
    public void The_shadow_agrees_with_the_core(ulong first, ulong last)
    {
        int count = 0;
        for (ulong seed = first; seed <= last; seed++)
        {
            List<Comparison> comparisons = [];
            var options = new SimulationOptions
            {
                ObserverFactories =
                [
                    (_, _) =>
                    {
                        var comparison = new Comparison();
                        comparisons.Add(comparison);
                        return comparison;
                    },
                ],
            };
            SimulationReport report = SimulationRun.Run(Scenario.Generate(seed), options);
            Assert.True(report.Outcome == SimulationOutcome.Clean, OracleTests.Describe(report));
            Assert.All(comparisons, c => Assert.Equal("", c.Difference));
            count += comparisons.Sum(c => c.Count);
        }

        Assert.True(count > 10);
    }

    private sealed class Comparison : Observer
    {
        public override Hooks Hooks => Hooks.AfterEvent;

        public string Difference { get; private set; } = "";

        public int Count { get; private set; }

        public override void AfterEvent(AssociationSide side)
        {
            ShadowSide shadow = Set.Shadow[side];
            if (side.Application.IsEnded || side.Stack.State < AssociationState.Established || shadow.Incarnation != 1 || Difference != "")
            {
                return;
            }

            Count++;
            AssociationStatus status = side.Stack.Status;
            ShadowSender sender = shadow.Sender;
            ShadowReceiver receiver = shadow.Receiver;
            bool isEqual = status.CumulativeTsnAckPoint.Value == sender.CumulativeAck
                && status.NextTsn.Value == sender.HighestTsn + 1
                && status.ReceivedCumulativeTsn.Value == receiver.CumulativeTsn
                && status.ReceiveBufferedBytes == receiver.HeldBytes;
            for (int i = 0; i < side.Stack.PathCount; i++)
            {
                // What waits to be sent again is in no flight.
                isEqual &= !side.TryGetPathTo(new NetworkAddress(side.PeerHost, i), out PathStatus path) || path.FlightSize <= sender.OutstandingSizeOn(i);
            }

            if (!isEqual && receiver.DoubtfulCount == 0)
            {
                Difference = $"{side.Name} at {side.Now}: {status} but sent {sender.CumulativeAck} to {sender.HighestTsn}, received {receiver.CumulativeTsn}, held {receiver.HeldBytes}";
            }
        }
    }
}
