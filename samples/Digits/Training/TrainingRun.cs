using System.Diagnostics;
using Digits.Data;
using Digits.Networks;
using Sinter;

namespace Digits.Training;

/// <summary>How to train.</summary>
internal sealed record TrainingSettings(int Epochs, int Batch, float LearningRate, int Seed, int Threads);

/// <summary>The training loop: every epoch sees all images once, in an order of its own.</summary>
internal static class TrainingRun
{
    /// <summary>Progress is for people: a few reports a second are enough.</summary>
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Weight of the newest batch in the loss that is shown; a single batch's jumps too much to read.</summary>
    private const float Smoothing = 0.02f;

    public static TimeSpan Train(DigitModel model, DigitSet set, TrainingSettings settings, IProgress<TrainingProgress> progress)
    {
        var optimizer = new Adam { LearningRate = settings.LearningRate };
        var (trainer, step) = model.CreateTrainer(optimizer, settings.Batch, settings.Threads, (ulong)settings.Seed);
        using (trainer)
        {
            var batches = new Batches(set, settings.Batch);
            var clock = Stopwatch.StartNew();
            var reported = clock.Elapsed;
            var (loss, images) = (float.NaN, 0L);
            for (var epoch = 1; epoch <= settings.Epochs; epoch++)
            {
                batches.Shuffle(EpochSeed(settings.Seed, epoch));
                for (var batch = 0; batch < batches.Count; batch++)
                {
                    batches.Load(batch, out var pixels, out var labels);
                    var current = step(pixels, labels);
                    loss = float.IsNaN(loss) ? current : loss + (current - loss) * Smoothing;
                    images += labels.Length;
                    if (clock.Elapsed - reported < ReportInterval && batch + 1 < batches.Count) continue;
                    reported = clock.Elapsed;
                    var total = (long)set.Count * settings.Epochs;
                    progress.Report(new TrainingProgress(epoch, settings.Epochs, batch + 1, batches.Count, loss,
                        images / reported.TotalSeconds, reported * ((double)(total - images) / images)));
                }
            }
            return clock.Elapsed;
        }
    }

    /// <summary>A seed of its own for every epoch.</summary>
    private static int EpochSeed(int seed, int epoch) => unchecked(seed * 31 + epoch);
}
