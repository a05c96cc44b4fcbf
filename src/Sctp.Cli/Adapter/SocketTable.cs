using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace Sctp.Cli.Adapter;

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
    public Reply? Execute(string operation, in AdapterRequest request)
    {
        if (operation == "socket")
        {
            return request.Text("style") is null or "one-to-one" ? Reply.Of(Add(new Descriptor(Defaults))) : Reply.Unsupported("socket style " + request.Text("style"));
        }

        Descriptor? descriptor = Find(request.Int32("fd"));
        if (descriptor is null)
        {
            return operation is "bind" or "listen" or "connect" or "connectx" or "accept" or "nonblock" or "send" or "recv" or "shutdown" or "close" or "getsockopt" or "setsockopt"
                ? Reply.Fail(Errno.BadDescriptor)
                : null;
        }

        return operation switch
        {
            "bind" => Bind(descriptor, request),
            "listen" => Listen(descriptor),
            "connect" or "connectx" => Connect(descriptor, request),
            "accept" => Accept(descriptor),
            "nonblock" => Reply.Done,
            "send" => Send(descriptor, request),
            "recv" => Receive(descriptor, request),
            "shutdown" => Shutdown(descriptor, request),
            "close" => Close(descriptor, request.Int32("fd")!.Value),
            "getsockopt" => SocketOptionReader.Get(descriptor, request.Text("name") ?? string.Empty),
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

    private static Reply Shutdown(Descriptor descriptor, in AdapterRequest request, Instant now)
    {
        if (descriptor.Association is not { } association || descriptor.IsEnded)
        {
            return Reply.Fail(Errno.NotConnected);
        }

        if (request.Text("how") is "RD" or "SHUT_RD")
        {
            return Reply.Done; // RFC 6458 section 4.1.7: no protocol action
        }

        descriptor.IsShutdown = true;
        association.Shutdown(now);
        return Reply.Done;
    }

    private static void DiscardUnread(Descriptor descriptor)
    {
        descriptor.Unread.Discard();
        while (descriptor.Association!.TryReceive(out SctpMessage message))
        {
            message.Dispose();
        }
    }

    private static Reply Accept(Descriptor descriptor, Func<Descriptor, int> add)
    {
        if (!descriptor.IsListening)
        {
            return Reply.Fail(Errno.Invalid);
        }

        return descriptor.Backlog.TryDequeue(out Descriptor? accepted) ? Reply.Of(add(accepted)) : Reply.Fail(Errno.Again);
    }

    private static Reply Receive(Descriptor descriptor, in AdapterRequest request)
    {
        if (descriptor.Association is not { } association)
        {
            return Reply.Fail(Errno.NotConnected);
        }

        if (!descriptor.Unread.TryLoad(association))
        {
            return !descriptor.IsEnded ? Reply.Fail(Errno.Again)
                : descriptor.IsGraceful ? Reply.Done
                : Reply.Fail(descriptor.LossError ?? Errno.NotConnected);
        }

        MessageInfo info = descriptor.Unread.Info;
        ReadOnlySpan<byte> bytes = descriptor.Unread.Take(request.Int32("len") ?? int.MaxValue, out bool isEnd);
        JsonObject members = new() { ["hex"] = Convert.ToHexStringLower(bytes), ["eor"] = isEnd };
        if (request.Flag("info"))
        {
            members["info"] = new JsonObject
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

        return Reply.Of(bytes.Length, members);
    }

    private Reply Bind(Descriptor descriptor, in AdapterRequest request)
    {
        long port = request.Integer("port") ?? StandardPort;
        if (descriptor.Port != 0 || descriptor.Endpoint is not null || port is < 0 or > ushort.MaxValue)
        {
            return Reply.Fail(Errno.Invalid);
        }

        // The host has one set of addresses, so that a port names one endpoint (9260-1.3-04).
        if (port != 0 && _descriptors.Exists(other => other?.Port == port))
        {
            return Reply.Fail(Errno.AddressInUse);
        }

        descriptor.Port = (ushort)port;
        return Reply.Done;
    }

    private Reply Shutdown(Descriptor descriptor, in AdapterRequest request) => Shutdown(descriptor, request, _host.Now);

    private Reply Accept(Descriptor descriptor) => Accept(descriptor, Add);

    private Reply Listen(Descriptor descriptor)
    {
        if (descriptor.Association is not null)
        {
            return Reply.Fail(Errno.Invalid);
        }

        SctpEndpoint endpoint = OpenEndpoint(descriptor);
        endpoint.SetOptions(descriptor.Options);
        descriptor.IsListening = true;
        endpoint.Listen();
        return Reply.Done;
    }

    private Reply Connect(Descriptor descriptor, in AdapterRequest request)
    {
        if (descriptor.Association is not null || descriptor.IsListening)
        {
            return Reply.Fail(Errno.IsConnected);
        }

        long port = request.Integer("port") ?? StandardPort;
        if (port is <= 0 or > ushort.MaxValue)
        {
            return Reply.Fail(Errno.Invalid);
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

        SctpEndpoint endpoint = OpenEndpoint(descriptor);
        try
        {
            descriptor.Association = endpoint.Connect(addresses.ToArray(), (ushort)port, _host.Now, descriptor.Options);
        }
        catch (InvalidOperationException)
        {
            return Reply.Fail(Errno.AddressInUse); // there is an association with that peer already
        }
        catch (ArgumentException)
        {
            return Reply.Fail(Errno.Invalid);
        }

        descriptor.Association.Tag = descriptor;
        return Reply.Fail(Errno.InProgress);
    }

    private Reply Send(Descriptor descriptor, in AdapterRequest request)
    {
        if (descriptor.Association is not { } association)
        {
            return Reply.Fail(Errno.NotConnected);
        }

        if (descriptor.IsEnded || descriptor.IsShutdown)
        {
            return Reply.Fail(descriptor.LossError ?? Errno.Pipe);
        }

        if (request.Bytes("hex") is not { } payload)
        {
            return Reply.Fail(Errno.Invalid);
        }

        if (request.Flag("abort"))
        {
            association.Abort(payload, _host.Now);
            return Reply.Of(payload.Length);
        }

        bool hasPolicy = request.Has("pr_policy") || request.Has("lifetime_ms") || request.Has("max_rtx");
        if (hasPolicy && _partialReliability.HasAnnounced(association.Endpoint.LocalPort, association.RemotePort))
        {
            return Reply.Unsupported("partial reliability");
        }

        Reply reply = payload.Length == 0 && request.Flag("eof") ? Reply.Done : Queue(descriptor, association, payload, request);
        if (request.Flag("eof"))
        {
            descriptor.IsShutdown = true;
            association.Shutdown(_host.Now);
        }

        return reply;
    }

    private Reply Queue(Descriptor descriptor, SctpAssociation association, byte[] payload, in AdapterRequest request)
    {
        long stream = request.Integer("stream") ?? 0;
        if (payload.Length == 0 || stream < 0 || stream >= association.OutboundStreams)
        {
            return Reply.Fail(Errno.Invalid);
        }

        SctpOptions options = descriptor.Options;
        if (payload.Length > options.SendBufferSize || (!options.Fragmentation && payload.Length > association.GetStatus().FragmentationPoint))
        {
            return Reply.Fail(Errno.MessageSize);
        }

        SendOptions how = new()
        {
            StreamId = (ushort)stream,
            PayloadProtocolId = (PayloadProtocolIdentifier)(uint)(request.Integer("ppid") ?? 0),
            Unordered = request.Flag("unordered"),
            SackImmediately = request.Flag("sack_immediately"),
        };
        return association.Send(payload, how, _host.Now) switch
        {
            SendResult.Queued => Reply.Of(payload.Length),
            SendResult.BufferFull => Reply.Fail(Errno.Again),
            _ => Reply.Fail(Errno.Pipe),
        };
    }

    private Reply Close(Descriptor descriptor, int number)
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
            return Reply.Done;
        }

        DiscardUnread(descriptor);
        if (descriptor.IsEnded)
        {
            return Reply.Done;
        }

        if (association.State is AssociationState.CookieWait or AssociationState.CookieEchoed)
        {
            _host.Forget(association);
        }
        else
        {
            association.Shutdown(_host.Now);
        }

        return Reply.Done;
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
