using System;
using System.CommandLine;
using System.IO;
using System.Net;
using System.Net.Sockets;
using Sctp.Cli.Hosting;

namespace Sctp.Cli.Echo;

/// <summary><c>sctp echo</c>.</summary>
internal static class EchoCommand
{
    private const string Description = "Sends every message back on its stream, with its payload protocol identifier and its U bit (RFC 862 over RFC 6951).";

    public static Command Create()
    {
        Option<ushort> udp = new("--udp") { Description = "The UDP port to receive on; 0 takes a free one.", Required = true };
        Option<ushort> port = new("--port") { Description = "The SCTP port.", DefaultValueFactory = _ => 7 };
        Option<IPAddress?> bind = AddressOption.Create("--bind", "The local address; without it all addresses, IPv6 and IPv4.");
        Option<bool> once = new("--once") { Description = "End with the first association; exit code 1 if it was lost." };
        Option<bool> json = new("--json") { Description = "Report in JSON, one object per line." };
        ExampleCommand command = new(
            "echo",
            Description,
            "sctp echo --udp 9899",
            "sctp echo --udp 9899 --port 7 --bind 127.0.0.1 --once --json")
        {
            udp, port, bind, once, json,
        };
        command.SetAction(parsed => Run(
            new EchoSettings
            {
                UdpPort = parsed.GetValue(udp),
                SctpPort = parsed.GetValue(port),
                BindAddress = parsed.GetValue(bind),
                Once = parsed.GetValue(once),
                Json = parsed.GetValue(json),
            },
            Console.Out,
            Console.Error));
        return command;
    }

    private static int Run(EchoSettings settings, TextWriter output, TextWriter error)
    {
        using StopSignal stop = new();
        try
        {
            using EchoServer server = new(settings, output);
            return server.Run(stop);
        }
        catch (SocketException e)
        {
            error.WriteLine($"sctp echo: cannot use UDP port {settings.UdpPort}: {e.Message}");
            return ExitCode.Failure;
        }
    }
}
