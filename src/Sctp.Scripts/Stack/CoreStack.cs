using System;
using System.Collections.Generic;

namespace Sctp.Scripts.Stack;

/// <summary>The core in this process: sockets in the style of RFC 6458 on endpoints in virtual time. <c>reset</c> begins anew.</summary>
public sealed class CoreStack : IStackUnderTest
{
    private const int IPv4HeaderLength = 20;
    private const int IPv6HeaderLength = 40;

    private World _world = new(new StackValue());

    /// <inheritdoc />
    public string Name => "sctp-dotnet";

    /// <summary>The virtual time.</summary>
    public Instant Now => _world.Host.Now;

    /// <inheritdoc />
    public StackAnswer Execute(string operation, StackValue fields)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(fields);
        StackAnswer answer;
        try
        {
            answer = Dispatch(operation, fields);
        }
        catch (FormatException)
        {
            answer = StackAnswer.Fail(Errno.Invalid); // an address that is none
        }

        _world.Host.AdvanceTo(Now);
        return answer.With(_world.Host.TakeSent(), _world.Host.Next);
    }

    private StackAnswer Dispatch(string operation, StackValue fields)
    {
        switch (operation)
        {
            case "hello":
                return StackAnswer.Of(0, new StackValue { ["proto"] = 1, ["name"] = Name, ["minor"] = 1 });
            case "reset":
                _world = new World(fields);
                return StackAnswer.Done;
            case "sysctl":
                return _world.SetSystemControl(fields);
            case "packet":
                return _world.Receive(fields);
            case "icmp":
                return _world.ReceiveIcmp(fields);
            case "advance":
                return _world.Advance(fields);
            default:
                return _world.Sockets.Execute(operation, fields) ?? StackAnswer.NotSupported($"op {operation}");
        }
    }

    /// <summary>Everything that <c>reset</c> throws away.</summary>
    private sealed class World
    {
        private readonly SctpAddress _local;
        private readonly SctpAddress _remote;
        private readonly List<string> _switchedOff = [];
        private readonly PartialReliabilityWatch _partialReliability = new();

        public World(StackValue request)
        {
            _local = SctpAddress.Parse(request.Text("local") ?? "192.168.0.1");
            _remote = SctpAddress.Parse(request.Text("remote") ?? "192.0.2.1");
            int header = _remote.Kind == SctpAddressKind.IPv6 ? IPv6HeaderLength : IPv4HeaderLength;
            int mtu = (request.Int32("mtu") ?? 1500) - header;
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

        public StackAnswer SetSystemControl(StackValue request)
        {
            string name = request.Text("name") ?? string.Empty;
            long value = request.Integer("value") ?? 0;
            if (name is "ecn_enable" or "pr_enable" or "asconf_enable" or "pktdrop_enable" or "reconfig_enable" or "auth_enable" or "nrsack_enable")
            {
                // None of these extensions is there, so switching one off is done, and so is switching it back at the end of a script.
                if (value == 0)
                {
                    _switchedOff.Add(name);
                }
                else if (!_switchedOff.Contains(name))
                {
                    return StackAnswer.NotSupported($"sysctl {name}={value}");
                }

                return StackAnswer.Done;
            }

            if (SystemControls.Apply(Sockets.Defaults, name, value) is not { } changed)
            {
                return StackAnswer.Of(0, new StackValue { ["ignored"] = true });
            }

            try
            {
                changed.Validate();
            }
            catch (ArgumentOutOfRangeException)
            {
                return StackAnswer.Fail(Errno.Invalid);
            }

            Sockets.Defaults = changed;
            return StackAnswer.Done;
        }

        public StackAnswer Receive(StackValue request)
        {
            if (request.Bytes("hex") is not { } packet)
            {
                return StackAnswer.Fail(Errno.Invalid);
            }

            EcnCodepoint ecn = (EcnCodepoint)((request.Integer("ecn") ?? 0) & 3);
            _partialReliability.See(packet);
            SctpAddress source = AddressOf(request, "src", _remote).WithUdpPort((ushort)(request.Integer("src_udp") ?? 0));
            Host.Receive(packet, new NetworkPath(source, AddressOf(request, "dst", _local), ecn), Sockets.Defaults);
            return StackAnswer.Done;
        }

        public StackAnswer ReceiveIcmp(StackValue request)
        {
            if (request.Bytes("hex") is not { Length: >= 4 } quoted)
            {
                return StackAnswer.Fail(Errno.Invalid);
            }

            IcmpKind kind = request.Text("kind") switch
            {
                "packet_too_big" => IcmpKind.PacketTooBig,
                "port_unreachable" => IcmpKind.PortUnreachable,
                "protocol_unreachable" => IcmpKind.ProtocolUnreachable,
                "destination_unreachable" => IcmpKind.DestinationUnreachable,
                _ => IcmpKind.Other,
            };
            IcmpMessage message = new()
            {
                Kind = kind,
                Mtu = request.Int32("mtu") ?? 0,
                Remote = AddressOf(request, "dst", _remote),
                QuotedPacket = quoted,
            };
            ushort port = (ushort)((quoted[0] << 8) | quoted[1]);
            if (port != 0)
            {
                Host.EndpointOf(port, Sockets.Defaults).ReceiveIcmp(message, Host.Now);
            }

            return StackAnswer.Done;
        }

        public StackAnswer Advance(StackValue request)
        {
            if (request.Integer("to") is not { } to)
            {
                return StackAnswer.Fail(Errno.Invalid);
            }

            Host.AdvanceTo(Instant.FromNanoseconds(to));
            return StackAnswer.Done;
        }

        private static SctpAddress AddressOf(StackValue request, string name, SctpAddress standard) =>
            request.Text(name) is { } text ? SctpAddress.Parse(text) : standard;
    }
}
