using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace Sctp.Cli.Adapter;

/// <summary>The world of one script: requests in, answers out. <c>reset</c> begins it anew.</summary>
internal sealed class AdapterSession
{
    private const int IPv4HeaderLength = 20;

    private World _world = new(new AdapterRequest());

    public Instant Now => _world.Host.Now;

    /// <summary>The earliest timer, after those due now have run.</summary>
    public Instant? Next => _world.Host.Next;

    public IReadOnlyList<SentPacket> TakeSent() => _world.Host.TakeSent();

    public Reply Execute(in AdapterRequest request)
    {
        Reply reply = Dispatch(request);
        _world.Host.AdvanceTo(Now);
        return reply;
    }

    private Reply Dispatch(in AdapterRequest request)
    {
        string operation = request.Text("op") ?? string.Empty;
        switch (operation)
        {
            case "hello":
                return Reply.Of(0, new JsonObject { ["proto"] = 1, ["name"] = "sctp-dotnet", ["minor"] = 1 });
            case "reset":
                _world = new World(request);
                return Reply.Done;
            case "sysctl":
                return _world.SetSystemControl(request);
            case "packet":
                return _world.Receive(request);
            case "advance":
                return _world.Advance(request);
            default:
                return _world.Sockets.Execute(operation, request) ?? Reply.Unsupported($"op {operation}");
        }
    }

    /// <summary>Everything that <c>reset</c> throws away.</summary>
    private sealed class World
    {
        private readonly SctpAddress _local;
        private readonly SctpAddress _remote;
        private readonly HashSet<string> _switchedOff = [];
        private readonly PartialReliabilityWatch _partialReliability = new();

        public World(in AdapterRequest request)
        {
            _local = AddressOf(request.Text("local"), "192.168.0.1");
            _remote = AddressOf(request.Text("remote"), "192.0.2.1");
            int mtu = (request.Int32("mtu") ?? 1500) - IPv4HeaderLength;
            SctpOptions options = new()
            {
                Nagle = true, // as RFC 6458 section 8.1.5 has it until SCTP_NODELAY is set
                PathMtu = Math.Clamp(mtu, SctpOptions.MinPathMtu, SctpOptions.MaxPathMtu),
            };
            SeededEntropy entropy = new((ulong)(request.Integer("seed") ?? 1));
            Host = new VirtualHost(Instant.FromNanoseconds(request.Integer("now") ?? 0), entropy, e => Sockets!.Handle(e));
            Sockets = new SocketTable(Host, options, _remote, _partialReliability);
        }

        public VirtualHost Host { get; }

        public SocketTable Sockets { get; }

        public Reply SetSystemControl(in AdapterRequest request)
        {
            string name = request.Text("name") ?? string.Empty;
            long value = request.Integer("value") ?? 0;
            if (name == "heartbeat_interval")
            {
                Sockets.Defaults = Sockets.Defaults with { HeartbeatInterval = Duration.FromMilliseconds(Math.Max(0, value)) };
            }
            else if (name is "ecn_enable" or "pr_enable" or "asconf_enable" or "pktdrop_enable" or "reconfig_enable" or "auth_enable" or "nrsack_enable")
            {
                // None of these extensions is there, so switching one off is done, and so is switching it back at the end of a script.
                if (value == 0)
                {
                    _ = _switchedOff.Add(name);
                }
                else if (!_switchedOff.Contains(name))
                {
                    return Reply.Unsupported($"sysctl {name}={value}");
                }
            }

            return Reply.Done;
        }

        public Reply Receive(in AdapterRequest request)
        {
            if (request.Bytes("hex") is not { } packet)
            {
                return Reply.Fail(Errno.Invalid);
            }

            SctpAddress source = request.Text("src") is { } src ? SctpAddress.Parse(src) : _remote;
            SctpAddress destination = request.Text("dst") is { } dst ? SctpAddress.Parse(dst) : _local;
            EcnCodepoint ecn = (EcnCodepoint)((request.Integer("ecn") ?? 0) & 3);
            _partialReliability.See(packet);
            Host.Receive(packet, new NetworkPath(source, destination, ecn), Sockets.Defaults);
            return Reply.Done;
        }

        public Reply Advance(in AdapterRequest request)
        {
            if (request.Integer("to") is not { } to)
            {
                return Reply.Fail(Errno.Invalid);
            }

            Host.AdvanceTo(Instant.FromNanoseconds(to));
            return Reply.Done;
        }

        private static SctpAddress AddressOf(string? text, string standard) => SctpAddress.Parse(text ?? standard);
    }
}
