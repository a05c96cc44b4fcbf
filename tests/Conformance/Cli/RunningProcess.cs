using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace Sctp.Conformance.Cli;

/// <summary>A child process whose output is taken in the background and that does not outlive its test.</summary>
internal sealed class RunningProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private RunningProcess(string file, string[] arguments, bool writesInput)
    {
        ProcessStartInfo start = new(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
        if (!writesInput)
        {
            _process.StandardInput.Close();
        }
    }

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    public static RunningProcess Start(string file, params string[] arguments) => new(file, arguments, writesInput: false);

    public static RunningProcess StartWithInput(string file, params string[] arguments) => new(file, arguments, writesInput: true);

    /// <summary>Starts the command line under test, built beside the tests.</summary>
    public static RunningProcess StartSctp(params string[] arguments) =>
        Start(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", [Path.Combine(AppContext.BaseDirectory, "Sctp.Cli.dll"), .. arguments]);

    /// <summary>A UDP port of the loopback interface that was free a moment ago.</summary>
    public static int FreeUdpPort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Reads the output to its end, so that a full pipe does not stop the process.</summary>
    public Task<string> DrainAsync() => _process.StandardOutput.ReadToEndAsync();

    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync();

    /// <summary>Waits for the end and gives exit code, output and error output.</summary>
    public async Task<(int ExitCode, string Output, string Error)> CompleteAsync(TimeSpan patience)
    {
        Task<string> output = DrainAsync();
        await _process.WaitForExitAsync().WaitAsync(patience);
        return (_process.ExitCode, await output, await _error);
    }

    public async Task<int> ExitAsync(TimeSpan patience)
    {
        await _process.WaitForExitAsync().WaitAsync(patience);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    public override string ToString() => new StringBuilder(_process.StartInfo.FileName).Append(' ').AppendJoin(' ', _process.StartInfo.ArgumentList).ToString();
}
