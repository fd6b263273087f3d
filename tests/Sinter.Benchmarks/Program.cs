using System.Globalization;
using BenchmarkDotNet.Running;
using Sinter.Benchmarks;
using Sinter.Benchmarks.Frozen;
using Sinter.Benchmarks.Resident;

// dotnet run -c Release --project tests/Sinter.Benchmarks -- --filter '*Generator*' (or '*Kernel*', or '*Call*')
// dotnet run -c Release --project tests/Sinter.Benchmarks -- long|sums|sizes|freezing|resident [part of a name]
// python3 eng/compare/latency.py --before COMMIT
// dotnet run -c Release --project tests/Sinter.Benchmarks -- contractions|cold-contractions|functions [part of a name]
if (args is ["contractions" or "cold-contractions", ..])
{
    Contraction.IsCold = args[0].StartsWith("cold", StringComparison.Ordinal);
    ContractionTable.Print(args.Length > 1 ? args[1] : "");
}
else if (args is ["long", ..]) LongNetworkTable.Print(args.Length > 1 ? args[1] : "");
else if (args is ["sums", ..]) LongSumTable.Print(args.Length > 1 ? args[1] : "");
else if (args is ["sizes", ..]) GeneratedSizeTable.Print(args.Length > 1 ? args[1] : "");
else if (args is ["freezing", ..]) FreezingTable.Print(args.Length > 1 ? args[1] : "");
else if (args is ["resident", ..]) ResidentTable.Print(args.Length > 1 ? args[1] : "");
else if (args is ["resident-write", var written, var target]) ResidentTable.Write(written, target);
else if (args is ["resident-of", var measured, var file]) ResidentTable.Measure(measured, file);
else if (args is ["latency", var now, var before, var rounds]) LatencyTable.Print(now, before, int.Parse(rounds, CultureInfo.InvariantCulture));
else if (args is ["functions", ..]) FunctionTable.Print(args.Length > 1 ? args[1] : "");
else BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
