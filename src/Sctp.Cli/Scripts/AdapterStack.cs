using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Sctp.Cli.Adapter;
using Sctp.Scripts.Stack;

namespace Sctp.Cli.Scripts;

/// <summary>
/// Another stack behind the adapter protocol: a child process that answers each request line with one line. What goes beyond version 1.1 of the protocol
/// is sent as well; a stack that does not know it says so, and the script is unsupported.
/// </summary>
internal sealed class AdapterStack : IStackUnderTest, IDisposable
{
    private static readonly TimeSpan StandardPatience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly TimeSpan _patience;
    private Instant _now;
    private long _id;

    /// <summary>Starts the command.</summary>
    /// <param name="command">The command, for the shell.</param>
    /// <param name="patience">How long it may take to read a request and to answer it; 20 s where nothing is said.</param>
    public AdapterStack(string command, TimeSpan? patience = null)
    {
        _patience = patience ?? StandardPatience;
        ProcessStartInfo start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", ["/c", command])
            : new ProcessStartInfo("/bin/sh", ["-c", "exec " + command]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.UseShellExecute = false;
        start.StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        start.StandardOutputEncoding = start.StandardInputEncoding;
        _process = Process.Start(start) ?? throw new IOException("The command could not be started.");
    }

    public string Name { get; private set; } = "the stack";

    public StackAnswer Execute(string operation, StackValue fields)
    {
        if (_id == 0)
        {
            StackAnswer hello = Ask("hello", new StackValue { ["proto"] = 1, ["minor"] = 1 });
            if (hello.Members?.Integer("proto") != 1)
            {
                throw new InvalidDataException("It does not say hello in version 1 of the adapter protocol.");
            }

            Name = hello.Members?.Text("name") ?? Name;
        }

        if (fields.Has("src_udp") || fields.Has("udp"))
        {
            return StackAnswer.NotSupported("UDP encapsulation (the adapter protocol does not tell UDP ports)");
        }

        if (operation == "reset")
        {
            _now = Instant.FromNanoseconds(fields.Integer("now") ?? 0);
        }
        else if (operation == "advance")
        {
            _now = Instant.FromNanoseconds(fields.Integer("to") ?? 0);
        }

        return Ask(operation, fields);
    }

    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close(); // the end of its input tells the adapter to go
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It has gone already, before it read what was written to it; or it has not read it to this day.
        }

        if (!_process.WaitForExit(2000))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private StackAnswer Ask(string operation, StackValue fields)
    {
        _id++;
        Task<string?> exchange = ExchangeAsync(StackJson.WriteRequest(_id, operation, fields));
        if (Task.WaitAny([exchange], _patience) < 0)
        {
            throw new TimeoutException($"No answer to {operation} within {_patience.TotalSeconds:0.###} s.");
        }

        string line = exchange.GetAwaiter().GetResult() ?? throw new EndOfStreamException($"The process ended instead of answering {operation}.");
        using JsonDocument document = JsonDocument.Parse(line);
        StackValue answer = StackJson.Read(document.RootElement);
        if (answer.Integer("id") != _id)
        {
            throw new InvalidDataException($"The answer to request {_id} has the id {answer.Integer("id")}.");
        }

        return StackJson.ReadAnswer(answer, _now);
    }

    private async Task<string?> ExchangeAsync(string request)
    {
        await _process.StandardInput.WriteAsync(request + '\n').ConfigureAwait(false);
        await _process.StandardInput.FlushAsync().ConfigureAwait(false);
        return await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false);
    }
}
