using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using Sctp.Cli.Hosting;

namespace Sctp.Cli.Transfer;

/// <summary><c>sctp send</c>.</summary>
internal static class SendCommand
{
    private const int MaxMessageSize = 16 * 1024 * 1024;

    private const string Description = "Opens an association over UDP (RFC 6951), sends a pattern or standard input, shuts down and tells how fast it was.";

    public static Command Create()
    {
        Option<string> udp = new("--udp") { Description = "The peer's address and UDP port.", HelpName = "HOST:PORT", Required = true };
        Option<ushort> port = new("--port") { Description = "The peer's SCTP port.", DefaultValueFactory = _ => 7 };
        Option<ushort> localUdp = new("--local-udp") { Description = "The own UDP port; 0 takes a free one." };
        Option<ushort> localPort = new("--local-port") { Description = "The own SCTP port; 0 takes a random one." };
        Option<IPAddress?> bind = AddressOption.Create("--bind", "The local address; without it the system chooses.");
        Option<long> bytes = Ranged("--bytes", "How many bytes of a seeded pattern to send.", 10_000_000L, 0, long.MaxValue);
        Option<bool> stdin = new("--stdin") { Description = "Send standard input instead of the pattern." };
        Option<int> size = Ranged("--size", "Bytes of one message.", 1024, 1, MaxMessageSize);
        Option<int> streams = Ranged("--streams", "How many streams take turns.", 1, 1, ushort.MaxValue);
        Option<bool> unordered = new("--unordered") { Description = "Send unordered." };
        Option<uint> ppid = new("--ppid") { Description = "The payload protocol identifier." };
        Option<ulong> seed = new("--seed") { Description = "The seed of the pattern.", DefaultValueFactory = _ => 1 };
        Option<bool> verify = new("--verify-echo") { Description = "Wait for every message to come back and compare it." };
        Option<int> connectTimeout = Ranged("--connect-timeout", "Seconds that the peer may take to answer.", 10, 1, 100_000);
        Option<int> timeout = Ranged("--timeout", "Seconds without progress before giving up.", 30, 1, 100_000);
        Option<int> buffer = Ranged("--buffer", "Bytes of the send and of the receive buffer.", 4 * 1024 * 1024, SctpOptions.MinReceiveBufferSize, 1 << 30);
        Option<int?> mtu = new("--mtu") { Description = "Path MTU in bytes of SCTP packet; without it what a 1500-byte IP packet leaves." };
        mtu.Validators.Add(result => RequireRange(result, result.GetValue(mtu) ?? SctpOptions.MinPathMtu, SctpOptions.MinPathMtu, SctpOptions.MaxPathMtu));
        Option<bool> json = new("--json") { Description = "Report in JSON, one object." };
        Option<bool> quiet = new("--quiet") { Description = "No progress on the terminal." };
        ExampleCommand command = new(
            "send",
            Description,
            "sctp send --udp 127.0.0.1:9899 --bytes 10000000 --verify-echo",
            "sctp send --udp 192.0.2.1:9899 --port 9 --size 65536 --streams 10 --bytes 1000000000",
            "tar c directory | sctp send --udp 192.0.2.1:9899 --stdin")
        {
            udp, port, localUdp, localPort, bind, bytes, stdin, size, streams, unordered, ppid, seed, verify, connectTimeout, timeout, buffer, mtu, json, quiet,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(unordered) && parsed.GetValue(verify))
            {
                Console.Error.WriteLine("sctp send: --verify-echo compares in order and cannot be used with --unordered.");
                return ExitCode.Usage;
            }

            string peerName = parsed.GetRequiredValue(udp);
            if (!TrySplit(peerName, out string host, out ushort udpPort))
            {
                Console.Error.WriteLine($"sctp send: '{peerName}' is not HOST:PORT.");
                return ExitCode.Usage;
            }

            if (Resolve(host) is not { } address)
            {
                Console.Error.WriteLine($"sctp send: the host '{host}' is not known.");
                return ExitCode.Failure;
            }

            return Run(new SendSettings
            {
                Peer = new IPEndPoint(address, udpPort),
                PeerName = peerName,
                LocalUdpPort = parsed.GetValue(localUdp),
                BindAddress = parsed.GetValue(bind),
                SctpPort = parsed.GetValue(port),
                LocalSctpPort = parsed.GetValue(localPort),
                Bytes = parsed.GetValue(stdin) ? null : parsed.GetValue(bytes),
                MessageSize = parsed.GetValue(size),
                Streams = parsed.GetValue(streams),
                Unordered = parsed.GetValue(unordered),
                PayloadProtocolId = parsed.GetValue(ppid),
                Seed = parsed.GetValue(seed),
                VerifyEcho = parsed.GetValue(verify),
                ConnectTimeout = Duration.FromSeconds(parsed.GetValue(connectTimeout)),
                Timeout = Duration.FromSeconds(parsed.GetValue(timeout)),
                BufferSize = Math.Max(parsed.GetValue(buffer), parsed.GetValue(size)),
                PathMtu = parsed.GetValue(mtu),
                Json = parsed.GetValue(json),
                ShowProgress = !parsed.GetValue(quiet) && !Console.IsErrorRedirected,
            });
        });
        return command;
    }

    private static int Run(SendSettings settings)
    {
        using StopSignal stop = new();
        using IMessageSource source = settings.Bytes is { } bytes
            ? new PatternSource(bytes, settings.MessageSize, settings.Seed)
            : new StreamSource(Console.OpenStandardInput(), settings.MessageSize);
        try
        {
            using SendClient client = new(settings, source, Console.Out, Console.Error);
            return client.Run(stop);
        }
        catch (SocketException e)
        {
            Console.Error.WriteLine($"sctp send: cannot open a UDP socket: {e.Message}");
            return ExitCode.Failure;
        }
        catch (IOException e)
        {
            Console.Error.WriteLine($"sctp send: {e.Message}");
            return ExitCode.Failure;
        }
    }

    private static Option<T> Ranged<T>(string name, string description, T standard, T least, T most)
        where T : IComparable<T>
    {
        Option<T> option = new(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result => RequireRange(result, result.GetValue(option)!, least, most));
        return option;
    }

    private static void RequireRange<T>(OptionResult result, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{result.Option.Name} must be {least} to {most}."));
        }
    }

    /// <summary>Cuts at the last colon, so that [::1]:9899 works as well.</summary>
    private static bool TrySplit(string text, out string host, out ushort port)
    {
        int colon = text.LastIndexOf(':');
        host = colon > 0 ? text[..colon].Trim('[', ']') : string.Empty;
        port = 0;
        return host.Length > 0 && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port != 0;
    }

    private static IPAddress? Resolve(string host)
    {
        if (IPAddress.TryParse(host, out IPAddress? literal))
        {
            return literal;
        }

        try
        {
            IPAddress[] addresses = Dns.GetHostAddresses(host);
            return addresses.Length > 0 ? addresses[0] : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
