using System;
using System.Collections.Generic;
using System.IO;
using Sctp.Cli.Hosting;

namespace Sctp.Cli.Echo;

/// <summary>The loop of <c>sctp echo</c> over all associations of one endpoint.</summary>
internal sealed class EchoServer : IDisposable
{
    /// <summary>How long a stop signal can go unseen.</summary>
    private static readonly Duration Patience = Duration.FromMilliseconds(200);

    private readonly EchoSettings _settings;
    private readonly EchoReport _report;
    private readonly UdpHost _host;
    private readonly MessageBytes _bytes = new();

    /// <summary>The associations with something to do, in the order in which they became so.</summary>
    private readonly Queue<EchoAssociation> _ready = new();

    private bool? _firstEnd;

    public EchoServer(EchoSettings settings, TextWriter output)
    {
        _settings = settings;
        _report = new EchoReport(output, settings.Json);
        SctpOptions options = new()
        {
            LocalPort = settings.SctpPort,
            ReceiveBufferSize = settings.BufferSize,
            SendBufferSize = Math.Max(settings.BufferSize, settings.MaxMessageSize),
            MaxMessageSize = settings.MaxMessageSize,
        };
        _host = new UdpHost(new SctpEndpoint(options, new SystemEntropy()), settings.BindAddress, settings.UdpPort);
        _host.Endpoint.Listen();
    }

    /// <summary>Serves until a signal comes or, with <c>--once</c>, until the first association has ended.</summary>
    public int Run(StopSignal stop)
    {
        _report.Listening(_host.UdpPort, _host.Endpoint.LocalPort);
        while (!stop.IsSet && !(_settings.Once && _firstEnd.HasValue))
        {
            _host.RunOnce(Patience);
            TakeEvents();
            EchoReady();
        }

        _host.Endpoint.Close(_host.Now);
        _host.Flush();
        return _settings.Once && _firstEnd is not true ? ExitCode.Failure : ExitCode.Success;
    }

    public void Dispose() => _host.Dispose();

    private void TakeEvents()
    {
        while (_host.Endpoint.TryGetEvent(out SctpEvent e))
        {
            switch (e.Kind)
            {
                case SctpEventKind.CommunicationUp:
                    e.Association!.Tag = new EchoAssociation(e.Association, _settings.MaxMessageSize);
                    _report.Up(e);
                    break;
                case SctpEventKind.DataArrived:
                case SctpEventKind.SendBufferDrained:
                    MakeReady(e.Association!);
                    break;
                case SctpEventKind.SendFailed:
                    e.Message.Dispose();
                    (e.Association!.Tag as EchoAssociation)?.CountLost();
                    break;
                case SctpEventKind.ShutdownComplete:
                case SctpEventKind.CommunicationLost:
                    End(e);
                    break;
                default:
                    break;
            }
        }
    }

    private void MakeReady(SctpAssociation association)
    {
        if (association.Tag is EchoAssociation { IsReady: false } echo)
        {
            echo.IsReady = true;
            _ready.Enqueue(echo);
        }
    }

    private void EchoReady()
    {
        if (_ready.Count == 0)
        {
            return;
        }

        while (_ready.TryDequeue(out EchoAssociation? echo))
        {
            echo.IsReady = false;
            echo.EchoAll(_bytes, _host.Now);
        }

        // What was read may have opened the window, what was sent wants to go.
        _host.Flush();
    }

    private void End(in SctpEvent e)
    {
        if (e.Association!.Tag is not EchoAssociation echo)
        {
            return;
        }

        echo.EchoAll(_bytes, _host.Now);
        echo.Release();
        _report.End(e, echo);
        e.Association.Tag = null;
        _firstEnd ??= e.Kind == SctpEventKind.ShutdownComplete && echo.MessagesLost == 0;
    }
}
