using System;
using System.Globalization;
using System.IO;
using Sctp.Cli.Hosting;

namespace Sctp.Cli.Transfer;

/// <summary>The loop of <c>sctp send</c>: one association from INIT to SHUTDOWN COMPLETE.</summary>
internal sealed class SendClient : IDisposable
{
    /// <summary>How long a stop signal can go unseen.</summary>
    private static readonly Duration Patience = Duration.FromMilliseconds(200);

    /// <summary>How soon to ask again for input that has not come.</summary>
    private static readonly Duration InputPatience = Duration.FromMilliseconds(2);

    private readonly SendSettings _settings;
    private readonly IMessageSource _source;
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly UdpHost _host;
    private readonly EchoVerifier? _verifier;
    private readonly MessageBytes _bytes = new();
    private readonly TransferReport _report = new();
    private readonly TransferProgress _progress;

    private Phase _phase = Phase.Connecting;
    private bool _isUp;
    private bool _isBlocked;
    private bool _isSourceWaiting;
    private string? _failure;

    public SendClient(SendSettings settings, IMessageSource source, TextWriter output, TextWriter error)
    {
        _settings = settings;
        _source = source;
        _output = output;
        _error = error;
        _verifier = settings.VerifyEcho ? new EchoVerifier(settings.Streams, settings.PayloadProtocolId) : null;
        _progress = new TransferProgress(settings.ShowProgress ? error : null, settings.Bytes);
        SctpOptions options = new()
        {
            LocalPort = settings.LocalSctpPort,
            OutboundStreams = settings.Streams,
            ReceiveBufferSize = settings.BufferSize,
            SendBufferSize = settings.BufferSize,
            MaxMessageSize = settings.MessageSize,
            PathMtu = settings.PathMtu,
        };
        _host = new UdpHost(new SctpEndpoint(options, new SystemEntropy()), settings.BindAddress, settings.LocalUdpPort);
    }

    private enum Phase
    {
        Connecting,
        Sending,
        AwaitingEcho,
        ShuttingDown,
        Done,
    }

    public int Run(StopSignal stop)
    {
        Instant start = _host.Now;
        Instant lastProgress = start;
        SctpAddress peer = SctpAddress.FromIPAddress(_settings.Peer.Address, (ushort)_settings.Peer.Port);
        SctpAssociation association = _host.Endpoint.Connect(peer, _settings.SctpPort, start);
        long progress = -1;
        while (_phase != Phase.Done)
        {
            Work(association);
            _host.Flush();
            _host.RunOnce(_isSourceWaiting ? InputPatience : Patience);
            TakeEvents();
            Receive(association);

            Instant now = _host.Now;
            long reached = _report.Progress(association, _phase == Phase.Connecting);
            if (reached != progress || _isSourceWaiting)
            {
                progress = reached;
                lastProgress = now;
            }

            _progress.Show(_report, association, now);
            Duration patience = _phase == Phase.Connecting ? _settings.ConnectTimeout : _settings.Timeout;
            if (stop.IsSet)
            {
                Fail("interrupted");
            }
            else if (now - lastProgress > patience && _phase != Phase.Done)
            {
                Fail(_phase == Phase.Connecting
                    ? string.Create(CultureInfo.InvariantCulture, $"no answer from {_settings.PeerName} within {patience.TotalMilliseconds / 1000} s")
                    : string.Create(CultureInfo.InvariantCulture, $"no progress for {patience.TotalMilliseconds / 1000} s"));
            }
        }

        _progress.Clear();
        if (association.State != AssociationState.Closed)
        {
            association.Abort(_host.Now);
        }

        _host.Flush();
        if (_settings.Json || _isUp)
        {
            _report.Write(_output, association, _settings, _failure);
        }

        if (_failure is null)
        {
            return ExitCode.Success;
        }

        string hint = _host.SendErrors == 0 ? string.Empty : $" ({_host.LastSendError})";
        _error.WriteLine($"sctp send: {_failure}{hint}");
        return ExitCode.Failure;
    }

    public void Dispose() => _host.Dispose();

    private void Work(SctpAssociation association)
    {
        if (_phase == Phase.Sending)
        {
            SendAll(association);
        }

        if (_phase == Phase.AwaitingEcho && (_verifier?.Pending ?? 0) == 0)
        {
            _phase = Phase.ShuttingDown;
            association.Shutdown(_host.Now);
        }
    }

    private void SendAll(SctpAssociation association)
    {
        _isSourceWaiting = false;
        while (!_isBlocked)
        {
            SourceState state = _source.TryGet(out ReadOnlySpan<byte> message);
            if (state != SourceState.Ready)
            {
                _isSourceWaiting = state == SourceState.Waiting;
                _phase = state == SourceState.Ended ? Phase.AwaitingEcho : _phase;
                return;
            }

            SendOptions options = new()
            {
                StreamId = (ushort)(_report.MessagesSent % _settings.Streams),
                PayloadProtocolId = (PayloadProtocolIdentifier)_settings.PayloadProtocolId,
                Unordered = _settings.Unordered,
            };
            switch (association.Send(message, options, _host.Now))
            {
                case SendResult.BufferFull:
                    _isBlocked = true;
                    break;
                case SendResult.Queued:
                    _verifier?.Expect(options.StreamId, message, _report.MessagesSent);
                    _report.CountSent(message.Length);
                    _source.Next();
                    break;
                default:
                    Fail("the peer shut down before everything was sent");
                    return;
            }
        }
    }

    private void TakeEvents()
    {
        while (_host.Endpoint.TryGetEvent(out SctpEvent e))
        {
            switch (e.Kind)
            {
                case SctpEventKind.CommunicationUp when _phase == Phase.Connecting:
                    _isUp = true;
                    _report.Start(_host.Now);
                    _phase = Phase.Sending;
                    if (e.OutboundStreams < _settings.Streams)
                    {
                        Fail(string.Create(CultureInfo.InvariantCulture, $"the peer accepts {e.OutboundStreams} streams only"));
                    }

                    break;
                case SctpEventKind.SendBufferDrained:
                    _isBlocked = false;
                    break;
                case SctpEventKind.SenderDry:
                    _report.Stop(_host.Now);
                    break;
                case SctpEventKind.SendFailed:
                    e.Message.Dispose();
                    Fail("a message could not be delivered: " + e.SendFailureReason);
                    break;
                case SctpEventKind.Restarted:
                    Fail("the peer restarted");
                    break;
                case SctpEventKind.CommunicationLost:
                    Fail(MessageText.OfLoss(e));
                    break;
                case SctpEventKind.ShutdownComplete when _phase == Phase.ShuttingDown:
                    _phase = Phase.Done;
                    break;
                case SctpEventKind.ShutdownComplete:
                    Fail("the peer shut down before everything was done");
                    break;
                default:
                    break;
            }
        }
    }

    private void Receive(SctpAssociation association)
    {
        bool any = false;
        while (association.TryReceive(out SctpMessage message))
        {
            any = true;
            ReadOnlySpan<byte> payload = _bytes.Of(message);
            _report.CountReceived(payload.Length, message.IsEndOfMessage);
            if (_verifier?.Check(message.StreamId, (uint)message.PayloadProtocolId, payload, message.IsEndOfMessage) is { } difference)
            {
                Fail(difference);
            }

            message.Dispose();
        }

        if (any)
        {
            _report.Stop(_host.Now);
        }
    }

    /// <summary>Only the first failure is told; the others follow from it.</summary>
    private void Fail(string reason)
    {
        _failure ??= reason;
        _phase = Phase.Done;
    }
}
