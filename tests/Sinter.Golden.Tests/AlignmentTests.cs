using System.Reflection;
using Sinter.Golden.Networks;

namespace Sinter.Golden;

/// <summary>
/// The loss of labels that are not told to steps (CTC) against PyTorch: repeated labels, none, fewer than others, too many for the steps; and
/// against what can be counted.
/// </summary>
public sealed class AlignmentTests
{
    private const int Batch = 4, Features = 4;

    private static readonly GoldenFile Goldens = GoldenFile.Open("Alignments");

    private static readonly Dictionary<string, Type> Networks = GoldenNetworks.In("Alignments");

    private delegate float Full(ReadOnlySpan<float> x, ReadOnlySpan<int> label);

    private delegate float Padded(ReadOnlySpan<float> x, ReadOnlySpan<int> label, ReadOnlySpan<int> inputLengths, ReadOnlySpan<int> targetLengths, int t, int s);

    public static TheoryData<string> Cases => [.. Networks.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void EveryGolden_HasItsNetwork() => GoldenNetworks.AssertAreThoseOf(Networks, Goldens);

    [Theory]
    [MemberData(nameof(Cases))]
    public void LossAndGradients_AreThoseOfPyTorch(string name)
    {
        var type = Networks[name];
        var model = Activator.CreateInstance(type, 0UL)!;
        foreach (var parameter in (ParameterCollection)type.GetProperty("Parameters")!.GetValue(model)!)
            parameter.CopyFrom(Formula.Weight($"{name}/{parameter.Key}", parameter.Shape).Select(value => value * 3).ToArray());

        // A larger maxBatch than batch: offsets must follow the batch of the call.
        using var trainer = (TrainingSession)type.GetMethod("CreateTrainer")!.Invoke(model, [new Sgd { LearningRate = 0 }, Batch + 1, 1, 0UL])!;
        var method = trainer.GetType().GetMethod("ComputeGradients")!;
        for (var batch = 0; Goldens.Contains($"{name}/{batch}/loss"); batch++)
        {
            var key = $"{name}/{batch}";
            var (label, steps, counts) = (Goldens[key + "/label"].Integers, Goldens[key + "/inputLengths"].Integers, Goldens[key + "/targetLengths"].Integers);
            var length = steps.Max();
            var x = Formula.Uniform(key + "/x", Batch * length * Features, -2, 2);
            var loss = name == "CtcFull"
                ? method.CreateDelegate<Full>(trainer)(x, label)
                : method.CreateDelegate<Padded>(trainer)(x, label, steps, counts, length, label.Length / Batch);
            Close.ToLoss(Goldens[key + "/loss"].Numbers[0], loss, $"{key} loss");
            foreach (var gradient in trainer.Gradients) Close.ToSummary(Goldens, $"{key}/gradient/{gradient.Key}", gradient.Values, Close.Gradient);
        }
    }

    // Where all classes are as likely, each way is: n labels that differ from their neighbours have as many ways through t steps as there are
    // choices of 2n out of t + n.
    [Fact]
    public void LongSequences_HaveTheLossThatIsCounted()
    {
        int[] lengths = [2000, 1999, 1000, 10, 5, 4, 0, 7], counts = [5, 5, 1, 5, 5, 5, 0, 0];
        var label = Enumerable.Repeat(new[] { 1, 2, 3, 2, 1 }, lengths.Length).SelectMany(labels => labels).ToArray();
        var losses = new float[lengths.Length];
        using var session = new LossOfEach().CreateSession(lengths.Length);
        session.Forward(new float[lengths.Length * 2000 * 6], label, lengths, counts, 2000, losses);
        for (var sample = 0; sample < lengths.Length; sample++)
        {
            var (t, n) = (lengths[sample], counts[sample]);
            if (t < n)
            {
                Assert.Equal(float.PositiveInfinity, losses[sample]);
                continue;
            }

            var expected = t * Math.Log(6);
            for (var k = 1; k <= 2 * n; k++) expected -= Math.Log((double)(t + n - (2 * n) + k) / k);
            Assert.Equal(expected, losses[sample], 2e-5 * Math.Max(1, expected));
        }
    }

    // At each step the gradient is the softmax less the shares of the classes in all ways, both of which are 1 together.
    [Fact]
    public void LongSequences_HaveGradientsThatSumToNothing()
    {
        var model = new TrainedScores();
        model.Parameters["scores"].CopyFrom(Formula.Uniform("scores", TrainedScores.Steps * 6, -30, 30));
        using var trainer = model.CreateTrainer(new Sgd { LearningRate = 0 }, 1);
        trainer.ComputeGradients([1], [1, 2, 2, 3, 5], [TrainedScores.Steps - 50]);
        var gradient = trainer.Gradients["scores"].Values;
        var largest = 0f;
        for (var step = 0; step < TrainedScores.Steps; step++)
        {
            var sum = 0f;
            foreach (var value in gradient.Slice(step * 6, 6)) (sum, largest) = (sum + value, Math.Max(largest, Math.Abs(value)));
            Assert.InRange(sum, -1e-4f, 1e-4f);
            if (step >= TrainedScores.Steps - 50) Assert.Equal(new float[6], gradient.Slice(step * 6, 6).ToArray());
        }

        Assert.InRange(largest, 0.1f, 1);
    }

    [Fact]
    public void LabelsThatDoNotFit_HaveNoGradient()
    {
        using var trainer = new Alignments.CtcZeroInfinity(3).CreateTrainer(new Sgd { LearningRate = 0 }, 2);
        var x = Formula.Uniform("x", 2 * 3 * Features, -1, 1);
        Assert.Equal(0, trainer.ComputeGradients(x, [1, 1, 2, 2], [2, 1], [2, 2], 3, 2));
        foreach (var gradient in trainer.Gradients) Assert.All(gradient.Values.ToArray(), value => Assert.Equal(0, value));

        using var infinite = new Alignments.CtcMean(3).CreateTrainer(new Sgd { LearningRate = 0 }, 2);
        Assert.Throws<NonFiniteLossException>(() => infinite.ComputeGradients(x, [1, 1, 2, 2], [2, 3], [2, 2], 3, 2));
    }
}
