using System;
using System.Collections.Generic;
using System.Net;
using System.Text;
using Sctp.Samples;

namespace Sctp.Conformance.Samples;

public class HostLoopTests
{
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(1);
    private static readonly Duration Patience = Duration.FromSeconds(20);

    [Fact]
    public void A_server_and_a_client_on_the_loopback_exchange_a_message_and_shut_down()
    {
        using var server = new UdpHost(new IPEndPoint(IPAddress.Loopback, 0), new SctpOptions { LocalPort = 7 });
        using var client = new UdpHost(new IPEndPoint(IPAddress.Loopback, 0), new SctpOptions());
        List<SctpEventKind> atServer = [];
        List<SctpEventKind> atClient = [];
        string? echoed = null;
        server.OnEvent = e => atServer.Add(e.Kind);
        server.OnMessage = (association, message) => association.Send(message.StreamId, message.ToArray(), UdpHost.Now);
        client.OnEvent = e => atClient.Add(e.Kind);
        client.OnMessage = (association, message) =>
        {
            echoed = $"{message.StreamId}: {Encoding.UTF8.GetString(message.ToArray())}";
            association.Shutdown(UdpHost.Now);
        };

        server.Endpoint.Listen();
        SctpAddress address = SctpAddress.FromIPAddress(IPAddress.Loopback, (ushort)server.LocalAddress.Port);
        SctpAssociation association = client.Endpoint.Connect(address, 7, UdpHost.Now);
        Assert.Equal(SendResult.Queued, association.Send(3, "hello"u8, UdpHost.Now));
        Instant giveUp = UdpHost.Now + Patience;
        while (!(atServer.Contains(SctpEventKind.ShutdownComplete) && atClient.Contains(SctpEventKind.ShutdownComplete)) && UdpHost.Now < giveUp)
        {
            client.Turn(ShortWait);
            server.Turn(ShortWait);
        }

        Assert.Equal("3: hello", echoed);
        Assert.Contains(SctpEventKind.ShutdownComplete, atClient);
        Assert.Contains(SctpEventKind.ShutdownComplete, atServer);
        Assert.Equal(0, client.Endpoint.AssociationCount);
        Assert.Equal(0, server.Endpoint.AssociationCount);
        Assert.Equal(0, client.Endpoint.PooledBytesInUse);
        Assert.Equal(0, server.Endpoint.PooledBytesInUse);
    }
}
