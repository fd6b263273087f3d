using System.Diagnostics;

namespace Sinter.Benchmarks;

/// <summary>How much C# deep networks become: it grows with the different work in a network, not with its depth. The first row is what the project around them costs.</summary>
internal static class GeneratedSizeTable
{
    private const int Rounds = 3;

    private static readonly string[] Networks = ["SimpleCnn", "ResNet110", "DenseNet121", "ResNet152", "VitB16", "Gpt2", "ResNet50", "Transformer24"];

    public static void Print(string part)
    {
        Console.WriteLine($"{"network",-16} {"text KB",8} {"ONNX KB",8} {"lines",8} {"methods",8} {"structs",8} {"generation ms",14} {"compile ms",11}");
        foreach (var name in Networks.Where(network => network.Contains(part, StringComparison.OrdinalIgnoreCase)))
        {
            var fixture = new GeneratorFixture(name);
            fixture.Generate();
            var watch = Stopwatch.StartNew();
            var driver = fixture.Generate();
            var generation = watch.Elapsed;
            var trees = driver.GetRunResult().GeneratedTrees;
            var (text, onnx) = (trees[0].ToString(), trees[1].Length);

            // The first one compiles the compiler.
            var (errors, compilation) = ("", TimeSpan.MaxValue);
            for (var round = 0; round < Rounds; round++)
            {
                watch.Restart();
                errors = fixture.Compile(driver);
                if (watch.Elapsed < compilation) compilation = watch.Elapsed;
            }

            int Count(string what) => text.Split(what).Length - 1;
            Console.WriteLine($"{name,-16} {text.Length / 1024,8} {onnx / 1024,8} {Count("\n"),8} {Count("in Frame frame"),8} {Count("readonly struct"),8} {generation.TotalMilliseconds,14:F0} {compilation.TotalMilliseconds,11:F0} {errors}");
            if (Environment.GetEnvironmentVariable("SINTER_WRITE_TO") is { } folder) File.WriteAllText(Path.Combine(folder, name + ".g.cs"), text);
        }
    }
}
