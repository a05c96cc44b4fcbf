using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Sctp.Cli.Scripts;
using Sctp.Conformance.Cli;
using Sctp.Scripts.Stack;

namespace Sctp.Conformance.PacketScripts;

/// <summary><c>sctp script</c>, in a process of its own.</summary>
public sealed class ScriptCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("sctp-scripts").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task All_our_scripts_run_through_the_adapter_protocol_as_well()
    {
        string[] unsupported = ["encapsulation/udp.pkt"]; // the protocol does not tell UDP ports
        using RunningProcess sctp = RunningProcess.StartSctp("script", "run", ScriptFolder.Path, "--json", "--sut", "dotnet " + Path.Combine(AppContext.BaseDirectory, "Sctp.Cli.dll") + " adapter");

        (int exitCode, string output, string error) = await sctp.CompleteAsync(Patience);

        Assert.True(exitCode == 0, error + output);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(ScriptFolder.Names.Length, lines.Length);
        Assert.Equal(unsupported, lines.Where(line => !line.Contains("\"verdict\":\"passed\"", StringComparison.Ordinal)).Select(NameOf));
    }

    [Theory]
    [InlineData("0 close(3) = -1 EBADF (no such descriptor)", 0, "1 passed, 0 failed, 0 unsupported, 0 invalid")]
    [InlineData("0 close(3) = 0", 1, "0 passed, 1 failed")]
    [InlineData("0 poll() = 0", 0, "0 failed, 1 unsupported")]
    [InlineData("0 close(3) = ", 2, "a.pkt:1:14: expected a value")]
    public async Task The_exit_code_tells_how_it_went(string script, int expected, string text)
    {
        (int exitCode, string output, _) = await Run(script, "script", "run", _folder);

        Assert.Equal(expected, exitCode);
        Assert.Contains(text, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unsupported_scripts_count_where_it_is_strict()
    {
        (int exitCode, _, _) = await Run("0 poll() = 0", "script", "run", _folder, "--strict");

        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task What_happened_is_printed_with_its_time()
    {
        (_, string output, _) = await Run("0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 3\n+1.5 connect(3, ..., ...) = -1 EINPROGRESS (in progress)", "script", "run", _folder, "--verbose");

        Assert.Contains("1.500000 > 192.0.2.1 sctp: INIT[flgs=0, ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_reads_without_running()
    {
        (int exitCode, string output, string error) = await Run("0 close(3) = 77\n0 close(3 = 0", "script", "check", _folder);

        Assert.Equal(2, exitCode);
        Assert.Contains("1 scripts, 1 with errors", output, StringComparison.Ordinal);
        Assert.Contains("a.pkt:2:11: expected ')'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 3")]
    [InlineData("read line; exit 3")]
    [InlineData("while read line; do echo nonsense; done")]
    [InlineData("read line; echo \"{\\\"id\\\":1,\\\"ret\\\":0,\\\"proto\\\":2,\\\"out\\\":[],\\\"next\\\":null}\"; read line")]
    public async Task Another_stack_that_does_not_answer_fails_the_script(string command)
    {
        (int exitCode, string output, _) = await Run("0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 3", "script", "run", _folder, "--sut", "sh -c '" + command + "'");

        Assert.Equal(1, exitCode);
        Assert.Contains("a.pkt:1:1: failed: the stack under test broke", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_that_does_not_read_is_not_waited_for()
    {
        using AdapterStack stack = new("""sh -c 'read line; echo "{\"id\":1,\"ret\":0,\"proto\":1,\"out\":[],\"next\":null}"; exec sleep 60'""", TimeSpan.FromSeconds(2));
        StackValue fields = new() { ["hex"] = new string('0', 1 << 22) };

        TimeoutException error = Assert.Throws<TimeoutException>(() => stack.Execute("send", fields));

        Assert.Equal("No answer to send within 2 s.", error.Message);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("check")]
    public async Task A_file_that_cannot_be_read_is_told_and_the_others_are_read(string command)
    {
        _ = File.CreateSymbolicLink(Path.Combine(_folder, "0.pkt"), Path.Combine(_folder, "nowhere"));

        (int exitCode, string output, string error) = await Run("0 close(3) = -1 EBADF (no such descriptor)", "script", command, _folder);

        Assert.Equal(2, exitCode);
        Assert.Contains("0.pkt cannot be read: ", error, StringComparison.Ordinal);
        Assert.Contains(command == "run" ? "1 passed" : "2 scripts, 1 with errors", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("script", "run")]
    [InlineData("script", "run", "/no/such/folder")]
    [InlineData("script", "run", "/", "--tolerance", "-1")]
    public async Task A_command_line_that_is_not_understood_has_exit_code_2(params string[] arguments)
    {
        using RunningProcess sctp = RunningProcess.StartSctp(arguments);

        (int exitCode, _, string error) = await sctp.CompleteAsync(Patience);

        Assert.Equal(2, exitCode);
        Assert.NotEmpty(error);
    }

    private static string NameOf(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return Path.GetRelativePath(ScriptFolder.Path, document.RootElement.GetProperty("file").GetString()!).Replace('\\', '/');
    }

    private async Task<(int ExitCode, string Output, string Error)> Run(string script, params string[] arguments)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "a.pkt"), script);
        using RunningProcess sctp = RunningProcess.StartSctp(arguments);
        return await sctp.CompleteAsync(Patience);
    }
}
