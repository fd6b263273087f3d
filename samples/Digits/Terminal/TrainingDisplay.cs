using System.Globalization;
using Digits.Training;

namespace Digits.Terminal;

/// <summary>Shows a training run while it happens.</summary>
internal abstract class TrainingDisplay
{
    /// <summary>Runs <paramref name="train"/> and shows what it reports.</summary>
    public abstract void Show(Action<IProgress<TrainingProgress>> train);

    /// <summary>A bar on a terminal; plain lines in a file or a pipe.</summary>
    public static TrainingDisplay ForConsole() => Console.IsOutputRedirected ? new PlainDisplay() : new LiveDisplay();

    protected static string Describe(in TrainingProgress progress) => string.Create(CultureInfo.InvariantCulture,
        $"epoch {progress.Epoch}/{progress.Epochs}  loss {progress.Loss:F4}  {progress.ImagesPerSecond,7:N0} images/s  ETA {progress.Remaining:mm\\:ss}");
}
