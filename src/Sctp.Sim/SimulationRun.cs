using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Drills;
using Sctp.Sim.Associations.Marks;
using Sctp.Sim.Associations.Oracles;
using Sctp.Sim.Associations.Peers;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;
using Sctp.Sim.Reporting;

namespace Sctp.Sim;

/// <summary>
/// One run of a scenario: SCTP nodes, their applications and the network between them, in virtual time, with every invariant checked after every
/// event. The same scenario gives the same run on every machine.
/// </summary>
public sealed class SimulationRun
{
    /// <summary>What an association that outlived the one under test may need at least to find out that nobody answers.</summary>
    private static readonly Duration Afterlife = Duration.FromSeconds(1_800);

    private readonly Scenario _written;
    private readonly Scenario _scenario;
    private readonly ScheduleRecorder? _recorder;
    private readonly Buggify? _buggify;
    private readonly Conditions _conditions;
    private readonly Randomness _random;
    private readonly EventLoop _loop = new();
    private readonly MarkSet? _marks;
    private readonly SimulatedNetwork _network;
    private readonly AddressBook _addresses;
    private readonly WirePacket _wire = new();
    private readonly List<Violation> _violations = [];
    private readonly List<SctpNode> _nodes = [];
    private readonly List<AssociationRun> _associations = [];
    private readonly Func<ISctpStack, int, ISctpStack>? _wrap;
    private readonly ForeignPeer? _foreign;
    private readonly Instant _heal;
    private readonly Duration _bound;
    private readonly IReadOnlyList<string> _oracles;

    private SimulationRun(Scenario scenario, SimulationOptions options, Func<ISctpStack, int, ISctpStack>? wrap)
    {
        _written = scenario;
        _oracles = options.Oracles;
        _recorder = options.RecordsSchedule ? new ScheduleRecorder() : null;
        _buggify = Buggify.Of(scenario, _recorder?.Firings);
        _scenario = scenario = BuggifyOptions.Apply(scenario, _buggify);
        _foreign = options.Foreign;
        _conditions = ScenarioConditions.Of(scenario) | (_foreign is null ? Conditions.None : Conditions.ForeignStack);
        _wrap = wrap;
        _heal = Instant.Epoch + scenario.HealAfter;
        _bound = scenario.Schedule?.Bound ?? LivenessBound.Of(scenario);
        _random = new Randomness(scenario.Seed);
        _loop.Record = options.Events;
        _marks = options.CollectsMarks ? new MarkSet() : null;
        _network = CreateNetwork(options.Reseed);
        _addresses = new AddressBook(HostNumbers.CountFor(scenario.Associations), scenario.Paths.Count, scenario.UdpEncapsulation);
        TextTrace? trace = options.Trace is { } writer ? new TextTrace(writer, _loop) : null;
        for (int host = 0; host < _addresses.HostCount; host++)
        {
            CreateNode(host, host == HostNumbers.Server ? scenario.Server : scenario.Client);
        }

        for (int i = 0; i < scenario.Associations; i++)
        {
            _associations.Add(CreateAssociation(i, options, trace));
        }

        for (int i = 0; i < scenario.Associations; i++)
        {
            ConnectPaths(i);
        }

        _ = new FaultInjector(scenario, _associations, _loop, _network, _addresses);
        _network.Observer = NetworkObservers.Combine(
            [.. trace is null ? [] : (INetworkObserver[])[trace], .. options.NetworkObservers, .. Create(options.NetworkObserverFactories)]);
        if (scenario.Attacker is { } attacker)
        {
            CreateAttacker(attacker).Start();
        }
    }

    /// <summary>Runs the scenario of a seed.</summary>
    public static SimulationReport Run(ulong seed) => Run(Scenario.Generate(seed), new SimulationOptions());

    /// <summary>Runs a scenario.</summary>
    /// <exception cref="ArgumentException">The scenario holds a value outside its range.</exception>
    public static SimulationReport Run(Scenario scenario, SimulationOptions options) => Run(scenario, options, null);

    /// <summary>Runs a scenario with stacks that are wrapped first.</summary>
    internal static SimulationReport Run(Scenario scenario, SimulationOptions options, Func<ISctpStack, int, ISctpStack>? wrap)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        scenario.Validate();
        options.Validate();
        return new SimulationRun(scenario, options, wrap).RunToEnd();
    }

    private SimulatedNetwork CreateNetwork(Reseed? reseed)
    {
        var network = new SimulatedNetwork(_loop, _random)
        {
            Sealer = SctpPackets.Instance,
            Fates = _scenario.Schedule is { } schedule ? new ScheduledFates(schedule.Packets) : new DrawnFates(_random) { Classifier = SctpPackets.Instance },
        };
        if (reseed is not null)
        {
            network.Fates = new ReseededFates(network.Fates, new Randomness(reseed.Seed), reseed.At);
        }

        _recorder?.Watch(network);
        return network;
    }

    private INetworkObserver[] Create(IReadOnlyList<Func<EventLoop, INetworkObserver>> factories)
    {
        var observers = new INetworkObserver[factories.Count];
        for (int i = 0; i < observers.Length; i++)
        {
            observers[i] = factories[i](_loop);
        }

        return observers;
    }

    private void CreateNode(int host, SideOptions options)
    {
        SctpOptions endpoint = options.Endpoint with { LocalPort = HostNumbers.PortOf(host), LocalAddresses = _addresses.OwnOf(host) };
        var node = new SctpNode(host, CreateStack, _loop, _network, _addresses, _wire);
        _network.AddHost(node, _scenario.Paths.Count);
        _nodes.Add(node);
        if (_buggify is { IsAnyOfHostActive: true } buggify)
        {
            node.Disturb(buggify);
        }

        ISctpStack CreateStack(int incarnation)
        {
            if (_foreign is { } foreign && IsForeign(host))
            {
                return foreign.Create(options with { Endpoint = endpoint }, incarnation);
            }

            ISctpStack stack = new EndpointStack(endpoint, new SeededEntropy(_random, host, incarnation, options.InitialTsn, _buggify), _addresses);
            stack = DrillStack.Wrap(stack, _scenario.PlantedBug);
            stack = MisbehavingStack.Wrap(stack, options.Behavior, _random, host, _addresses);
            return _wrap is null ? stack : _wrap(stack, host);
        }
    }

    private bool IsForeign(int host) => _foreign is { } foreign && (host == HostNumbers.Server) == (foreign.Side == Side.Server);

    private AssociationRun CreateAssociation(int number, SimulationOptions options, TextTrace? trace)
    {
        List<Observer> watching = [];
        if (options.ChecksOracles)
        {
            foreach (Oracle oracle in OracleCatalog.Create())
            {
                if (oracle.JudgesUnder(_conditions) && options.Judges(oracle.Id))
                {
                    watching.Add(oracle);
                }
            }
        }

        if (_marks is { } marks)
        {
            watching.AddRange([new ReceptionMarks(marks), new ArrivalMarks(marks), new TransmissionMarks(marks), new StateMarks(marks), new EventMarks(marks)]);
        }

        for (int i = 0; i < options.ObserverFactories.Count; i++)
        {
            watching.Add(options.ObserverFactories[i](_loop, number));
        }

        var observers = new ObserverSet(_loop, _violations, watching) { Association = number, Conditions = _conditions, Trace = trace, Network = _network, Foreign = _foreign };
        AssociationSide client = CreateSide(Side.Client, number, _scenario.Client, observers);
        AssociationSide server = CreateSide(Side.Server, number, _scenario.Server, observers);
        client.Peer = server;
        server.Peer = client;
        var agreement = new EndingAgreement();
        var toServer = new MessageLedger(CreatePlan(Side.Client, number, _scenario.Client));
        var toClient = new MessageLedger(CreatePlan(Side.Server, number, _scenario.Server));
        client.Application = new Application(client, _scenario.Client.Workload, toServer, toClient, agreement);
        server.Application = new Application(server, _scenario.Server.Workload, toClient, toServer, agreement);
        return new AssociationRun(client, server, observers, _scenario.Ending, _loop);
    }

    private AttackerNode CreateAttacker(AttackerOptions options)
    {
        var victims = new AttackedAssociation[_associations.Count];
        for (int i = 0; i < victims.Length; i++)
        {
            victims[i] = new AttackedAssociation(i, HostNumbers.ClientOf(i), _scenario.Client.Endpoint, _scenario.Server.Endpoint, _associations[i].Server.Observers.FormerTags);
        }

        return new AttackerNode(options, _random, _loop, _network, victims, _addresses) { Strikes = _scenario.Schedule?.Strikes, Record = _recorder?.WatchAttacker() };
    }

    private AssociationSide CreateSide(Side side, int association, SideOptions options, ObserverSet observers)
    {
        SctpNode node = _nodes[HostNumbers.Of(side, association)];
        int peer = side == Side.Client ? HostNumbers.Server : HostNumbers.ClientOf(association);
        var created = new AssociationSide(node.Name, (int)side, association, node, peer, options) { Observers = observers, IsForeign = IsForeign(node.Host) };
        node.Add(created);
        return created;
    }

    private MessagePlan CreatePlan(Side sender, int association, SideOptions options)
    {
        List<PlannedMessage>? written = null;
        if (_scenario.Schedule?.Messages is { } messages)
        {
            written = [];
            for (int i = 0; i < messages.Count; i++)
            {
                PlannedSend send = messages[i];
                if (send.Association == association && send.Sender == sender)
                {
                    written.Add(new PlannedMessage(send.Id, send.Length, send.StreamId, send.IsUnordered));
                }
            }
        }

        return new MessagePlan(_random, (int)sender + (2 * association), options, written);
    }

    // Each pair of addresses is connected; a pair of two paths goes by the later one.
    private void ConnectPaths(int association)
    {
        int client = HostNumbers.ClientOf(association);
        int count = _scenario.Paths.Count;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                PathOptions path = _scenario.Paths[Math.Max(i, j)];
                Connect(new NetworkAddress(client, i), new NetworkAddress(HostNumbers.Server, j), path.ToServer, association, isToServer: true);
                Connect(new NetworkAddress(HostNumbers.Server, j), new NetworkAddress(client, i), path.ToClient, association, isToServer: false);
            }
        }
    }

    private void Connect(NetworkAddress from, NetworkAddress to, LinkOptions options, int association, bool isToServer)
    {
        Link link = _network.Connect(from, to, options);
        for (int i = 0; i < _scenario.Faults.Count; i++)
        {
            Fault fault = _scenario.Faults[i];
            if (LinkFaults.Concerns(fault, link, association, isToServer))
            {
                ScheduleChange(fault.At);
                if (fault is PathOutage)
                {
                    ScheduleChange(fault.End);
                }
            }
        }

        _network.ScheduleChange(_heal, link, options.Heal());

        void ScheduleChange(Duration at) =>
            _network.ScheduleChange(Instant.Epoch + at, link, LinkFaults.OptionsAt(_scenario.Faults, at, link, options, association, isToServer));
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "An exception of the core is a finding that is reported with the way to replay it.")]
    private SimulationReport RunToEnd()
    {
        Exception? exception = null;
        try
        {
            Start();
            Loop();
        }
        catch (Exception e)
        {
            exception = e;
            _associations[0].Observers.OnException(e);
        }

        return Report(exception);
    }

    private void Start()
    {
        for (int i = _nodes.Count - 1; i >= 0; i--)
        {
            _nodes[i].Listen();
        }

        foreach (AssociationRun association in _associations)
        {
            association.Server.Node.Start(association.Server, connects: _scenario.Opening == Opening.BothConnect, _heal);
            association.Client.Node.Start(association.Client, connects: true, _heal);
        }

        if (_scenario.Ending.When == EndingMoment.At)
        {
            // Something must happen at that time for the users to notice it.
            _nodes[HostNumbers.Server].Wake(Instant.Epoch + _scenario.Ending.At);
        }
    }

    private void Loop()
    {
        RunUntilOver();
        if (_violations.Count > 0)
        {
            return;
        }

        if (!IsOver)
        {
            AtDeadline();
            if (_violations.Count > 0 || !MayUsersLosePatience)
            {
                return;
            }

            // What hung between two sides that know nothing of each other any more is for their users to end.
            foreach (AssociationRun association in _associations)
            {
                association.TimeOut();
            }

            AfterEvent();

            RunUntil(_loop.Now + _bound + Afterlife);
            if (_violations.Count == 0 && !IsOver)
            {
                AtDeadline();
            }

            if (_violations.Count > 0)
            {
                return;
            }
        }

        // An association that an old packet set up after the end may still have to find out that nobody answers.
        Instant afterlife = Instant.Max(Deadline, _loop.Now) + Duration.Max(Afterlife, Duration.Max(LongestSilence(_scenario.Client), LongestSilence(_scenario.Server)));
        while (!IsSilent && _violations.Count == 0 && _loop.TryStep(afterlife, out _))
        {
            AfterEvent();
        }

        foreach (AssociationRun association in _associations)
        {
            association.Observers.AtEnd(association.Client);
            association.Observers.AtEnd(association.Server);
        }
    }

    // Where the two sides of what old packets set up go by different tags, nobody ever answers, and Association.Max.Retrans alone ends it (8.1, 9.2).
    private static Duration LongestSilence(SideOptions side) => side.Endpoint.RtoMax * (side.Endpoint.AssociationMaxRetrans + 2L);

    // An association that was set up again has as much time as one that was there when the faults stopped.
    private void RunUntilOver()
    {
        Instant deadline;
        do
        {
            deadline = Deadline;
            RunUntil(deadline);
        }
        while (_violations.Count == 0 && !IsOver && Deadline > deadline);
    }

    private void RunUntil(Instant deadline)
    {
        while (_violations.Count == 0 && _loop.TryStep(deadline, out _))
        {
            AfterEvent();
            bool isOver = true;
            foreach (AssociationRun association in _associations)
            {
                association.Observe();
                while (association.TryBeginEnding())
                {
                    AfterEvent(); // Also of the other associations of the host.
                }

                isOver &= association.IsOver;
            }

            if (IsSilent)
            {
                if (isOver)
                {
                    return;
                }

                foreach (AssociationRun association in _associations)
                {
                    association.GiveUpWaiting();
                }

                if (IsOver)
                {
                    return;
                }
            }
        }
    }

    private Instant Deadline
    {
        get
        {
            Instant start = _heal;
            foreach (AssociationRun association in _associations)
            {
                start = Instant.Max(start, association.UpSince);
            }

            return start + _bound;
        }
    }

    private bool MayUsersLosePatience
    {
        get
        {
            bool mayLose = (_conditions & (Conditions.Crashes | Conditions.Mortal | Conditions.MisbehavingPeer | Conditions.Attacker)) != 0;
            foreach (AssociationRun association in _associations)
            {
                mayLose |= association.HasBeenRevived;
            }

            return mayLose;
        }
    }

    private bool IsOver
    {
        get
        {
            bool isOver = true;
            foreach (AssociationRun association in _associations)
            {
                isOver &= association.IsOver;
            }

            return isOver;
        }
    }

    private bool IsSilent
    {
        get
        {
            if (_network.PacketsInFlight != 0)
            {
                return false;
            }

            bool isSilent = true;
            foreach (SctpNode node in _nodes)
            {
                isSilent &= node.Stack.AssociationCount == 0 && node.IsIdle;
            }

            return isSilent;
        }
    }

    private void AfterEvent()
    {
        foreach (AssociationRun association in _associations)
        {
            association.AfterEvent();
        }
    }

    private void AtDeadline()
    {
        foreach (AssociationRun association in _associations)
        {
            association.Observers.AtDeadline(association.Client, _bound);
            association.Observers.AtDeadline(association.Server, _bound);
        }
    }

    private SimulationReport Report(Exception? exception)
    {
        var paths = new PathReport[_scenario.Paths.Count];
        Array.Fill(paths, new PathReport(default, default));
        LinkStatistics all = default;
        foreach (Link link in _network.Links)
        {
            int index = Math.Max(link.From.Index, link.To.Index);
            LinkStatistics statistics = link.Statistics;
            all = LinkStatistics.Add(all, statistics);
            paths[index] = link.To.Host == HostNumbers.Server
                ? paths[index] with { ToServer = LinkStatistics.Add(paths[index].ToServer, statistics) }
                : paths[index] with { ToClient = LinkStatistics.Add(paths[index].ToClient, statistics) };
        }

        var associations = new AssociationReport[_associations.Count];
        Instant lastDelivery = Instant.Epoch;
        for (int i = 0; i < associations.Length; i++)
        {
            associations[i] = _associations[i].Report();
            lastDelivery = Instant.Max(lastDelivery, associations[i].LastDelivery);
        }

        return new SimulationReport
        {
            Scenario = _written,
            Oracles = _oracles,
            Schedule = _recorder?.Take(_associations, _bound, _conditions),
            Outcome = exception is not null ? SimulationOutcome.Crash
                : _violations.Count > 0 ? SimulationOutcome.Violation
                : SimulationOutcome.Clean,
            Violations = [.. _violations],
            Exception = exception?.ToString(),
            Signature = exception is not null ? FailureSignature.Of(exception, _associations[0])
                : _violations.Count > 0 ? FailureSignature.Of(_violations[0], _associations[_violations[0].Association])
                : null,
            TraceHash = _loop.Hash.ToString(),
            EndTime = _loop.Now,
            LastDelivery = lastDelivery,
            EventCount = _loop.EventCount,
            Paths = paths,
            Packets = all,
            Associations = associations,
            Marks = _marks,
        };
    }
}
