using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Sinter.Benchmarks.Resident;

/// <summary>
/// What a process holds in memory that loads a network and predicts with it, and nothing else. A process of its own writes the weights,
/// and another one for each network measures itself. Linux only.
/// </summary>
internal static class ResidentTable
{
    private const int Calls = 20;

    /// <param name="part">A part of the names of the networks.</param>
    public static void Print(string part)
    {
        Console.WriteLine("| MB | weights | prepared, planned | for preparing | workspace | at the start | after Load | peak | after calls | anonymous | of files | after calls / weights | Load, ms | first call | later: median | bits |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|");
        foreach (var network in ResidentNetwork.All.Where(network => network.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))
        {
            var file = Path.Combine(Path.GetTempPath(), $"sinter-resident-{Environment.ProcessId}.safetensors");
            try
            {
                Run("resident-write", network.Name, file);
                Run("resident-of", network.Name, file);
            }
            finally
            {
                File.Delete(file);
            }
        }
    }

    /// <summary>Writes new weights.</summary>
    public static void Write(string name, string file) => Of(name).Save(file);

    /// <summary>Loads weights, predicts, and prints what this process held meanwhile.</summary>
    public static void Measure(string name, string file)
    {
        var network = Of(name);
        var info = network.Info();
        var (input, output) = (new float[Length(info.Inputs[0])], new float[Length(info.Outputs[0])]);
        for (var i = 0; i < input.Length; i++) input[i] = (i * 37 % 101 / 50f) - 1;
        var start = ProcessMemory.Now();

        var watch = Stopwatch.StartNew();
        var create = network.Load(file);
        var load = watch.Elapsed;
        var loaded = ProcessMemory.Now();
        var forward = create();
        watch.Restart();
        forward(input, output);
        var first = watch.Elapsed;
        var times = new double[Calls];
        for (var call = 0; call < Calls; call++)
        {
            watch.Restart();
            forward(input, output);
            times[call] = watch.Elapsed.TotalMilliseconds;
        }

        var now = ProcessMemory.Now();
        var hash = 14695981039346656037;
        foreach (var value in MemoryMarshal.AsBytes(output.AsSpan())) hash = (hash ^ value) * 1099511628211;
        Array.Sort(times);
        var weights = sizeof(float) * info.ParameterCount;
        string[] cells =
        [
            network.Name, Megabytes(weights), Megabytes(sizeof(float) * info.PreparedLength), Megabytes(info.Preparation.Bytes()), Megabytes(info.Inference.Bytes()),
            Megabytes(start.All), Megabytes(loaded.All), Megabytes(now.Peak), Megabytes(now.All), Megabytes(now.Anonymous), Megabytes(now.OfFiles),
            ((double)now.All / weights).ToString("F2", CultureInfo.InvariantCulture),
            Milliseconds(load.TotalMilliseconds), Milliseconds(first.TotalMilliseconds), Milliseconds(times[Calls / 2]), $"{hash:x16}",
        ];
        Console.WriteLine($"| {string.Join(" | ", cells)} |");
    }

    private static long Length(PortInfo port) => port.Shape.Aggregate(1L, static (product, extent) => product * extent);

    private static ResidentNetwork Of(string name) => ResidentNetwork.All.Single(network => network.Name == name);

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("F0", CultureInfo.InvariantCulture);

    private static string Milliseconds(double time) => time.ToString("F1", CultureInfo.InvariantCulture);

    private static void Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(ResidentTable).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"'{string.Join(' ', arguments)}' failed.");
    }
}
