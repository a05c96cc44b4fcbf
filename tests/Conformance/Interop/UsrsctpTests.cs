using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Sctp.Conformance.Cli;

namespace Sctp.Conformance.Interop;

/// <summary>
/// Against the example programs of usrsctp (Debian package libusrsctp-examples) over UDP on the loopback interface. Without the package they are
/// skipped, or failed where SCTP_REQUIRE_INTEROP=1 says that it has to be there.
/// </summary>
[Collection("usrsctp")]
public sealed class UsrsctpTests
{
    private const string Folder = "/usr/lib/usrsctp";
    private const int TransferSize = 10_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(55);

    [SkippableTheory]
    [InlineData("1000")]
    [InlineData("10000", "--streams", "5", "--ppid", "39")]
    public async Task Our_client_gets_ten_million_bytes_back_from_the_echo_server_of_usrsctp(string size, params string[] more)
    {
        string program = Program("echo_server");
        string serverPort = FreePort();
        string clientPort = FreePort();
        using RunningProcess server = RunningProcess.Start(program, serverPort, clientPort);
        Task<string> log = server.DrainAsync();
        using RunningProcess send = RunningProcess.StartSctp(
            [
                "send", "--udp", "127.0.0.1:" + serverPort, "--local-udp", clientPort, "--bind", "127.0.0.1",
                "--bytes", TransferSize.ToString(CultureInfo.InvariantCulture), "--size", size, "--verify-echo", "--json", .. more,
            ]);

        (int exitCode, string output, string error) = await send.CompleteAsync(Patience);

        Assert.True(exitCode == 0, error + output);
        using JsonDocument report = JsonDocument.Parse(output);
        Assert.True(report.RootElement.GetProperty("verified").GetBoolean());
        Assert.Equal(TransferSize, report.RootElement.GetProperty("bytesReceived").GetInt64());
        Assert.False(log.IsCompleted, "the echo server ended");
    }

    [SkippableFact]
    public async Task The_client_of_usrsctp_gets_ten_million_bytes_back_from_our_echo_server()
    {
        string program = Program("client");
        string clientPort = FreePort();
        using RunningProcess echo = RunningProcess.StartSctp("echo", "--udp", "0", "--bind", "127.0.0.1", "--once", "--json");
        string serverPort = await EchoAndSendTests.ListeningPort(echo);
        using RunningProcess client = RunningProcess.StartWithInput(program, "127.0.0.1", "7", "0", clientPort, serverPort);
        byte[] sent = Text(TransferSize);
        byte[] received = new byte[sent.Length];

        // The client writes what it receives straight to its output; its own words are in a buffer that it writes when it ends. Its input stays
        // open until everything is back, because it shuts down at the end of its input.
        await Exchange(client, sent, received).WaitAsync(Patience);
        client.Input.Close();
        string words = await client.DrainAsync().WaitAsync(Patience);

        Assert.True(sent.AsSpan().SequenceEqual(received), "the bytes differ");
        Assert.Contains("SCTP_SHUTDOWN_COMP", words, StringComparison.Ordinal);
        (int exitCode, string output, string error) = await echo.CompleteAsync(Patience);
        Assert.True(exitCode == 0, error + output);
        Assert.Contains($"\"bytes\":{TransferSize}", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Our_client_sends_unordered_messages_to_the_discard_server_of_usrsctp()
    {
        string program = Program("discard_server");
        string serverPort = FreePort();
        string clientPort = FreePort();
        using RunningProcess server = RunningProcess.Start(program, serverPort, clientPort);
        Task<string> log = server.DrainAsync();
        using RunningProcess send = RunningProcess.StartSctp(
            "send", "--udp", "127.0.0.1:" + serverPort, "--local-udp", clientPort, "--bind", "127.0.0.1", "--port", "9",
            "--bytes", "1000000", "--size", "3000", "--streams", "3", "--unordered", "--json");

        (int exitCode, string output, string error) = await send.CompleteAsync(Patience);

        Assert.True(exitCode == 0, error + output);
        Assert.Contains("\"bytes\":1000000", output, StringComparison.Ordinal);
        Assert.False(log.IsCompleted, "the discard server ended");
    }

    /// <summary>
    /// The client drops what usrsctp does not take, and that takes no message while more than 512 chunks are unacknowledged: no more than half of
    /// that is ever on its way.
    /// </summary>
    private static async Task Exchange(RunningProcess client, byte[] sent, byte[] received)
    {
        const int OnTheWay = 16_000;
        const int Piece = 4_000;
        int written = 0;
        int read = 0;
        while (read < received.Length)
        {
            while (written < sent.Length && written - read <= OnTheWay - Piece)
            {
                int length = Math.Min(Piece, sent.Length - written);
                await client.Input.WriteAsync(sent.AsMemory(written, length));
                await client.Input.FlushAsync();
                written += length;
            }

            int count = await client.Output.ReadAsync(received.AsMemory(read));
            Assert.True(count > 0, "the client ended");
            read += count;
        }
    }

    private static string Program(string name)
    {
        string path = Path.Combine(Folder, name);
        bool isThere = File.Exists(path);
        if (!isThere && Environment.GetEnvironmentVariable("SCTP_REQUIRE_INTEROP") == "1")
        {
            Assert.Fail($"{path} is missing (apt-get install libusrsctp-examples) and SCTP_REQUIRE_INTEROP=1 requires it.");
        }

        Skip.IfNot(isThere, $"{path} is missing (apt-get install libusrsctp-examples).");
        return path;
    }

    private static string FreePort() => RunningProcess.FreeUdpPort().ToString(CultureInfo.InvariantCulture);

    /// <summary>Numbered lines shorter than the 79 bytes that the client takes at once; it treats them as text, so there is no zero byte.</summary>
    private static byte[] Text(int length)
    {
        StringBuilder text = new(length + 100);
        for (int line = 0; text.Length < length; line++)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"{line:d8} ").Append((char)('!' + (line % 90)), 40 + (line % 29)).Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, length - 1) + "\n");
    }
}
