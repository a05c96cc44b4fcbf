using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading;
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
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private Instant _now;
    private long _id;

    public AdapterStack(string command)
    {
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
        catch (IOException)
        {
            // It has gone already, before it read what was written to it.
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
        _process.StandardInput.Write(StackJson.WriteRequest(_id, operation, fields));
        _process.StandardInput.Write('\n');
        _process.StandardInput.Flush();
        Task<string?> reading = _process.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask();
        if (!reading.Wait(Patience))
        {
            throw new TimeoutException($"No answer to {operation} within {Patience.TotalSeconds:0} s.");
        }

        string line = reading.Result ?? throw new EndOfStreamException($"The process ended instead of answering {operation}.");
        using JsonDocument document = JsonDocument.Parse(line);
        StackValue answer = StackJson.Read(document.RootElement);
        if (answer.Integer("id") != _id)
        {
            throw new InvalidDataException($"The answer to request {_id} has the id {answer.Integer("id")}.");
        }

        return StackJson.ReadAnswer(answer, _now);
    }
}
