using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Scheduling;

/// <summary>Networks of many kinds as an author would write them, with extents that fit no vector and no tile.</summary>
internal static class Zoo
{
    private const string Text = """
        using System;
        using Sinter;

        [Network, Input(1, 7, 9), Flatten, Linear(33), Relu, Dropout(0.25f), Linear(10), CrossEntropyLoss]
        public partial class Mlp;

        [Network]
        public partial class LeNet
        {
            static Tensor Define([Shape(1, 14, 14)] Tensor image) => image
                .Conv2d(6, kernel: 5, padding: 2).Tanh().AvgPool2d(2)
                .Conv2d(16, kernel: 5).Tanh().Flatten()
                .Linear(30).Tanh().Linear(10);

            static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label, labelSmoothing: 0.1f);
        }

        [Network]
        public partial class SimpleCnn
        {
            static Tensor Define([Shape(1, 10, 10)] Tensor image) => image
                .Conv2d(8, kernel: 3, padding: 1).Relu().MaxPool2d(2)
                .Conv2d(12, kernel: 3, padding: 1).Relu().MaxPool2d(2)
                .Flatten().Linear(10);

            static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
        }

        [Network]
        public partial class Residual
        {
            static Tensor Define([Shape(3, 8, 8)] Tensor image)
            {
                var x = image.Conv2d(8, kernel: 3, padding: 1, bias: false).BatchNorm2d().Relu();
                for (var i = 0; i < 2; i++) x = x.Scope($"block{i}", b => Block(b, 8 << i, 1 + i));
                return x.GlobalAvgPool2d().Linear(5);
            }

            static Tensor Block(Tensor x, int channels, int stride)
            {
                var shortcut = stride == 1 ? x : x.Conv2d(channels, kernel: 1, stride: stride, bias: false).BatchNorm2d();
                var y = x.Conv2d(channels, kernel: 3, stride: stride, padding: 1, bias: false).BatchNorm2d().Relu();
                return (y.Conv2d(channels, kernel: 3, padding: 1, bias: false).BatchNorm2d() + shortcut).Relu();
            }

            static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
        }

        [Network]
        public partial class Separable
        {
            static Tensor Define([Shape(5, 7, 6)] Tensor image)
            {
                var x = image.DepthwiseConv2d(kernel: 3, padding: 1).LayerNorm2d().Conv2d(20, kernel: 1).Gelu().Conv2d(5, kernel: 1);
                x = image + x * x.Parameter("gamma", [5, 1, 1], Initializer.Ones);
                var gate = x.GlobalAvgPool2d(keepDims: true).Conv2d(2, kernel: 1).Silu().Conv2d(5, kernel: 1).Sigmoid();
                return (x * gate).Permute(1, 2, 0).LayerNorm().Mean([0, 1]).Linear(3);
            }

            static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
        }

        [Network]
        public partial class Transformer
        {
            static Tensor Define([Shape(6)] Tokens text)
            {
                var table = text.Parameter("embedding", [11, 8], Initializer.Normal());
                var x = text.Embedding(table) + text.Parameter("position", [6, 8], Initializer.Normal());
                var y = x.LayerNorm();
                var (q, k, v) = (Heads(y.Linear(8)), Heads(y.Linear(8)), Heads(y.Linear(8)));
                var mixed = (q.Matmul(k.Transpose()) * 0.5f).Softmax().Matmul(v).Transpose(0, 1).Reshape(6, 8);
                x = (x + mixed.Linear(8)).Dropout(0.1f);
                x = x + x.RMSNorm().Linear(24).Gelu(GeluApproximation.Tanh).Linear(8);
                return x.LayerNorm().Linear(table);
            }

            static Tensor Heads(Tensor x) => x.Reshape(6, 2, 4).Transpose(0, 1);

            static Tensor Loss(Tensor logits, [Shape(6)] Tokens next) => logits.CrossEntropy(next, ignoreIndex: -1, axis: -1);
        }

        [Network]
        public partial class Siamese
        {
            static (Tensor Distance, Tensor Similarity) Define([Shape(9)] Tensor left, [Shape(9)] Tensor right)
            {
                var tower = new Module("tower", x => x.Linear(17).BatchNorm1d().Elu());
                var (a, b) = (tower.Apply(left), tower.Apply(right));
                return ((a - b).Square().Sum(0), (a * b).Mean(0).Tanh());
            }

            static Tensor Loss(Tensor distance, Tensor similarity, [Shape] Tensor same) =>
                (distance * 0.1f).Huber(same, delta: 0.5f) + similarity.BinaryCrossEntropyWithLogits(same);
        }

        [Network]
        public partial class UNet
        {
            static Tensor Define([Shape(2, 8, 6)] Tensor image)
            {
                var down = image.Conv2d(4, kernel: 3, padding: 1).GroupNorm(2).HardSwish();
                var deep = down.AvgPool2d(2).Conv2d(6, kernel: 3, padding: 2, dilation: 2, groups: 2).LeakyRelu(0.1f);
                var up = deep.Reshape(6, 4, 1, 3, 1).Expand(6, 4, 2, 3, 2).Reshape(6, 8, 6);
                return Tensor.Concat([up, down.Slice(0, 1, 4), image]).Conv2d(3, kernel: 3, padding: 1);
            }

            static Tensor Loss(Tensor logits, [Shape(8, 6)] Tokens mask) => logits.CrossEntropy(mask);
        }

        [Network]
        public partial class Regression
        {
            static Tensor Define([Shape(5)] Tensor x, [Shape] Tensor scale)
            {
                var mean = x.Parameter("mean", [5]);
                var spread = x.Parameter("spread", [5], Initializer.Zeros).Softplus() + 0.1f;
                var z = (x - mean) / spread;
                return Tensor.Concat([z.Max(0, keepDims: true), z.Pad(0, 1, 2).Softplus(), z.Slice(0, 0, step: 2)]).Linear(150).Relu6().Linear(1).Squeeze(0) * scale;
            }

            static Tensor Loss(Tensor y, [Shape] Tensor target) => y.MeanSquaredError(target) + 0.01f * y.Parameter("penalty", [7]).Abs().Sum();
        }
        """;

    private static readonly Lazy<IReadOnlyList<(string, Graph)>> Read = new(() =>
    {
        var compilation = Source.Compile(Text + ZooScans.Text + ZooAttention.Text);
        return [.. compilation.Assembly.GlobalNamespace.GetTypeMembers().Select(type => (type.Name, Source.Read(compilation, type.Name).Graph()))];
    });

    /// <summary>All networks by name.</summary>
    public static IReadOnlyList<(string Name, Graph Graph)> Networks => Read.Value;

    /// <summary>
    /// Every network with all passes on and with all off, and some of those that it changes with each switched off. Names say nothing of the
    /// passes.
    /// </summary>
    public static IEnumerable<NetworkCase> Toggled()
    {
        var whole = Networks.Select(network => new NetworkCase(network.Name + "0", network.Graph, PassOptions.Default)).ToArray();
        var expected = whole.Select(network => network.Lower()).ToArray();
        var cases = whole.ToList();
        foreach (var (off, i) in Toggles.Select((off, i) => (off, i + 1)))
        {
            var changed = Enumerable.Range(0, whole.Length)
                .Select(place => (Place: place, Case: new NetworkCase(Networks[place].Name + i, Networks[place].Graph, PassOptions.Without(off))))
                .Where(toggled => toggled.Case.Lower() with { Declaration = expected[toggled.Place].Declaration } != expected[toggled.Place])
                .Select(toggled => toggled.Case).ToArray();

            // Spread over all networks; the fuzzer switches off what it likes in any.
            var step = off.Length > 1 ? 1 : Math.Max(1, (changed.Length + OfEachSwitch - 1) / OfEachSwitch);
            cases.AddRange(changed.Where((_, place) => place % step == i % step));
        }

        return cases.OrderBy(network => Array.FindIndex(whole, other => other.Graph == network.Graph));
    }

    // The networks that a switch is tried with, of those that it changes.
    private const int OfEachSwitch = 4;

    private static IEnumerable<string[]> Toggles => [.. NetworkCase.Switches.Select(name => new[] { name }), NetworkCase.Switches];
}
