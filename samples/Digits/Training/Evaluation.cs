using System.Globalization;
using Digits.Data;
using Digits.Networks;

namespace Digits.Training;

/// <summary>What a model made of a test set: the probabilities of the ten digits for every image.</summary>
internal sealed class Evaluation
{
    private const int Batch = 250;

    private readonly DigitSet set;
    private readonly float[] probabilities;

    private Evaluation(DigitSet set) => (this.set, probabilities) = (set, new float[set.Count * DigitSet.Classes]);

    public int Total => set.Count;

    public int Correct { get; private set; }

    public static Evaluation Of(DigitModel model, DigitSet set, int threads)
    {
        var evaluation = new Evaluation(set);
        var (session, forward) = model.CreateSession(Batch, threads);
        using (session)
        {
            var batches = new Batches(set, Batch);
            for (var batch = 0; batch < batches.Count; batch++)
            {
                batches.Load(batch, out var images, out var labels);
                forward(images, evaluation.probabilities.AsSpan(batch * Batch * DigitSet.Classes, labels.Length * DigitSet.Classes));
            }
        }
        for (var i = 0; i < set.Count; i++)
        {
            Softmax(evaluation.probabilities.AsSpan(i * DigitSet.Classes, DigitSet.Classes));
            if (evaluation.IsCorrect(i)) evaluation.Correct++;
        }
        return evaluation;
    }

    public ReadOnlySpan<float> Probabilities(int image) => probabilities.AsSpan(image * DigitSet.Classes, DigitSet.Classes);

    public int Predicted(int image)
    {
        var row = Probabilities(image);
        var best = 0;
        for (var i = 1; i < row.Length; i++)
            if (row[i] > row[best]) best = i;
        return best;
    }

    public bool IsCorrect(int image) => Predicted(image) == set.Label(image);

    /// <summary>As in <c>98.93% (9893/10000)</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{100.0 * Correct / Total:F2}% ({Correct}/{Total})");

    private static void Softmax(Span<float> values)
    {
        var (max, sum) = (float.NegativeInfinity, 0f);
        foreach (var value in values) max = Math.Max(max, value);
        foreach (ref var value in values) sum += value = MathF.Exp(value - max);
        foreach (ref var value in values) value /= sum;
    }
}
