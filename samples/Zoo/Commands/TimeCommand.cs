using System.Diagnostics;
using System.Globalization;
using Sinter;
using Zoo.Catalog;

namespace Zoo.Commands;

/// <summary>Times the calls of a network with new weights on numbers drawn at random.</summary>
internal static class TimeCommand
{
    private const int LeastCalls = 5, MostCalls = 1000;

    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(2);

    public static int Run(Species species, int batch, int threads, bool train)
    {
        var info = species.Info;
        if (train && info.Training is null)
        {
            Console.Error.WriteLine($"{species.Name} has no loss, so that there is no training to time.");
            return 1;
        }

        var (inputs, symbols) = (Arguments.Inputs(species, batch, train), Arguments.Symbols(info));
        var outputs = Arguments.Outputs(info, symbols, batch);
        var model = species.Create();
        if (train)
        {
            using var trainer = model.CreateTrainer(new Sgd { LearningRate = 0 }, batch, threads);
            Report(species, "step", batch, () => trainer.Step(inputs, symbols));
        }
        else
        {
            using var session = model.CreateSession(batch, threads);
            Report(species, "forward pass", batch, () => session.Forward(inputs, symbols, outputs));
        }

        return 0;
    }

    private static void Report(Species species, string call, int batch, Action run)
    {
        run();
        run();
        var (times, all) = (new List<double>(MostCalls), Stopwatch.StartNew());
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        while (times.Count < MostCalls && (times.Count < LeastCalls || all.Elapsed < LeastTime))
        {
            var start = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{species.Name}, {call} of {batch}: median {times[times.Count / 2]:F2} ms, minimum {times[0]:F2} ms of {times.Count} calls, {allocated / times.Count} bytes allocated a call"));
    }
}
