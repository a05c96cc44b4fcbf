using BenchmarkDotNet.Running;
using Sctp.Benchmarks;

// dotnet run -c Release --project bench/Benchmarks -- --filter '*'
// dotnet run -c Release --project bench/Benchmarks -- memory
if (args is ["memory"])
{
    HeldMemory.Print();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
