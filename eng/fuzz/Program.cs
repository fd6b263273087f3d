using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using Sinter.Generator.Levels;
using Sinter.Generator.Tests.Fuzzing;
using Sinter.Runtime;

namespace Sinter.Fuzz;

/// <summary>Runs the fuzzer for as many networks as asked for.</summary>
internal static class Program
{
    private const int Reported = 100;

    private const string Usage = """
        Sinter.Fuzz [--count N] [--seed S] [--pass-toggles none|random|half|each] [--stop-after F] [--style NAME] [--isa NAME] [--print] [--onnx] [--mutate]
          --count         how many networks (1000)
          --seed          the seed of the first; the others count on from it (1)
          --pass-toggles  compile each network once (none), half of them with random passes off (half), each a second
                          time with random passes off (random), or once for every pass, and with all off (each)
          --stop-after    how many findings are enough (20)
          --style         networks of one kind only: any, symbols, causal, images, filtered, list or large
          --isa           the widest instructions: avx512, avx2, vector128 or scalar; runs itself again with the
                          environment that .NET reads
          --print         show the networks instead of running them; with --mutate, all changes and verdicts
          --onnx          save them as ONNX files, which ONNX Runtime runs and the importer reads again
          --mutate        changes of the sample networks, one each, instead of random networks
        """;

    private static int Main(string[] arguments)
    {
        if (!TryRead(arguments, out var options))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        Verification.IsOn = true;
        if (options.Isa is { } isa && Instructions.NotYet(isa)) return Instructions.RunAgain(isa, arguments);
        if (options.IsMutating) return Mutations.Run(options.Seed, options.Count, options.StopAfter, options.Print);
        if (options.IsOnnx) return OnnxCampaign.Run(options.Seed, options.Count, options.StopAfter, options.Style);
        if (options.Print)
        {
            for (var seed = options.Seed; seed < options.Seed + options.Count; seed++) Console.WriteLine($"// seed {seed}\n{SpelledNetworks.Text(seed, RecipeGenerator.Draw(seed, options.Style), "Net" + seed)}");
            return 0;
        }

        var watch = Stopwatch.StartNew();
        var campaign = new Campaign(options.Toggles, options.Style);
        var findings = 0;
        for (var done = 0; done < options.Count && findings < options.StopAfter;)
        {
            var now = Math.Min(Reported, options.Count - done);
            foreach (var finding in campaign.Run(options.Seed + done, now))
            {
                findings++;
                Console.WriteLine($"\n{finding}\n");
                if (findings >= options.StopAfter) break;
            }

            done += now;
            Console.WriteLine($"{campaign.Networks} networks from seed {options.Seed} on {CpuFeatures.Level}, {campaign.Compiled} compiled, {campaign.Void} without a verdict, {findings} findings, {watch.Elapsed.TotalSeconds:F0} s, {Environment.CpuUsage.TotalTime.TotalSeconds:F0} s of processors, {JitInfo.GetCompilationTime().TotalSeconds:F0} s of them compiling {JitInfo.GetCompiledMethodCount():N0} methods");
        }

        Console.WriteLine($"\n{campaign.Tally}");
        return findings == 0 ? 0 : 1;
    }

    private static bool TryRead(string[] arguments, out Options options)
    {
        options = new Options(1000, 1, PassToggles.Half, 20, Style: null, Isa: null, Print: false, IsOnnx: false, IsMutating: false);
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            switch (arguments[i])
            {
                case "--count" when isNumber: options = options with { Count = number }; i++; break;
                case "--seed" when isNumber: options = options with { Seed = number }; i++; break;
                case "--stop-after" when isNumber: options = options with { StopAfter = number }; i++; break;
                case "--pass-toggles" when Enum.TryParse<PassToggles>(value, ignoreCase: true, out var toggles): options = options with { Toggles = toggles }; i++; break;
                case "--style" when Enum.TryParse<Style>(value, ignoreCase: true, out var style): options = options with { Style = style }; i++; break;
                case "--isa" when Enum.TryParse<CpuLevel>(value, ignoreCase: true, out var isa): options = options with { Isa = isa }; i++; break;
                case "--print": options = options with { Print = true }; break;
                case "--onnx": options = options with { IsOnnx = true }; break;
                case "--mutate": options = options with { IsMutating = true }; break;
                default: return false;
            }
        }

        return true;
    }

    private sealed record Options(int Count, int Seed, PassToggles Toggles, int StopAfter, Style? Style, CpuLevel? Isa, bool Print, bool IsOnnx, bool IsMutating);
}
