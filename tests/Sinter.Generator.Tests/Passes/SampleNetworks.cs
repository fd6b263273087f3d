using Sinter.Graphs;

namespace Sinter.Generator.Tests.Passes;

/// <summary>Small networks that between them use every layer and many shapes of graph.</summary>
internal static class SampleNetworks
{
    private static readonly Dictionary<string, Action<Definition>> Definitions = new()
    {
        ["Mlp"] = d => d.Classify(d.Image(12).Linear(9).Relu().Dropout(0.3f).Linear(4)),
        ["Cnn"] = d => d.Classify(d.Image(2, 8, 8)
            .Conv2d(4, kernel: 3, padding: 1).Relu().MaxPool2d(2)
            .Conv2d(6, kernel: 3).Relu().AvgPool2d(2)
            .Flatten().Linear(4)),
        ["WideHead"] = d => d.Classify(d.Image(1, 4, 4).Conv2d(3, kernel: 2).Flatten().Linear(150).Tanh().Linear(4)),
        ["DropoutBehindFlatten"] = d => d.Classify(d.Image(2, 4, 4).Conv2d(3, kernel: 2).Dropout(0.4f).Flatten().Dropout(0.2f).Linear(4)),
        ["Residual"] = d => d.Classify(Block(Block(d.Image(3, 7, 7).Conv2d(4, kernel: 3, padding: 1, bias: false).BatchNorm2d().Relu(), 4, 1), 6, 2)
            .GlobalAvgPool2d().Linear(4)),
        ["SqueezeExcite"] = d =>
        {
            var x = d.Image(3, 5, 6).Conv2d(4, kernel: 3).Silu();
            var gate = x.GlobalAvgPool2d(keepDims: true).Conv2d(2, kernel: 1).Relu().Conv2d(4, kernel: 1).Sigmoid();
            d.Classify((x * gate).GlobalAvgPool2d().Linear(4));
        },
        ["Separable"] = d => d.Classify(d.Image(4, 6, 6)
            .DepthwiseConv2d(kernel: 3, padding: 1).LayerNorm2d().Conv2d(8, kernel: 1).Gelu().Conv2d(4, kernel: 1)
            .Permute(1, 2, 0).LayerNorm().Mean([0, 1]).Linear(4)),
        ["Groups"] = d => d.Classify(d.Image(4, 6, 6)
            .Conv2d(8, kernel: 3, groups: 2).GroupNorm(2).HardSwish().Conv2d(4, kernel: 2, stride: 2, dilation: 1).Elu().Flatten().Linear(4)),
        ["Inception"] = d =>
        {
            var x = d.Image(3, 6, 6).Conv2d(4, kernel: 1).LeakyRelu();
            var joined = Tensor.Concat([x.Conv2d(2, kernel: 1), x.Conv2d(3, kernel: 3, padding: 1).Relu6(), x.Pad(2, 1, 1).Slice(2, 0, 6)], 0);
            d.Classify(joined.MaxPool2d(3, stride: 2).Flatten().Linear(4));
        },
        ["Segmentation"] = d =>
        {
            var logits = d.Image(2, 5, 4).Conv2d(3, kernel: 3, padding: 1).Softplus().Conv2d(3, kernel: 1);
            d.Output("logits", logits);
            d.Loss(logits.CrossEntropy(d.Labels(3, 5, 4)));
        },
        ["Patches"] = d =>
        {
            var tokens = d.Image(2, 6, 6).Conv2d(5, kernel: 2, stride: 2).Reshape(5, 9).Transpose(0, 1).LayerNorm();
            var (q, k, v) = (tokens.Linear(5), tokens.Linear(5), tokens.Linear(5));
            var attention = (q.Matmul(k.Transpose(0, 1)) * 0.4472136f).Softmax().Matmul(v);
            d.Classify((tokens + attention).RMSNorm().Mean(0).Linear(4));
        },
        ["Shuffle"] = d =>
        {
            var parts = d.Image(4, 4, 4).Conv2d(6, kernel: 1).Chunk(3);
            var x = Tensor.Concat([parts[0], parts[1] * parts[2]], 0);
            d.Classify(x.Reshape(2, 2, 4, 4).Permute(1, 0, 2, 3).Reshape(4, 4, 4).Conv2d(3, kernel: 1).Flatten().Linear(4));
        },
        ["Embedding"] = d => d.Classify(d.Tokens(5, 7).Embedding(7, 6).Linear(5).Tanh().Mean(0).Linear(4)),
        ["Regression"] = d =>
        {
            var y = d.Image(6).Linear(8).Sigmoid().Linear(3);
            d.Output("y", y);
            d.Loss(y.MeanSquaredError(d.Target(3)) + y.L1(d.Target(3)) + (y.Huber(d.Target(3)) * 2));
        },
        ["Shared"] = d =>
        {
            var tower = new Module("tower", x => x.Linear(5).Tanh());
            var (left, right) = (tower.Apply(d.Image(4)), tower.Apply(d.Image(4)));
            d.Classify((left - right).Abs().Linear(4));
        },
    };

    public static IEnumerable<string> Names => Definitions.Keys.Concat(SampleScans.Definitions.Keys).Concat(SampleAttention.Definitions.Keys);

    public static Graph Graph(string name)
    {
        var definition = new Definition();
        new[] { Definitions, SampleScans.Definitions, SampleAttention.Definitions }.First(definitions => definitions.ContainsKey(name))[name](definition);
        return definition.Builder.Build();
    }

    private static Tensor Block(Tensor x, int channels, int stride)
    {
        var shortcut = stride == 1 ? x : x.Conv2d(channels, kernel: 1, stride: stride, bias: false).BatchNorm2d();
        return (x.Conv2d(channels, kernel: 3, stride: stride, padding: 1, bias: false).BatchNorm2d().Relu()
            .Conv2d(channels, kernel: 3, padding: 1, bias: false).BatchNorm2d() + shortcut).Relu();
    }

    internal sealed class Definition
    {
        private int inputs;

        public GraphBuilder Builder { get; } = new();

        public Tensor Image(params int[] shape) => new(Builder, Input(shape, DataType.Float32, isTarget: false));

        public Tensor Target(params int[] shape) => new(Builder, Input(shape, DataType.Float32, isTarget: true));

        public Tokens Tokens(int length, int limit) => new(Builder, Limited(Input([length], DataType.Int32, isTarget: false), limit));

        public Tokens Labels(int limit, params int[] shape) => new(Builder, Limited(Input(shape, DataType.Int32, isTarget: true), limit));

        /// <summary>How many steps of each sample count: those the feed draws begin at 0, which none or all may be.</summary>
        public Tokens Lengths(int longest) => new(Builder, Limited(Input([], DataType.Int32, isTarget: false), longest + 1));

        public void Output(string name, Tensor value) => Builder.AddOutput(name, value.Id);

        public void Loss(Tensor value) => Builder.SetLoss(value.Id);

        public void Classify(Tensor logits)
        {
            Output("logits", logits);
            Loss(logits.CrossEntropy(Labels(logits.Shape[0])));
        }

        private int Limited(int tokens, int limit)
        {
            Builder.LimitTokens(tokens, limit);
            return tokens;
        }

        private int Input(int[] shape, DataType type, bool isTarget) =>
            Builder.Add(new InputOp($"input{inputs++}", new Shape([Dim.Batch, .. shape.Select(extent => (Dim)extent)]), type, isTarget));
    }
}
