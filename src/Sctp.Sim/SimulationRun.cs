using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Drills;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>
/// One run of a scenario: two SCTP nodes, their applications and the network between them, in virtual time, with every invariant checked after every
/// event. The same scenario gives the same run on every machine.
/// </summary>
public sealed class SimulationRun
{
    private const int ClientHost = 0;
    private const int ServerHost = 1;

    /// <summary>What an association that outlived the one under test may need to find out that nobody answers.</summary>
    private static readonly Duration Afterlife = Duration.FromSeconds(1_800);

    private readonly Scenario _scenario;
    private readonly EventLoop _loop = new();
    private readonly SimulatedNetwork _network;
    private readonly List<Violation> _violations = [];
    private readonly ObserverSet _observers;
    private readonly EndingAgreement _agreement = new();
    private readonly AssociationSide _client;
    private readonly AssociationSide _server;
    private readonly Instant _heal;
    private readonly Duration _bound;
    private Instant _established;
    private Instant _lastDelivery;
    private int _delivered;

    private SimulationRun(Scenario scenario, SimulationOptions options, Func<ISctpStack, int, ISctpStack>? wrap)
    {
        _scenario = scenario;
        _heal = Instant.Epoch + scenario.HealAfter;
        _bound = LivenessBound.Of(scenario);
        var random = new Randomness(scenario.Seed);
        _loop.Record = options.Events;
        _network = new SimulatedNetwork(_loop, random);
        var addresses = new AddressBook(2, scenario.Paths.Count);
        var wire = new WirePacket();
        _observers = new ObserverSet(_loop, _violations, options.ChecksOracles ? OracleCatalog.Create() : []);
        _client = CreateSide(ClientHost, scenario.Client, random, addresses, wire, wrap);
        _server = CreateSide(ServerHost, scenario.Server, random, addresses, wire, wrap);
        _client.Peer = _server;
        _server.Peer = _client;
        var toServer = new MessageLedger(new MessagePlan(random, ClientHost, scenario.Client));
        var toClient = new MessageLedger(new MessagePlan(random, ServerHost, scenario.Server));
        _client.Application = new Application(_client, scenario.Client.Workload, toServer, toClient, _agreement);
        _server.Application = new Application(_server, scenario.Server.Workload, toClient, toServer, _agreement);
        ConnectPaths();
        if (options.Trace is { } writer)
        {
            var trace = new TextTrace(writer, _loop);
            _network.Observer = trace;
            _observers.Trace = trace;
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
        return new SimulationRun(scenario, options, wrap).RunToEnd();
    }

    internal static ushort PortOf(int host) => (ushort)(5000 + host);

    private AssociationSide CreateSide(int host, SideOptions options, Randomness random, AddressBook addresses, WirePacket wire, Func<ISctpStack, int, ISctpStack>? wrap)
    {
        SctpOptions endpoint = options.Endpoint with { LocalPort = PortOf(host), LocalAddresses = addresses.Of(host) };
        ISctpStack stack = new EndpointStack(endpoint, new SeededEntropy(random, host, options.InitialTsn), addresses);
        stack = DrillStack.Wrap(stack, _scenario.PlantedBug);
        stack = wrap is null ? stack : wrap(stack, host);
        string name = host == ClientHost ? "client" : "server";
        var node = new SctpNode(name, host, stack, _loop, _network, addresses, wire);
        _network.AddHost(node, _scenario.Paths.Count);
        var side = new AssociationSide(name, host, 0, node, 1 - host, options with { Endpoint = endpoint }) { Observers = _observers };
        node.Add(side);
        return side;
    }

    // Each pair of addresses is connected; a pair of two paths goes by the later one.
    private void ConnectPaths()
    {
        int count = _scenario.Paths.Count;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                PathOptions path = _scenario.Paths[Math.Max(i, j)];
                Connect(new NetworkAddress(ClientHost, i), new NetworkAddress(ServerHost, j), path.ToServer, isToServer: true);
                Connect(new NetworkAddress(ServerHost, j), new NetworkAddress(ClientHost, i), path.ToClient, isToServer: false);
            }
        }
    }

    private void Connect(NetworkAddress from, NetworkAddress to, LinkOptions options, bool isToServer)
    {
        Link link = _network.Connect(from, to, options);
        for (int i = 0; i < _scenario.Faults.Count; i++)
        {
            if (_scenario.Faults[i] is PathOutage outage
                && (outage.Path == from.Index || outage.Path == to.Index)
                && (isToServer ? outage.ToServer : outage.ToClient))
            {
                _network.ScheduleChange(Instant.Epoch + outage.At, link, options with { IsUp = false });
                _network.ScheduleChange(Instant.Epoch + outage.End, link, options);
            }
        }

        _network.ScheduleChange(_heal, link, options.Healed);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "An exception of the core is a finding that is reported with the way to replay it.")]
    private SimulationReport RunToEnd()
    {
        string? exception = null;
        try
        {
            _server.Node.Listen();
            _client.Node.Listen();
            _server.Node.Start(_server, connects: _scenario.Opening == Opening.BothConnect, _heal);
            _client.Node.Start(_client, connects: true, _heal);
            Loop();
        }
        catch (Exception e)
        {
            exception = e.ToString();
        }

        return Report(exception);
    }

    private void Loop()
    {
        Instant deadline = _heal + _bound;
        while (_violations.Count == 0 && _loop.TryStep(deadline, out _))
        {
            AfterEvent(_client);
            AfterEvent(_server);
            Observe();
            BeginEndings();
            if (AreBothEnded && IsSilent)
            {
                break;
            }
        }

        if (_violations.Count > 0)
        {
            return;
        }

        if (!AreBothEnded)
        {
            _observers.AtDeadline(_client, _bound);
            _observers.AtDeadline(_server, _bound);
            return;
        }

        // An association that an old packet set up after the end may still have to find out that nobody answers.
        Instant afterlife = Instant.Max(deadline, _loop.Now) + Afterlife;
        while (!IsSilent && _violations.Count == 0 && _loop.TryStep(afterlife, out _))
        {
            AfterEvent(_client);
            AfterEvent(_server);
        }

        _observers.AtEnd(_client);
        _observers.AtEnd(_server);
    }

    private bool AreBothEnded => HasEnded(_client.Application) && HasEnded(_server.Application);

    private bool IsSilent => _network.PacketsInFlight == 0 && _client.Endpoint.AssociationCount == 0 && _server.Endpoint.AssociationCount == 0;

    private static bool HasEnded(Application application) => application.IsEnded && application.HasReadAll;

    private void AfterEvent(AssociationSide side)
    {
        if (side.IsTouched)
        {
            side.IsTouched = false;
            _observers.AfterEvent(side);
        }
    }

    private void Observe()
    {
        if (_established == Instant.Epoch && _client.Application.IsUp && _server.Application.IsUp)
        {
            _established = _loop.Now;
        }

        int delivered = _client.Application.Inbound.DeliveredCount + _server.Application.Inbound.DeliveredCount;
        if (delivered != _delivered)
        {
            _delivered = delivered;
            _lastDelivery = _loop.Now;
        }
    }

    private void BeginEndings()
    {
        bool aborts = _scenario.Ending.How == EndingKind.Abort;
        if (_scenario.Ending.Asks(Side.Client))
        {
            BeginEnding(_client, _server, aborts);
        }

        if (_scenario.Ending.Asks(Side.Server))
        {
            BeginEnding(_server, _client, aborts);
        }
    }

    private void BeginEnding(AssociationSide side, AssociationSide other, bool aborts)
    {
        Application application = side.Application;
        bool isDue = application.IsUp && !application.IsEnded && !application.HasEndingBegun && application.HasQueuedAll
            && (_scenario.Ending.When == EndingMoment.WhenEarly || other.Application.HasQueuedAll)
            && other.Application.IsUp;
        if (isDue)
        {
            side.Node.BeginEnding(side, aborts);
            AfterEvent(side);
        }
    }

    private SimulationReport Report(string? exception)
    {
        var paths = new PathReport[_scenario.Paths.Count];
        Array.Fill(paths, new PathReport(default, default));
        LinkStatistics all = default;
        foreach (Link link in _network.Links)
        {
            int index = Math.Max(link.From.Index, link.To.Index);
            LinkStatistics statistics = link.Statistics;
            all = LinkStatistics.Add(all, statistics);
            paths[index] = link.From.Host == ClientHost
                ? paths[index] with { ToServer = LinkStatistics.Add(paths[index].ToServer, statistics) }
                : paths[index] with { ToClient = LinkStatistics.Add(paths[index].ToClient, statistics) };
        }

        SimulationOutcome outcome = exception is not null ? SimulationOutcome.Crash
            : _violations.Count > 0 ? SimulationOutcome.Violation
            : SimulationOutcome.Clean;
        return new SimulationReport
        {
            Scenario = _scenario,
            Outcome = outcome,
            Violations = [.. _violations],
            Exception = exception,
            TraceHash = _loop.Hash.ToString(),
            EndTime = _loop.Now,
            LastDelivery = _lastDelivery,
            Established = _established,
            EventCount = _loop.EventCount,
            Paths = paths,
            Packets = all,
            Client = Report(_client),
            Server = Report(_server),
        };
    }

    private static SideReport Report(AssociationSide side) => new()
    {
        MessagesSent = side.Application.Outbound.AcceptedCount,
        BytesSent = side.Application.Outbound.AcceptedBytes,
        MessagesDelivered = side.Application.Outbound.DeliveredCount,
        BytesDelivered = side.Application.Outbound.DeliveredBytes,
        MessagesFailed = side.Application.Outbound.FailedCount,
        State = side.Stack.State,
        LossReason = side.Application.LossReason,
        Statistics = side.Stack.Statistics,
    };
}
