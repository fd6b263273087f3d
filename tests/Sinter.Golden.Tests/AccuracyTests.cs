namespace Sinter.Golden;

/// <summary>
/// The promise of the README: whole networks are as exact as PyTorch. Against float64, the error of outputs and of gradients is no more than
/// twice that of PyTorch's own float32, which <c>eng/goldens/record_accuracy.py</c> has recorded; and two units in the last place count as exact.
/// </summary>
public sealed class AccuracyTests
{
    private const double Factor = 2;

    // Two units in the last place.
    private const double Exact = 2.4e-7;

    public static TheoryData<string> Networks => [.. NetworkCase.Names];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Outputs_AreAsExactAsThoseOfPyTorch(string name)
    {
        var network = NetworkCase.Of(name);
        var tensor = new Recorded($"{name}/output");
        Compare(name + " output", [(tensor.Error(network.Forward(network.Create(), network.Batch(1).Image)), tensor.PyTorch)]);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gradients_AreAsExactAsThoseOfPyTorch(string name)
    {
        var network = NetworkCase.Of(name);
        using var trainer = network.Create().CreateTrainer(new Sgd { LearningRate = 0 }, NetworkCase.MaxBatch);
        var (image, label) = network.Batch(1);
        trainer.ComputeGradients(image, label);
        Compare(name + " gradients", trainer.Gradients.Select(gradient =>
        {
            var tensor = new Recorded($"{name}/gradient/{gradient.Key}");
            return (tensor.Error(gradient.Values), tensor.PyTorch);
        }));
    }

    // Root mean squares over the tensors of a network: a single tensor of few elements may be exact by chance.
    private static void Compare(string what, IEnumerable<(double Own, double PyTorch)> errors)
    {
        var all = errors.ToArray();
        var own = Math.Sqrt(all.Average(error => error.Own * error.Own));
        var recorded = Math.Sqrt(all.Average(error => error.PyTorch * error.PyTorch));
        Assert.True(own <= Math.Max(Factor * recorded, Exact), $"{what}: the error is {own:E2} of the magnitude, but that of PyTorch {recorded:E2}.");
    }

    /// <summary>Elements of one tensor in float64 and as PyTorch's float32 has them.</summary>
    private sealed class Recorded
    {
        private static readonly GoldenFile File = GoldenFile.Open("Accuracy");

        private readonly string name;
        private readonly double[] exact;

        public Recorded(string name)
        {
            this.name = name;
            exact = [.. File[name + ".high"].Numbers.Zip(File[name + ".low"].Numbers, (high, low) => (double)high + low)];
            PyTorch = Relative(File[name + ".single"].Numbers);
        }

        public double PyTorch { get; }

        /// <summary>The error of a whole tensor, as far as its elements are recorded.</summary>
        public double Error(ReadOnlySpan<float> values)
        {
            if (values.Length == exact.Length) return Relative(values);
            var places = Formula.Choices("sample/" + name, exact.Length, values.Length);
            var picked = new float[exact.Length];
            for (var i = 0; i < picked.Length; i++) picked[i] = values[places[i]];
            return Relative(picked);
        }

        private double Relative(ReadOnlySpan<float> values)
        {
            double error = 0, square = 0;
            for (var i = 0; i < exact.Length; i++)
            {
                error += (values[i] - exact[i]) * (values[i] - exact[i]);
                square += exact[i] * exact[i];
            }

            return Math.Sqrt(error / square);
        }
    }
}
