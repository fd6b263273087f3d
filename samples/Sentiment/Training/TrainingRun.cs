using System.Diagnostics;
using Sentiment.Data;
using Sentiment.Networks;
using Sinter;

namespace Sentiment.Training;

/// <summary>How to train.</summary>
/// <param name="LearningRate">Adam's learning rate, or null for the one the network is known to learn well with.</param>
internal sealed record TrainingSettings(int Epochs, int Batch, double? LearningRate, int Seed, int Threads);

/// <summary>The training loop: every epoch sees all reviews once, in an order of its own, and ends with a test.</summary>
internal static class TrainingRun
{
    /// <summary>Points of the loss curve in one epoch.</summary>
    private const int PointsPerEpoch = 25;

    /// <summary>Progress is for people: a few reports a second are enough.</summary>
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    public static Convergence Train(
        SentimentNetwork network, SentimentModel model, ReviewSet training, ReviewSet test, TrainingSettings settings, IProgress<TrainingProgress> progress)
    {
        var optimizer = new Adam
        {
            LearningRate = settings.LearningRate ?? network.LearningRate,
            Schedule = network.WarmupSteps > 0 ? LearningRateSchedule.LinearWarmup(network.WarmupSteps, startFactor: 0.05) : null,
            Clipping = GradientClipping.ByGlobalNorm(1),
        };
        var (losses, epochs) = (new List<LossPoint>(), new List<EpochResult>());
        var (trainer, step) = model.CreateTrainer(optimizer, settings.Batch, settings.Threads, (ulong)settings.Seed);
        using (trainer)
        {
            var batches = new Batches(training, settings.Batch);
            var (clock, reviews, last) = (new Stopwatch(), 0L, double.NaN);
            TrainingProgress Progress(int epoch, int done, double? accuracy)
            {
                var left = (long)training.Count * settings.Epochs - reviews;
                return new(network.Name, epoch, settings.Epochs, done, batches.Count, last, accuracy,
                    reviews / clock.Elapsed.TotalSeconds, clock.Elapsed * ((double)left / reviews));
            }

            for (var epoch = 1; epoch <= settings.Epochs; epoch++)
            {
                batches.Shuffle(EpochSeed(settings.Seed, epoch));
                var (total, part, parts, reported, started) = (0.0, 0.0, 0, clock.Elapsed, clock.Elapsed);
                clock.Start();
                for (var i = 0; i < batches.Count; i++)
                {
                    var batch = batches.Load(i);
                    var loss = step(batch.Reviews, batch.Lengths, batch.Labels, batch.Steps);
                    (total, part, parts, reviews) = (total + loss, part + loss, parts + 1, reviews + batch.Count);
                    if (IsPoint(i, batches.Count))
                    {
                        last = part / parts;
                        losses.Add(new LossPoint(epoch - 1 + (i + 1.0) / batches.Count, last));
                        (part, parts) = (0, 0);
                    }

                    if (clock.Elapsed - reported < ReportInterval || double.IsNaN(last)) continue;
                    reported = clock.Elapsed;
                    progress.Report(Progress(epoch, i + 1, accuracy: null));
                }

                clock.Stop();
                var accuracy = Evaluation.Accuracy(model, test, settings.Threads);
                epochs.Add(new EpochResult(epoch, total / batches.Count, accuracy, clock.Elapsed - started));
                progress.Report(Progress(epoch, batches.Count, accuracy));
            }
        }

        return new Convergence(network.Name, losses, epochs);
    }

    /// <summary>Whether a point of the curve ends with this batch: they are spread evenly, and one is at the end of the epoch.</summary>
    private static bool IsPoint(int batch, int batches) =>
        (long)(batch + 1) * PointsPerEpoch / batches > (long)batch * PointsPerEpoch / batches;

    /// <summary>A seed of its own for every epoch.</summary>
    private static int EpochSeed(int seed, int epoch) => unchecked(seed * 31 + epoch);
}
