using System.Globalization;
using Sentiment.Training;

namespace Sentiment.Terminal;

/// <summary>Shows a training run while it happens.</summary>
internal abstract class TrainingDisplay
{
    /// <summary>Runs <paramref name="train"/> and shows what it reports.</summary>
    public abstract void Show(Action<IProgress<TrainingProgress>> train);

    /// <summary>A bar on a terminal; plain lines in a file or a pipe.</summary>
    public static TrainingDisplay ForConsole() => Console.IsOutputRedirected ? new PlainDisplay() : new LiveDisplay();

    protected static string Describe(in TrainingProgress progress) => string.Create(CultureInfo.InvariantCulture,
        $"{progress.Network}  epoch {progress.Epoch}/{progress.Epochs}  loss {progress.Loss:F4}  {progress.ReviewsPerSecond,5:N0} reviews/s  {Outlook(progress)}");

    private static string Outlook(in TrainingProgress progress) => progress.Accuracy is { } accuracy
        ? string.Create(CultureInfo.InvariantCulture, $"test accuracy {100 * accuracy:F2} %")
        : string.Create(CultureInfo.InvariantCulture, $"ETA {progress.Remaining:hh\\:mm\\:ss}");
}
