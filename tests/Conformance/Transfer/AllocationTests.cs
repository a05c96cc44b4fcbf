using System;
using Sctp.Conformance.Support;

namespace Sctp.Conformance.Transfer;

/// <summary>In the steady state neither end allocates anything for a message.</summary>
public class AllocationTests
{
    private static readonly SctpAddress AddressA = SctpAddress.Parse("10.0.0.1");
    private static readonly SctpAddress AddressB = SctpAddress.Parse("10.0.0.2");

    [Theory]
    [InlineData(1024, 100_000)]
    [InlineData(16 * 1024, 5000)]
    public void A_message_costs_no_allocation_on_either_end(int length, int count)
    {
        var entropy = new SeededEntropy(1);
        var a = new SctpEndpoint(new SctpOptions { LocalPort = 1 }, entropy);
        var b = new SctpEndpoint(new SctpOptions { LocalPort = 2 }, entropy);
        b.Listen();
        byte[] buffer = new byte[65_536];
        byte[] payload = new byte[length];
        Instant now = Instant.FromNanoseconds(1);
        SctpAssociation association = a.Connect(AddressB, 2, now);
        int received = 0;
        int sent = 0;
        int total = 0;
        Exchange(count / 2); // Pools, rings and queues have their size then.
        Assert.Equal(0, AllocatedBytes.OfLeast(() => Exchange(count)));
        Assert.Equal(total, received);

        void Exchange(int messages)
        {
            total += messages;
            while (received < total)
            {
                bool moved = false;
                if (association.State == AssociationState.Established)
                {
                    while (sent < total && association.Send(0, payload, now) == SendResult.Queued)
                    {
                        sent++;
                        moved = true;
                    }
                }

                while (a.TryTransmit(buffer, now, out Transmit transmit))
                {
                    b.Receive(buffer.AsSpan(0, transmit.Length), new NetworkPath(AddressA, AddressB), now);
                    moved = true;
                }

                while (b.TryGetEvent(out SctpEvent e))
                {
                    while (e.Association!.TryReceive(out SctpMessage message))
                    {
                        received += message.Info.IsEndOfMessage ? 1 : 0;
                        message.Dispose();
                    }
                }

                while (b.TryTransmit(buffer, now, out Transmit transmit))
                {
                    a.Receive(buffer.AsSpan(0, transmit.Length), new NetworkPath(AddressB, AddressA), now);
                    moved = true;
                }

                while (a.TryGetEvent(out _))
                {
                }

                if (!moved)
                {
                    now += Duration.FromMilliseconds(1);
                    a.Advance(now);
                    b.Advance(now);
                }
                else
                {
                    now += Duration.FromMicroseconds(50);
                }
            }
        }
    }
}
