using System.Globalization;
using CharRnn.Training;

namespace CharRnn.Terminal;

/// <summary>Shows a training run while it happens.</summary>
internal abstract class TrainingDisplay
{
    /// <summary>Runs <paramref name="train"/> and shows what it reports.</summary>
    public abstract void Show(Action<IProgress<TrainingProgress>> train);

    /// <summary>A bar on a terminal; plain lines in a file or a pipe.</summary>
    public static TrainingDisplay ForConsole() => Console.IsOutputRedirected ? new PlainDisplay() : new LiveDisplay();

    protected static string Describe(in TrainingProgress progress) => string.Create(CultureInfo.InvariantCulture,
        $"step {progress.Step}/{progress.Steps}  loss {progress.Loss:F3}  {progress.CharactersPerSecond,7:N0} characters/s  ETA {progress.Remaining:mm\\:ss}");

    /// <summary>A look at the validation text, a line that stays.</summary>
    protected static string DescribeValidation(in TrainingProgress progress) => string.Create(CultureInfo.InvariantCulture,
        $"step {progress.Step,6}  loss {progress.Loss:F3}  validation {progress.Validation:F3} nats per character  {progress.CharactersPerSecond,7:N0} characters/s");
}
