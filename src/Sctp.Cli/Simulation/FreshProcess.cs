using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace Sctp.Cli.Simulation;

/// <summary>Runs this command line in a new process, which shares nothing with this one but the machine.</summary>
internal static class FreshProcess
{
    private const string AssemblyName = "Sctp.Cli";

    /// <summary>Runs a command to its end.</summary>
    public static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        using Process process = Process.Start(StartOf(arguments)) ?? throw new InvalidOperationException("The process did not start.");
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private static ProcessStartInfo StartOf(string[] arguments)
    {
        // As a native program and as an apphost the process is the command line itself; else its assembly lies beside the one that was started.
        string? self = Environment.ProcessPath;
        string assembly = Path.Combine(AppContext.BaseDirectory, AssemblyName + ".dll");
        bool isManaged = File.Exists(assembly) && Path.GetFileNameWithoutExtension(self) != AssemblyName;
        string host = isManaged && Path.GetFileNameWithoutExtension(self) != "dotnet" ? "dotnet" : self ?? "dotnet";
        return new ProcessStartInfo(host, isManaged ? [assembly, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
    }
}
