using System.Diagnostics;
using System.Globalization;
using Sinter;
using Zoo.Catalog;
using Zoo.Tasks;
using Zoo.Terminal;

namespace Zoo.Commands;

/// <summary>Trains a network on something small, and says how much of it was learned.</summary>
internal static class TrainCommand
{
    /// <param name="batch">Samples of a step; 0 for what suits the task.</param>
    /// <param name="weights">The file for the trained weights, or null.</param>
    public static int Run(Species species, int steps, int batch, float rate, int threads, ulong seed, string? weights)
    {
        if (LearningTask.For(species) is not { } task)
        {
            Console.Error.WriteLine($"There is no task for {species.Name}, which takes {Arguments.Describe(species.Info)}.");
            return 1;
        }

        var size = batch == 0 ? task.Batch : batch;
        Console.WriteLine($"{species.Name} learns {task.Description}");
        var model = species.Create(seed);
        try
        {
            using (var trainer = model.CreateTrainer(new AdamW { LearningRate = rate }, size, threads, seed))
            {
                var (random, watch) = (new Random((int)seed), Stopwatch.StartNew());
                TrainingBar.Show(steps, bar =>
                {
                    for (var step = 1; step <= steps; step++)
                    {
                        var loss = trainer.Step(task.Draw(random, size), task.Symbols);
                        bar.Report(step, loss, (double)step * size / watch.Elapsed.TotalSeconds);
                    }
                });
            }

            Test(model, task, size, threads, seed);
            if (weights is null) return 0;
            model.Save(weights);
            Console.WriteLine($"saved {weights}");
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NonFiniteLossException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    // Samples that no step has seen: those are drawn from other seeds.
    private static void Test(Specimen model, LearningTask task, int batch, int threads, ulong seed)
    {
        var random = new Random(~(int)seed);
        using var session = model.CreateSession(batch, threads);
        var (total, rounds) = (0.0, Math.Max(1, task.Tests / batch));
        for (var round = 0; round < rounds; round++)
        {
            var samples = task.Draw(random, batch);
            var outputs = Arguments.Outputs(model.Species.Info, task.Symbols, batch);
            session.Forward(samples[..model.Species.Info.Inputs.Count], task.Symbols, outputs);
            total += task.Accuracy(samples, (float[])outputs[0]);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"right for samples it has not seen: {100 * total / rounds:F1} %"));
    }
}
