using Digits.Data;
using Digits.Networks;
using Digits.Training;
using Sinter.Claims.Page;
using Sinter.Samples.Tests;

namespace Sinter.Claims.Data;

/// <summary>Digits to learn from and others to test with: MNIST's for a full run, drawn ones for a short one.</summary>
internal sealed record LittleDigits(string Name, DigitSet Training, DigitSet Test)
{
    /// <summary>The file without which there is no MNIST.</summary>
    public const string File = "mnist/train-images-idx3-ubyte.gz";

    /// <summary>So many digits to learn from.</summary>
    public static LittleDigits Take(int training, int test)
    {
        if (!Effort.IsFull) return new("drawn digits", DrawnDigits.Draw(training, seed: 1), DrawnDigits.Draw(test, seed: 2));
        var all = DataSource.Find(Path.GetDirectoryName(SharedDataFactAttribute.Find(File)!), seed: 1);
        return new("MNIST", First(all.Training, training), First(all.Test, test));
    }

    /// <summary>Trains a model, and returns the share of the others that it knows.</summary>
    public double Accuracy(DigitModel model, int epochs, int batch, float rate)
    {
        TrainingRun.Train(model, Training, new TrainingSettings(epochs, batch, rate, Seed: 1, Threads: Effort.Of(1, 2)), new Silence());
        var evaluation = Evaluation.Of(model, Test, threads: 1);
        return (double)evaluation.Correct / evaluation.Total;
    }

    private static DigitSet First(DigitSet set, int count)
    {
        var pixels = new byte[count * DigitSet.Pixels];
        for (var i = 0; i < count; i++) set.Image(i).CopyTo(pixels.AsSpan(i * DigitSet.Pixels));
        return new DigitSet(pixels, [.. Enumerable.Range(0, count).Select(i => (byte)set.Label(i))]);
    }

    private sealed class Silence : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
        }
    }
}
