using System.Diagnostics;
using Sentiment.Training;

namespace Sentiment.Terminal;

/// <summary>A line now and then and at the end of every epoch: what a log file wants.</summary>
internal sealed class PlainDisplay : TrainingDisplay, IProgress<TrainingProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Stopwatch sinceLine = Stopwatch.StartNew();

    public override void Show(Action<IProgress<TrainingProgress>> train) => train(this);

    public void Report(TrainingProgress value)
    {
        if (!value.IsEndOfEpoch && sinceLine.Elapsed < Interval) return;
        sinceLine.Restart();
        Console.WriteLine(Describe(value));
    }
}
