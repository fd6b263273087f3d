using Sinter.Runtime;

namespace Sinter.Tests.Networks;

/// <summary>
/// What the generator would write for a small network, by hand: y = W·x + scale·b and the mean square of y - t, with a scale that is not trained,
/// noise on the input, running statistics, a prepared transpose of W, and a table long enough to be cut to pieces.
/// </summary>
internal sealed class ToyNetwork
{
    public const int Inputs = 3, Outputs = 2, Rows = 300, Columns = 100;
    private const int Weight = 0, Bias = 16, Scale = 32, Table = 48, Mean = 0, Counter = 16;

    public ToyNetwork(ulong seed = 0) => Weights = new Weights(Info, seed, Prepare);

    private ToyNetwork(Weights weights) => Weights = weights;

    public static NetworkInfo Info { get; } = new()
    {
        Name = "Toy",
        Fingerprint = 7,
        Inputs = [new("x", [Inputs]), new("target", [Outputs]), new("label", [], IsTokens: true)],
        Outputs = [new("y", [Outputs])],
        Layers =
        [
            new("head", "", 0, "[B, 2]", 0, 0),
            new("fc", "Linear", 1, "[B, 2]", 9, 14),
            new("table", "Penalty", 0, "[1]", Rows * Columns, 60_000, 3, 5),
        ],
        Parameters =
        [
            new("fc.weight", [Outputs, Inputs], Weight, InitialDistribution.Uniform, -0.5f, 0.5f, Decays: true),
            new("fc.bias", [Outputs], Bias, InitialDistribution.Constant, 0, 0, Decays: false),
            new("fc.scale", [1], Scale, InitialDistribution.Constant, 2, 0, Decays: false),
            new("table", [Rows, Columns], Table, InitialDistribution.Normal, 1, 2, Decays: true),
        ],
        ParameterLength = Table + (Rows * Columns),
        States = [new("norm.running_mean", [Outputs], Mean, 0.5f, IsCounter: false), new("norm.num_batches_tracked", [], Counter, 0, IsCounter: true) { PerStep = 1 }],
        StateLength = 32,
        PreparedLength = Inputs * Outputs,
        Inference = new ArenaPlan(32, 0, 4, 0) { NaiveBatchedLength = 48 },
        Training = new ArenaPlan(48, 16, 0, 2) { NaiveBatchedLength = 96, NaiveFixedLength = 16 },
    };

    public static int Preparations { get; private set; }

    /// <summary>What happens on the calling thread in the middle of its calls.</summary>
    [field: ThreadStatic]
    public static Action? During { get; set; }

    public Weights Weights { get; }

    public static ToyNetwork Load(string path) => new(Weights.Load(Info, Prepare, path));

    public Session CreateSession(int maxBatch = 1, int threads = 1) => new(Weights, maxBatch, threads);

    public Trainer CreateTrainer(Optimizer optimizer, int maxBatch = 4, int threads = 1, ulong seed = 0) => new(Weights, optimizer, maxBatch, threads, seed);

    /// <summary>All parameters and states, to see whether anything changed.</summary>
    public float[] Snapshot() => [.. Weights.ParameterArena.Span, .. Weights.StateArena.Span];

    private static void Prepare(in Frame frame)
    {
        Preparations++;
        for (var o = 0; o < Outputs; o++)
        {
            for (var i = 0; i < Inputs; i++)
            {
                var prepared = frame.Prepared((i * Outputs) + o);
                prepared[0] = frame.Parameter(Weight)[(o * Inputs) + i];
            }
        }
    }

    public sealed class Session(Weights weights, int maxBatch, int threads) : InferenceSession(weights, maxBatch, threads)
    {
        /// <summary>That of the code, which is another where it was changed while the program runs.</summary>
        public ulong Fingerprint { get; set; } = 7;

        public void Forward(ReadOnlySpan<float> x, Span<float> y)
        {
            var frame = Begin(Fingerprint, nameof(x), x.Length, Inputs);
            try
            {
                CheckOutput(nameof(y), y.Length, Outputs * frame.Batch);
                CheckApart(nameof(x), x, nameof(y), y);
                Transfer.Copy(x, frame.Batched(0));
                Run(frame);
                Transfer.Copy(frame.Batched(16), y);
            }
            finally
            {
                End();
            }
        }

        private void Run(in Frame frame)
        {
            var (input, output) = (frame.Batched(0), frame.Batched(16));
            for (var n = 0; n < frame.Batch; n++)
            {
                for (var o = 0; o < Outputs; o++)
                {
                    var sum = frame.Parameter(Bias)[o] * frame.Parameter(Scale)[0];
                    for (var i = 0; i < Inputs; i++) sum += input[(n * Inputs) + i] * frame.Prepared(0)[(i * Outputs) + o];
                    output[(n * Outputs) + o] = sum;
                }
            }

            During?.Invoke();
        }
    }

    public sealed class Trainer(Weights weights, Optimizer optimizer, int maxBatch, int threads, ulong seed)
        : TrainingSession(weights, optimizer, maxBatch, threads, seed)
    {
        public float Step(ReadOnlySpan<float> x, ReadOnlySpan<float> target, ReadOnlySpan<int> label) => Compute(x, target, label, applies: true);

        public float ComputeGradients(ReadOnlySpan<float> x, ReadOnlySpan<float> target, ReadOnlySpan<int> label) => Compute(x, target, label, applies: false);

        private float Compute(ReadOnlySpan<float> x, ReadOnlySpan<float> target, ReadOnlySpan<int> label, bool applies)
        {
            var frame = BeginStep(fingerprint: 7, nameof(x), x.Length, Inputs);
            try
            {
                CheckInput(nameof(target), target.Length, Outputs * frame.Batch);
                CheckInput(nameof(label), label.Length, frame.Batch);
                CopyTokens(nameof(label), label, frame, frame.Batched(32), most: 3, ignoreIndex: -100);
                Transfer.Copy(x, frame.Batched(0));
                Transfer.Copy(target, frame.Batched(16));
                BeginGradients();
                var loss = Backward(frame) + Penalty(frame);
                During?.Invoke();
                frame.Fixed(0).At(0)[0] = loss;
                return EndGradients(frame.Fixed(0)[0], applies);
            }
            finally
            {
                End();
            }
        }

        private static float Backward(in Frame frame)
        {
            var (input, target) = (frame.Batched(0), frame.Batched(16));
            var (weight, bias, scale) = (frame.Parameter(Weight), frame.Parameter(Bias), frame.Parameter(Scale)[0]);
            var (weightGradient, biasGradient, mean) = (frame.Gradient(Weight), frame.Gradient(Bias), frame.NextState(Mean));
            for (var i = 0; i < Outputs * Inputs; i++) weightGradient[i] = 0;
            for (var o = 0; o < Outputs; o++) biasGradient[o] = 0;
            var noise = SimdScalar.Uniform((uint)frame.Keys(1).AsIntegers()[0], (uint)frame.Keys(1).AsIntegers()[1], 0);
            var shift = 0.01f * SimdScalar.SumLanes(noise);
            var loss = 0f;
            for (var n = 0; n < frame.Batch; n++)
            {
                for (var o = 0; o < Outputs; o++)
                {
                    var sum = bias[o] * scale;
                    for (var i = 0; i < Inputs; i++) sum += (input[(n * Inputs) + i] + shift) * weight[(o * Inputs) + i];
                    var error = (sum - target[(n * Outputs) + o]) / (Outputs * frame.Batch);
                    loss += error * (sum - target[(n * Outputs) + o]);
                    for (var i = 0; i < Inputs; i++) weightGradient[(o * Inputs) + i] += 2 * error * (input[(n * Inputs) + i] + shift);
                    biasGradient[o] += 2 * error * scale;
                    mean[o] = (0.9f * mean[o]) + (0.1f * sum);
                }
            }

            return loss;
        }

        private static float Penalty(in Frame frame)
        {
            var (table, gradient) = (frame.Parameter(Table), frame.Gradient(Table));
            for (var i = 0; i < Rows * Columns; i++) gradient[i] = table[i] * 1e-3f * (1 + (i % 7));
            return 0;
        }
    }
}
