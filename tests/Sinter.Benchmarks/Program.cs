using BenchmarkDotNet.Running;

// dotnet run -c Release --project tests/Sinter.Benchmarks -- --filter '*Generator*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
