using System;
using System.Globalization;
using System.Text.Json;
using System.Threading.Tasks;

namespace Sctp.Conformance.Cli;

/// <summary>Both ends are ours, over UDP on the loopback interface.</summary>
public sealed class EchoAndSendTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    [Theory]
    [InlineData("--size", "1000")]
    [InlineData("--size", "100000", "--streams", "7", "--ppid", "53")]
    public async Task What_send_sends_comes_back_from_echo_byte_for_byte(params string[] how)
    {
        using RunningProcess echo = RunningProcess.StartSctp("echo", "--udp", "0", "--bind", "127.0.0.1", "--once", "--json");
        string udpPort = await ListeningPort(echo);
        using RunningProcess send = RunningProcess.StartSctp(
            ["send", "--udp", "127.0.0.1:" + udpPort, "--bind", "127.0.0.1", "--bytes", "3000000", "--verify-echo", "--json", .. how]);

        (int exitCode, string output, string error) = await send.CompleteAsync(Patience);

        Assert.True(exitCode == 0, error + output);
        using JsonDocument report = JsonDocument.Parse(output);
        Assert.True(report.RootElement.GetProperty("verified").GetBoolean());
        Assert.Equal(3_000_000, report.RootElement.GetProperty("bytesReceived").GetInt64());
        (exitCode, output, error) = await echo.CompleteAsync(Patience);
        Assert.True(exitCode == 0, error + output);
        Assert.Contains("\"event\":\"shutdown\"", output, StringComparison.Ordinal);
        Assert.Contains("\"bytes\":3000000", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_does_not_answer_is_told_with_exit_code_1()
    {
        string nobody = "127.0.0.1:" + RunningProcess.FreeUdpPort().ToString(CultureInfo.InvariantCulture);
        using RunningProcess send = RunningProcess.StartSctp("send", "--udp", nobody, "--connect-timeout", "1");

        (int exitCode, _, string error) = await send.CompleteAsync(Patience);

        Assert.Equal(1, exitCode);
        Assert.Contains("no answer from " + nobody, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("send")]
    [InlineData("send", "--udp", "nowhere")]
    [InlineData("send", "--udp", "127.0.0.1:9", "--size", "0")]
    [InlineData("send", "--udp", "127.0.0.1:9", "--unordered", "--verify-echo")]
    [InlineData("echo", "--udp", "9", "--bind", "here")]
    [InlineData("sing")]
    public async Task A_command_line_that_is_not_understood_has_exit_code_2(params string[] arguments)
    {
        using RunningProcess sctp = RunningProcess.StartSctp(arguments);

        (int exitCode, _, string error) = await sctp.CompleteAsync(Patience);

        Assert.Equal(2, exitCode);
        Assert.NotEmpty(error);
    }

    internal static async Task<string> ListeningPort(RunningProcess echo)
    {
        string line = await echo.ReadLineAsync().WaitAsync(Patience) ?? string.Empty;
        using JsonDocument listening = JsonDocument.Parse(line);
        return listening.RootElement.GetProperty("udpPort").GetInt32().ToString(CultureInfo.InvariantCulture);
    }
}
