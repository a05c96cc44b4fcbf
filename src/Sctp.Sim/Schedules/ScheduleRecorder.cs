using System.Collections.Generic;
using Sctp.Sim.Associations;
using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>Writes down everything that chance decides in one run.</summary>
internal sealed class ScheduleRecorder
{
    private RecordingFates? _fates;
    private List<int>? _strikes;

    /// <summary>Where buggify sites write down that they acted.</summary>
    public List<SiteFiring> Firings { get; } = [];

    /// <summary>From now on the fates of packets are written down.</summary>
    public void Watch(SimulatedNetwork network) => network.Fates = _fates = new RecordingFates(network.Fates);

    /// <summary>Where an attacker writes down the numbers of the packets that it sends.</summary>
    public List<int> WatchAttacker() => _strikes = [];

    /// <summary>All that was written down, with the messages that the applications were to send.</summary>
    public Schedule Take(IReadOnlyList<AssociationRun> associations, Duration bound, Conditions conditions)
    {
        List<PlannedSend> messages = [];
        for (int i = 0; i < associations.Count; i++)
        {
            Add(messages, i, Side.Client, associations[i].Client.Application.Outbound.Plan);
            Add(messages, i, Side.Server, associations[i].Server.Application.Outbound.Plan);
        }

        return new Schedule
        {
            Packets = _fates?.Entries ?? [],
            Messages = messages,
            Firings = Firings,
            Strikes = _strikes,
            Bound = bound,
            Conditions = ScenarioConditions.NamesOf(conditions),
        };
    }

    private static void Add(List<PlannedSend> messages, int association, Side sender, MessagePlan plan)
    {
        for (int i = 0; i < plan.Count; i++)
        {
            PlannedMessage message = plan.At(i);
            messages.Add(new PlannedSend(association, sender, message.Id, message.Length, message.StreamId, message.IsUnordered));
        }
    }
}
