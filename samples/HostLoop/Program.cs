using System;
using System.Globalization;
using System.Net;
using System.Text;

namespace Sctp.Samples;

/// <summary>
/// An echo server and its client over UDP: <c>HostLoop server 9899</c> and <c>HostLoop client 127.0.0.1:9899 hello</c>. Both use SCTP port 7.
/// </summary>
internal static class Program
{
    private const ushort EchoPort = 7;

    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["server", string udpPort] when ushort.TryParse(udpPort, CultureInfo.InvariantCulture, out ushort port):
                Serve(new IPEndPoint(IPAddress.Any, port));
                return 0;
            case ["client", string server, string text] when IPEndPoint.TryParse(server, out IPEndPoint? address):
                return Ask(address, text) ? 0 : 1;
            default:
                Console.Error.WriteLine("Usage: HostLoop server UDP-PORT | HostLoop client ADDRESS:UDP-PORT TEXT");
                return 2;
        }
    }

    private static void Serve(IPEndPoint bindTo)
    {
        using var host = new UdpHost(bindTo, new SctpOptions { LocalPort = EchoPort });
        host.OnEvent = e => Console.WriteLine($"{e.Kind} {e.Association?.Id}");
        host.OnMessage = (association, message) => association.Send(message.StreamId, message.ToArray(), UdpHost.Now);
        host.Endpoint.Listen();
        host.Run(() => false);
    }

    private static bool Ask(IPEndPoint server, string text)
    {
        var any = new IPEndPoint(server.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        using var host = new UdpHost(any, new SctpOptions());
        SctpEventKind end = SctpEventKind.None;
        host.OnEvent = e => end = e.Kind is SctpEventKind.ShutdownComplete or SctpEventKind.CommunicationLost ? e.Kind : end;
        host.OnMessage = (association, message) =>
        {
            Console.WriteLine(Encoding.UTF8.GetString(message.ToArray()));
            association.Shutdown(UdpHost.Now);
        };
        SctpAssociation echo = host.Endpoint.Connect(SctpAddress.FromIPAddress(server.Address, (ushort)server.Port), EchoPort, UdpHost.Now);
        _ = echo.Send(0, Encoding.UTF8.GetBytes(text), UdpHost.Now);
        host.Run(() => end != SctpEventKind.None);
        return end == SctpEventKind.ShutdownComplete;
    }
}
