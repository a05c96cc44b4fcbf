using System;
using FsCheck;
using FsCheck.Experimental;
using FsCheck.Xunit;
using Sctp.Properties.Receiving;

namespace Sctp.Properties.Machines;

/// <summary>Random sequences of operations on one part of the core beside a naive model of it; FsCheck shrinks a sequence that tells them apart.</summary>
public sealed class MachineTests
{
    [Property(MaxTest = 100)]
    [Requirement("9260-6.2-20")]
    [Requirement("9260-3.3.4-06")]
    public Property The_TSN_map_is_a_set_of_places(byte which) => new TsnMapMachine(InitialOf(which)).ToProperty();

    [Property(MaxTest = 200)]
    public Property The_send_queue_is_a_list_of_messages() => new MessageQueueMachine().ToProperty();

    [Property(MaxTest = 100)]
    [Requirement("9260-6.3.1-03")]
    [Requirement("9260-6.3.1-10")]
    [Requirement("9260-6.3.1-11")]
    [Requirement("9260-6.3.3-02")]
    public Property The_RTO_follows_the_formulas_and_the_back_off(bool hasWideBounds) => new RtoMachine(
        hasWideBounds ? new SctpOptions { RtoMin = Duration.FromMilliseconds(1), RtoMax = Duration.FromSeconds(10_000) } : new SctpOptions()).ToProperty();

    [Property(MaxTest = 200)]
    [Requirement("9260-1.6-01")]
    [Requirement("9260-1.6-02")]
    public Property Serial_numbers_near_each_other_are_whole_numbers(byte which) => new SerialNumberMachine(InitialOf(which)).ToProperty();

    [Property(MaxTest = 60)]
    [Requirement("9260-6.6-01")]
    [Requirement("9260-6.6-04")]
    [Requirement("9260-6.9-02")]
    public Property Reassembly_delivers_what_is_whole_and_due(int seed, byte which) =>
        new ReassemblyMachine(new SentMessages(new Random(seed), 12, InitialOf(which), 3, 40, 7)).ToProperty();

    private static uint InitialOf(byte which) => TsnMapProperties.Initials[which % TsnMapProperties.Initials.Length];
}
