using System.Diagnostics;
using CharRnn.Data;
using CharRnn.Networks;
using Sinter;

namespace CharRnn.Training;

/// <summary>The training loop: random windows, a look at the validation text and a checkpoint now and then.</summary>
internal sealed class TrainingRun : IDisposable
{
    /// <summary>How often a run measures the validation loss and writes its checkpoint.</summary>
    private const int Evaluations = 8;

    /// <summary>Windows of validation text a look on the way takes; the whole text is for the end.</summary>
    private const int GlanceWindows = 128;

    /// <summary>Progress is for people: a few reports a second are enough.</summary>
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    private readonly TrainingSettings settings;
    private readonly TrainingSession trainer;
    private readonly Step step;
    private readonly Windows windows;
    private readonly Evaluation evaluation;
    private readonly string checkpoint;
    private readonly Stopwatch clock = new();
    private TimeSpan processorTime;
    private double lossSum;
    private int lossCount;

    /// <param name="checkpoint">The file to write.</param>
    /// <param name="resume">Whether to go on from what the file holds.</param>
    /// <exception cref="IOException">There is a checkpoint to go on from, but it cannot be used.</exception>
    public TrainingRun(TextModel model, int context, TextSource text, TrainingSettings settings, string checkpoint, bool resume)
    {
        (this.settings, this.checkpoint) = (settings, checkpoint);
        (trainer, step) = model.CreateTrainer(settings.CreateOptimizer(), settings.Batch, settings.Threads, (ulong)settings.Seed);
        windows = new Windows(text.Training, context, settings.Batch);
        evaluation = new Evaluation(model, context, text.Validation, settings.Threads);
        if (resume) trainer.LoadCheckpoint(checkpoint);
    }

    /// <summary>Steps done, those before a resumed checkpoint included.</summary>
    public long StepCount => trainer.StepCount;

    /// <summary>Trains to the last step, or until it is told to stop, and writes the checkpoint.</summary>
    public TrainingResult Train(IProgress<TrainingProgress> progress, CancellationToken stop)
    {
        var first = trainer.StepCount;
        var reported = TimeSpan.Zero;
        while (trainer.StepCount < settings.Iterations && !stop.IsCancellationRequested)
        {
            TakeStep();
            var isTimeToLook = trainer.StepCount % Math.Max(1, settings.Iterations / Evaluations) == 0;
            if (isTimeToLook) trainer.SaveCheckpoint(checkpoint);
            if (!isTimeToLook && trainer.StepCount < settings.Iterations && clock.Elapsed - reported < ReportInterval) continue;
            reported = clock.Elapsed;
            progress.Report(Progress(first, isTimeToLook ? evaluation.Loss(GlanceWindows) : null));
            if (isTimeToLook) (lossSum, lossCount) = (0, 0);
        }
        trainer.SaveCheckpoint(checkpoint);
        return new TrainingResult(trainer.StepCount, clock.Elapsed, processorTime);
    }

    /// <summary>The loss over all of the validation text.</summary>
    public float ValidationLoss() => evaluation.Loss();

    public void Dispose()
    {
        trainer.Dispose();
        evaluation.Dispose();
    }

    private void TakeStep()
    {
        clock.Start();
        var processorBefore = Environment.CpuUsage.TotalTime;

        // The checkpoint's seed, not the command line's: a resumed run goes on with the windows it would have seen.
        windows.Draw(trainer.Seed, trainer.StepCount, out var characters, out var following);
        var current = step(characters, following);
        processorTime += Environment.CpuUsage.TotalTime - processorBefore;
        clock.Stop();
        lossSum += current;
        lossCount++;
    }

    private TrainingProgress Progress(long first, float? validation)
    {
        var (done, left) = (trainer.StepCount - first, settings.Iterations - trainer.StepCount);
        return new TrainingProgress(trainer.StepCount, settings.Iterations, (float)(lossSum / lossCount), validation,
            done * windows.Batch * windows.Context / clock.Elapsed.TotalSeconds, clock.Elapsed * ((double)left / done));
    }
}
