using System;
using System.Collections.Generic;

namespace Sctp.Scripts.Stack;

/// <summary>The descriptors of a script and what can be done with them: the one-to-one style of RFC 6458 section 4, never blocking.</summary>
internal sealed class SocketTable
{
    private const ushort StandardPort = 8080;
    private const int FirstDescriptor = 3;

    private readonly VirtualHost _host;
    private readonly SctpAddress _remote;
    private readonly PartialReliabilityWatch _partialReliability;
    private readonly List<Descriptor?> _descriptors = [];

    public SocketTable(VirtualHost host, SctpOptions defaults, SctpAddress remote, PartialReliabilityWatch partialReliability)
    {
        _host = host;
        Defaults = defaults;
        _remote = remote;
        _partialReliability = partialReliability;
    }

    /// <summary>The options of sockets to come.</summary>
    public SctpOptions Defaults { get; set; }

    /// <summary>Runs one operation; null where there is none of that name.</summary>
    public StackAnswer? Execute(string operation, StackValue request)
    {
        if (operation == "socket")
        {
            return request.Text("style") is null or "one-to-one" ? StackAnswer.Of(Add(new Descriptor(Defaults))) : StackAnswer.NotSupported("socket style " + request.Text("style"));
        }

        Descriptor? descriptor = Find(request.Int32("fd"));
        if (descriptor is null)
        {
            return operation is "bind" or "bindx" or "listen" or "connect" or "connectx" or "accept" or "nonblock" or "send" or "recv" or "shutdown" or "close" or "getsockopt" or "setsockopt"
                ? StackAnswer.Fail(Errno.BadDescriptor)
                : null;
        }

        return operation switch
        {
            "bind" => Bind(descriptor, request),
            "bindx" => BindAddresses(descriptor, request),
            "listen" => Listen(descriptor),
            "connect" or "connectx" => Connect(descriptor, request),
            "accept" => Accept(descriptor),
            "nonblock" => StackAnswer.Done,
            "send" => Send(descriptor, request),
            "recv" => Receive(descriptor, request),
            "shutdown" => Shutdown(descriptor, request),
            "close" => Close(descriptor, request.Int32("fd")!.Value),
            "getsockopt" => SocketOptionReader.Get(descriptor, request),
            "setsockopt" => SocketOptionWriter.Set(descriptor, request, _host.Now),
            _ => null,
        };
    }

    /// <summary>What an association reports.</summary>
    public void Handle(in SctpEvent e)
    {
        if (e.Association is not { } association)
        {
            return;
        }

        Descriptor descriptor = association.Tag as Descriptor ?? Adopt(association);
        switch (e.Kind)
        {
            case SctpEventKind.ShutdownReceived:
                descriptor.IsShutdown = true;
                break;
            case SctpEventKind.ShutdownComplete:
                descriptor.IsShutdown = true;
                descriptor.IsEnded = true;
                descriptor.IsGraceful = true;
                break;
            case SctpEventKind.CommunicationLost:
                descriptor.IsShutdown = true;
                descriptor.IsEnded = true;
                descriptor.LossError = Errno.OfLoss(e.LossReason);
                descriptor.PendingError = descriptor.LossError;
                break;
            case SctpEventKind.SendFailed:
                e.Message.Dispose();
                break;
            case SctpEventKind.DataArrived when descriptor.IsClosed:
                DiscardUnread(descriptor);
                break;
            default:
                break;
        }
    }

    private static StackAnswer Shutdown(Descriptor descriptor, StackValue request, Instant now)
    {
        if (descriptor.Association is not { } association || descriptor.IsEnded)
        {
            return StackAnswer.Fail(Errno.NotConnected);
        }

        if (request.Text("how") is "RD" or "SHUT_RD")
        {
            return StackAnswer.Done; // RFC 6458 section 4.1.7: no protocol action
        }

        descriptor.IsShutdown = true;
        association.Shutdown(now);
        return StackAnswer.Done;
    }

    private static void DiscardUnread(Descriptor descriptor)
    {
        descriptor.Unread.Discard();
        while (descriptor.Association!.TryReceive(out SctpMessage message))
        {
            message.Dispose();
        }
    }

    private static StackAnswer Accept(Descriptor descriptor, Func<Descriptor, int> add)
    {
        if (!descriptor.IsListening)
        {
            return StackAnswer.Fail(Errno.Invalid);
        }

        return descriptor.Backlog.TryDequeue(out Descriptor? accepted) ? StackAnswer.Of(add(accepted)) : StackAnswer.Fail(Errno.Again);
    }

    private static StackAnswer Receive(Descriptor descriptor, StackValue request)
    {
        if (descriptor.Association is not { } association)
        {
            return StackAnswer.Fail(Errno.NotConnected);
        }

        if (!descriptor.Unread.TryLoad(association))
        {
            return !descriptor.IsEnded ? StackAnswer.Fail(Errno.Again)
                : descriptor.IsGraceful ? StackAnswer.Done
                : StackAnswer.Fail(descriptor.LossError ?? Errno.NotConnected);
        }

        MessageInfo info = descriptor.Unread.Info;
        ReadOnlySpan<byte> bytes = descriptor.Unread.Take(request.Int32("len") ?? int.MaxValue, out bool isEnd);
        StackValue members = new() { ["hex"] = Convert.ToHexStringLower(bytes), ["eor"] = isEnd };
        if (request.Flag("info"))
        {
            members["info"] = new StackValue
            {
                ["sid"] = info.StreamId,
                ["ssn"] = info.StreamSequenceNumber.Value,
                ["ppid"] = (uint)info.PayloadProtocolId,
                ["tsn"] = info.Tsn.Value,
                ["cumtsn"] = association.GetStatus().ReceivedCumulativeTsn.Value,
                ["unordered"] = info.IsUnordered,
                ["context"] = 0,
            };
        }

        return StackAnswer.Of(bytes.Length, members);
    }

    private StackAnswer Bind(Descriptor descriptor, StackValue request)
    {
        long port = request.Integer("port") ?? StandardPort;
        if (descriptor.Port != 0 || descriptor.Endpoint is not null || port is < 0 or > ushort.MaxValue)
        {
            return StackAnswer.Fail(Errno.Invalid);
        }

        if (IsTaken(port))
        {
            return StackAnswer.Fail(Errno.AddressInUse);
        }

        descriptor.Port = (ushort)port;
        return StackAnswer.Done;
    }

    /// <summary>Addresses of a socket without an association yet; a change of them later would need RFC 5061.</summary>
    private StackAnswer BindAddresses(Descriptor descriptor, StackValue request)
    {
        if (descriptor.Endpoint is not null)
        {
            return StackAnswer.NotSupported("bindx after listen or connect");
        }

        List<SctpAddress> addresses = [.. descriptor.Options.LocalAddresses];
        foreach (string text in request.Names("addrs"))
        {
            addresses.Add(SctpAddress.Parse(text));
        }

        SctpOptions options = descriptor.Options with { LocalAddresses = addresses };
        try
        {
            options.Validate();
        }
        catch (ArgumentOutOfRangeException)
        {
            return StackAnswer.Fail(Errno.Invalid); // an address of no host, or too many
        }

        if (request.Integer("port") is > 0 and <= ushort.MaxValue and long port && descriptor.Port == 0)
        {
            if (IsTaken(port))
            {
                return StackAnswer.Fail(Errno.AddressInUse);
            }

            descriptor.Port = (ushort)port;
        }

        descriptor.Options = options;
        return StackAnswer.Done;
    }

    // The host has one set of addresses, so that a port names one endpoint (9260-1.3-04).
    private bool IsTaken(long port) => port != 0 && _descriptors.Exists(other => other?.Port == port);

    private StackAnswer Shutdown(Descriptor descriptor, StackValue request) => Shutdown(descriptor, request, _host.Now);

    private StackAnswer Accept(Descriptor descriptor) => Accept(descriptor, Add);

    private StackAnswer Listen(Descriptor descriptor)
    {
        if (descriptor.Association is not null)
        {
            return StackAnswer.Fail(Errno.Invalid);
        }

        SctpEndpoint endpoint = OpenEndpoint(descriptor);
        endpoint.SetOptions(descriptor.Options);
        descriptor.IsListening = true;
        endpoint.Listen();
        return StackAnswer.Done;
    }

    private StackAnswer Connect(Descriptor descriptor, StackValue request)
    {
        if (descriptor.Association is not null || descriptor.IsListening)
        {
            return StackAnswer.Fail(Errno.IsConnected);
        }

        long port = request.Integer("port") ?? StandardPort;
        if (port is <= 0 or > ushort.MaxValue)
        {
            return StackAnswer.Fail(Errno.Invalid);
        }

        List<SctpAddress> addresses = [];
        foreach (string text in request.Names("addrs"))
        {
            addresses.Add(SctpAddress.Parse(text));
        }

        if (addresses.Count == 0)
        {
            addresses.Add(request.Text("addr") is { } text ? SctpAddress.Parse(text) : _remote);
        }

        if (request.Integer("udp") is > 0 and <= ushort.MaxValue and long udpPort)
        {
            for (int i = 0; i < addresses.Count; i++)
            {
                addresses[i] = addresses[i].WithUdpPort((ushort)udpPort);
            }
        }

        SctpEndpoint endpoint = OpenEndpoint(descriptor);
        try
        {
            descriptor.Association = endpoint.Connect(addresses.ToArray(), (ushort)port, _host.Now, descriptor.Options);
        }
        catch (InvalidOperationException)
        {
            return StackAnswer.Fail(Errno.AddressInUse); // there is an association with that peer already
        }
        catch (ArgumentException)
        {
            return StackAnswer.Fail(Errno.Invalid);
        }

        descriptor.Association.Tag = descriptor;
        return StackAnswer.Fail(Errno.InProgress);
    }

    private StackAnswer Send(Descriptor descriptor, StackValue request)
    {
        if (descriptor.Association is not { } association)
        {
            return StackAnswer.Fail(Errno.NotConnected);
        }

        if (descriptor.IsEnded || descriptor.IsShutdown)
        {
            return StackAnswer.Fail(descriptor.LossError ?? Errno.Pipe);
        }

        if (request.Bytes("hex") is not { } payload)
        {
            return StackAnswer.Fail(Errno.Invalid);
        }

        if (request.Flag("abort"))
        {
            association.Abort(payload, _host.Now);
            return StackAnswer.Of(payload.Length);
        }

        bool hasPolicy = request.Has("pr_policy") || request.Has("lifetime_ms") || request.Has("max_rtx");
        if (hasPolicy && _partialReliability.HasAnnounced(association.Endpoint.LocalPort, association.RemotePort))
        {
            return StackAnswer.NotSupported("partial reliability");
        }

        StackAnswer reply = payload.Length == 0 && request.Flag("eof") ? StackAnswer.Done : Queue(descriptor, association, payload, request);
        if (request.Flag("eof"))
        {
            descriptor.IsShutdown = true;
            association.Shutdown(_host.Now);
        }

        return reply;
    }

    private StackAnswer Queue(Descriptor descriptor, SctpAssociation association, byte[] payload, StackValue request)
    {
        long stream = request.Integer("stream") ?? 0;
        if (payload.Length == 0 || stream < 0 || stream >= association.OutboundStreams)
        {
            return StackAnswer.Fail(Errno.Invalid);
        }

        SctpOptions options = descriptor.Options;
        if (payload.Length > Math.Min(options.SendBufferSize, options.MaxMessageSize) || (!options.Fragmentation && payload.Length > association.GetStatus().FragmentationPoint))
        {
            return StackAnswer.Fail(Errno.MessageSize);
        }

        SendOptions how = new()
        {
            StreamId = (ushort)stream,
            PayloadProtocolId = (PayloadProtocolIdentifier)(uint)(request.Integer("ppid") ?? 0),
            Unordered = request.Flag("unordered"),
            SackImmediately = request.Flag("sack_immediately"),
            Destination = request.Text("addr") is { } destination ? SctpAddress.Parse(destination) : default,
        };
        return association.Send(payload, how, _host.Now) switch
        {
            SendResult.Queued => StackAnswer.Of(payload.Length),
            SendResult.BufferFull => StackAnswer.Fail(Errno.Again),
            _ => StackAnswer.Fail(Errno.Pipe),
        };
    }

    private StackAnswer Close(Descriptor descriptor, int number)
    {
        _descriptors[number - FirstDescriptor] = null;
        descriptor.IsClosed = true;
        if (descriptor.IsListening)
        {
            descriptor.IsListening = false;
            if (!_descriptors.Exists(other => other is { IsListening: true } && other.Endpoint == descriptor.Endpoint))
            {
                descriptor.Endpoint!.StopListening();
            }
        }

        if (descriptor.Association is not { } association)
        {
            return StackAnswer.Done;
        }

        DiscardUnread(descriptor);
        if (descriptor.IsEnded)
        {
            return StackAnswer.Done;
        }

        if (association.State is AssociationState.CookieWait or AssociationState.CookieEchoed)
        {
            _host.Forget(association);
        }
        else
        {
            association.Shutdown(_host.Now);
        }

        return StackAnswer.Done;
    }

    private SctpEndpoint OpenEndpoint(Descriptor descriptor)
    {
        descriptor.Endpoint ??= _host.EndpointOf(descriptor.Port, descriptor.Options);
        descriptor.Port = descriptor.Endpoint.LocalPort;
        return descriptor.Endpoint;
    }

    /// <summary>An association that a peer opened waits for accept(); without a listener nobody will read it.</summary>
    private Descriptor Adopt(SctpAssociation association)
    {
        Descriptor? listener = _descriptors.Find(candidate => candidate is { IsListening: true } && candidate.Endpoint == association.Endpoint);
        Descriptor adopted = new(listener?.Options ?? Defaults)
        {
            Endpoint = association.Endpoint,
            Port = association.Endpoint.LocalPort,
            Association = association,
            IsClosed = listener is null,
        };
        association.Tag = adopted;
        listener?.Backlog.Enqueue(adopted);
        return adopted;
    }

    private int Add(Descriptor descriptor)
    {
        _descriptors.Add(descriptor);
        return _descriptors.Count - 1 + FirstDescriptor;
    }

    private Descriptor? Find(int? number)
    {
        int index = (number ?? -1) - FirstDescriptor;
        return index >= 0 && index < _descriptors.Count ? _descriptors[index] : null;
    }
}
