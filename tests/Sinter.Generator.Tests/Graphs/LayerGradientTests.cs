using Sinter.Generator.Autodiff;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

/// <summary>Training through every layer and loss: all gradients against central differences.</summary>
public sealed class LayerGradientTests
{
    private static readonly Dictionary<string, (int[] Input, Func<Tensor, Tensor> Layer)> Layers = new()
    {
        ["Linear"] = ([3, 4], x => x.Linear(5)),
        ["Conv2d"] = ([4, 5, 6], x => x.Conv2d(6, (3, 2), stride: (2, 1), padding: (1, 1), groups: 2)),
        ["Conv2dSame"] = ([2, 5, 4], x => x.Conv2d(3, 2, Padding.Same, dilation: 2)),
        ["DepthwiseConv2d"] = ([2, 5, 4], x => x.DepthwiseConv2d(3, padding: 1, multiplier: 2)),
        ["ConvTranspose2d"] = ([4, 3, 2], x => x.ConvTranspose2d(6, (3, 2), stride: (2, 3), padding: (1, 0), outputPadding: (1, 0), groups: 2)),
        ["ConvTranspose2dDilated"] = ([2, 3, 4], x => x.ConvTranspose2d(3, 3, padding: 2, dilation: 2)),
        ["ConvTranspose1d"] = ([3, 4], x => x.ConvTranspose1d(2, 4, stride: 2, padding: 3, outputPadding: 1)),
        ["MaxPool2d"] = ([2, 5, 5], x => x.MaxPool2d(2, padding: 1, ceilMode: true)),
        ["AvgPool2d"] = ([2, 5, 5], x => x.AvgPool2d(3, stride: 2, padding: 1)),
        ["AvgPool2dInside"] = ([2, 5, 5], x => x.AvgPool2d(3, stride: 2, padding: 1, countIncludePad: false)),
        ["AvgPool2dCeil"] = ([2, 6, 5], x => x.AvgPool2d(3, stride: 2, padding: 1, ceilMode: true) + x.AvgPool2d(3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false)),
        ["AvgPool2dDivisor"] = ([2, 5, 5], x => x.AvgPool2d(2, divisorOverride: 3)),
        ["AdaptiveAvgPool2d"] = ([2, 5, 7], x => x.AdaptiveAvgPool2d((3, 5))),
        ["AdaptiveMaxPool2d"] = ([2, 4, 5], x => x.AdaptiveMaxPool2d((3, 7))),
        ["AdaptivePool1d"] = ([2, 7], x => x.AdaptiveAvgPool1d(5) + x.AdaptiveMaxPool1d(5)),
        ["GlobalMaxPool2d"] = ([2, 3, 4], x => x.GlobalMaxPool2d()),
        ["GlobalAvgPool2d"] = ([2, 3, 4], x => x.GlobalAvgPool2d()),
        ["PadReflect"] = ([2, 4, 3], x => x.Pad([2, 1, 0, 3], PaddingMode.Reflect)),
        ["PadReplicate"] = ([2, 4, 3], x => x.ReplicationPad2d(2)),
        ["PadCircular"] = ([2, 4, 3], x => x.CircularPad2d((3, 1, 0, 2))),
        ["Conv2dReflect"] = ([2, 4, 5], x => x.Conv2d(3, 3, stride: 2, padding: 2, paddingMode: PaddingMode.Reflect)),
        ["UpsampleNearest"] = ([2, 3, 2], x => x.Upsample(scaleFactor: (2, 3))),
        ["UpsampleBilinear"] = ([2, 3, 2], x => x.Upsample(scaleFactor: (2, 3), UpsampleMode.Bilinear)),
        ["UpsampleBicubic"] = ([2, 3, 4], x => x.Upsample((5, 3), UpsampleMode.Bicubic)),
        ["UpsampleLinear"] = ([2, 3], x => x.Upsample(size: 5, mode: UpsampleMode.Linear, alignCorners: true)),
        ["BatchNorm2d"] = ([3, 2, 2], x => x.BatchNorm2d()),
        ["BatchNorm1d"] = ([3], x => x.BatchNorm1d()),
        ["LayerNorm"] = ([3, 4], x => x.LayerNorm()),
        ["LayerNorm2d"] = ([3, 2, 2], x => x.LayerNorm2d()),
        ["RMSNorm"] = ([3, 4], x => x.RMSNorm(axes: 2)),
        ["GroupNorm"] = ([4, 2, 2], x => x.GroupNorm(2)),
        ["InstanceNorm1d"] = ([3, 5], x => x.InstanceNorm1d(affine: true)),
        ["InstanceNorm2d"] = ([3, 2, 3], x => x.InstanceNorm2d(trackRunningStats: true)),
        ["LocalResponseNorm"] = ([6, 2], x => x.LocalResponseNorm(4, alpha: 2, beta: 0.8f)),
        ["StochasticDepth"] = ([4], x => x.StochasticDepth(0.4f)),
        ["StochasticDepthOfBatches"] = ([4], x => x.StochasticDepth(0.4f, StochasticDepthMode.Batch)),
        ["PixelShuffle"] = ([8, 2, 3], x => x.PixelShuffle(2)),
        ["PixelUnshuffle"] = ([2, 4, 6], x => x.PixelUnshuffle(2)),
        ["ChannelShuffle"] = ([6, 2], x => x.ChannelShuffle(2)),
        ["CosineSimilarity"] = ([2, 5], x => x.Slice(0, 0, 1).CosineSimilarity(x, axis: -1)),
        ["PairwiseDistance"] = ([2, 5], x => x.Slice(0, 0, 1).PairwiseDistance(x.Slice(0, 1).Sin(), p: 3)),
        ["Dropout"] = ([9], x => x.Dropout(0.3f)),
        ["Relu"] = ([9], x => x.Relu()),
        ["Relu6"] = ([9], x => (4 * x).Relu6()),
        ["LeakyRelu"] = ([9], x => x.LeakyRelu()),
        ["Sigmoid"] = ([9], x => x.Sigmoid()),
        ["HardSigmoid"] = ([9], x => (3 * x).HardSigmoid()),
        ["Tanh"] = ([9], x => x.Tanh()),
        ["Gelu"] = ([9], x => x.Gelu()),
        ["GeluTanh"] = ([9], x => x.Gelu(GeluApproximation.Tanh)),
        ["Silu"] = ([9], x => x.Silu()),
        ["Elu"] = ([9], x => x.Elu(0.7f)),
        ["Softplus"] = ([9], x => x.Softplus(1.5f)),
        ["HardSwish"] = ([9], x => (3 * x).HardSwish()),
        ["Hardtanh"] = ([9], x => (2 * x).Hardtanh(-0.7f, 1.1f)),
        ["PRelu"] = ([9], x => x.PRelu()),
        ["PReluOfChannels"] = ([3, 4], x => x.PRelu(3)),
        ["Selu"] = ([9], x => x.Selu()),
        ["Celu"] = ([9], x => x.Celu(0.6f)),
        ["LogSigmoid"] = ([9], x => x.LogSigmoid()),
        ["Mish"] = ([9], x => x.Mish()),
        ["Threshold"] = ([9], x => x.Threshold(0.1f, -0.4f)),
        ["Softsign"] = ([9], x => x.Softsign()),
        ["Tanhshrink"] = ([9], x => x.Tanhshrink()),
        ["Softshrink"] = ([9], x => x.Softshrink(0.3f)),
        ["Hardshrink"] = ([9], x => x.Hardshrink(0.3f)),
        ["Glu"] = ([3, 4], x => x.Glu()),
        ["GeGlu"] = ([4, 3], x => x.GeGlu(axis: 0)),
        ["SwiGlu"] = ([8], x => x.SwiGlu()),
        ["ReGlu"] = ([8], x => x.ReGlu()),
        ["Softmax"] = ([4, 3], x => x.Softmax()),
        ["LogSoftmax"] = ([4, 3], x => x.LogSoftmax(axis: 0)),
        ["Movement"] = ([4, 6], x => x.Reshape(4, 2, -1).Permute(2, 0, 1).Slice(1, 0, step: 2).Pad(0, 1, 2).Flip(0, -1).Flatten(1)),
        ["Concat"] = ([4, 6], x => Tensor.Concat([.. x.Chunk(2, axis: 1), x.Slice(1, 0, 2)], axis: 1)),
        ["Select"] = ([4, 6], x => x.Select(0, -1).Unsqueeze(0).Expand(3, 6) * x.Slice(0, 0, 3)),
        ["Matmul"] = ([2, 3, 4], x => x.Matmul(x.Transpose())),
        ["MatmulBroadcast"] = ([2, 3, 4], x => x.Matmul(x.Slice(0, 0, 1).Transpose())),
        ["MatmulVector"] = ([3, 4], x => x.Matmul(x.Select(0, 0))),
        ["Reductions"] = ([3, 4], x => x.Sum(0, keepDims: true) * x.Mean(1, keepDims: true) + x.Max(0, keepDims: true)),
        ["Pow"] = ([5], x => x.Pow(3) + x.Square().Pow(0.7f) + (1 + x.Square()).Pow(-1.5f)),
        ["Scan"] = ([4, 3], x => x.Scan(x.Zeros(3), (step, state) => ((step * state).Sin() + state, (step + (0.5f * state)).Tanh())).Outputs),
        ["ScanReverse"] = ([4, 3], x => x.Scan(x.Zeros(3), (step, state) => (step * state, (step + (0.5f * state)).Linear(3, name: "cell").Tanh()), reverse: true).Outputs),
        ["ScanLast"] = ([4, 3], x => x.Scan(x.Slice(0, 0, 1).Reshape(3), (step, state) => (step, (step + (0.5f * state)).Tanh())).State),
        ["ScanFirst"] = ([4, 3], x => x.Scan(x.Select(0, 0), (step, state) => (step.Sin() * state, step.Sign())).Outputs),
        ["ScanUnread"] = ([4, 3], x => ScanLayers.Scan([x], [x.Select(0, 0), x.Select(0, 1)], (step, now) => ([now[0], now[1] * step[0]], [step[0], now[1]])).Outputs[0]),
        ["ScanReadBefore"] = ([4, 3], x => x.Scan(x.Select(0, 0), (step, state) => (state.Reshape(1, 3), (step + state).Tanh()), reverse: true).Outputs),
        ["ScanNested"] = ([3, 4, 2], x => x.Scan(x.Zeros(2), (row, h) =>
        {
            var next = row.Scan(h, (pixel, g) => (pixel, (pixel + g.Linear(2, name: "g")).Tanh())).State;
            return (next, next);
        }).Outputs),
        ["Rnn"] = ([4, 3], x => x.Rnn(2, relu: true).Outputs),
        ["Lstm"] = ([4, 3], x => x.Lstm(2).Outputs),
        ["LstmPeephole"] = ([4, 3], x => x.Lstm(3, projection: 2, peephole: true).Outputs),
        ["LstmStacked"] = ([3, 3], x => Joined(x.Lstm(2, layers: 2, bidirectional: true, dropout: 0.2f))),
        ["LstmInitial"] = ([4, 3], x => x.Lstm(3, layers: 2, initial: (x.Slice(0, 0, 2), x.Slice(0, 2))).Outputs),
        ["Gru"] = ([4, 3], x => x.Gru(2).Outputs),
        ["GruBidirectional"] = ([4, 3], x => x.Gru(2, bidirectional: true).Hidden),
        ["GruInitial"] = ([4, 3], x => x.Gru(3, layers: 2, bidirectional: true, initial: x).Outputs),
        ["MeanOverSteps"] = ([4, 3], x => x.MeanOverSteps()),
        ["Attention"] = ([3, 2, 4], x => x.Attention(x.Sin(), x.Cos())),
        ["AttentionCausal"] = ([4, 2, 2], x => x.Attention(x.Sin(), x.Cos(), causal: true, window: 2, slopes: PositionLayers.AlibiSlopes(2), dropout: 0.3f)),
        ["AttentionGrouped"] = ([3, 4, 2], x => x.Attention(x.Slice(1, 0, 2), x.Slice(1, 2), bias: x.Zeros(3, 3) - 0.5f)),
        ["AttentionSharedQueries"] = ([3, 2, 4], x => x.Parameter("queries", [5, 2, 4]).Attention(x.Sin(), x.Cos())),
        ["AttentionSharedKeys"] = ([3, 2, 4], x => x.Attention(x.Parameter("keys", [5, 1, 4]), x.Parameter("values", [5, 1, 4]), dropout: 0.2f)),
        ["AttentionSharedValues"] = ([3, 2, 4], x => x.Attention(x.Sin(), x.Parameter("values", [3, 2, 4]), causal: true)),
        ["AttentionSharedAll"] = ([3, 4], x => x.Linear(4) + x.Parameter("queries", [3, 2, 2]).Attention(x.Parameter("keys", [3, 2, 2]), x.Parameter("values", [3, 2, 2]), causal: true).Flatten(1)),
        ["MultiHeadAttentionSharedQueries"] = ([3, 4], x => x.Parameter("queries", [2, 4]).MultiHeadAttention(2, memory: x, mask: x.Zeros(2, 3) - 0.5f)),
        ["MultiHeadAttentionSharedMemory"] = ([3, 4], x => x.MultiHeadAttention(2, memory: x.Parameter("memory", [2, 4]))),
        ["MultiHeadAttentionSharedWeights"] = ([3, 4], x => x.Parameter("queries", [2, 4]).MultiHeadAttentionWithWeights(2, memory: x, mask: x.Zeros(2, 3) - 0.5f).Output),
        ["TransformerDecoderLayerSharedQueries"] = ([3, 4], x => x.Parameter("queries", [2, 4]).TransformerDecoderLayer(x, 2, 6, causal: false)),
        ["MultiHeadAttention"] = ([3, 4], x => x.MultiHeadAttention(2)),
        ["MultiHeadAttentionWeights"] = ([3, 4], x => x.MultiHeadAttentionWithWeights(2).Output),
        ["LinearAttention"] = ([3, 2, 2], x => x.LinearAttention(x.Sin(), x.Cos())),
        ["LinearAttentionCausal"] = ([3, 2, 2], x => x.LinearAttention(x.Sin(), x.Cos(), causal: true)),
        ["TransformerEncoderLayer"] = ([3, 4], x => x.TransformerEncoderLayer(2, 8, dropout: 0.2f)),
        ["TransformerDecoderLayer"] = ([3, 4], x => x.TransformerDecoderLayer(x.Slice(0, 1), 2, 8, normFirst: true, activation: TransformerActivation.Gelu)),
        ["GptBlock"] = ([3, 4], x => x.LearnedPositions().GptBlock(2, initializer: Initializer.Normal(0.3f))),
        ["BertBlock"] = ([3, 4], x => x.SinusoidalPositions().BertBlock(2, 6)),
        ["LlamaBlock"] = ([3, 8], x => x.LlamaBlock(4, 6, groups: 2)),
        ["LlamaBlockInterleaved"] = ([3, 8], x => x.LlamaBlock(2, 6, interleaved: true)),
        ["Arithmetic"] = ([5], x => x.Clamp(-0.8f, 0.9f) + (x.Maximum(x.Square()) / (1 + x.Abs())) - x.Less(0).Where(x.Exp(), x.Sin())),
    };

    private static Tensor Joined((Tensor Outputs, Tensor Hidden, Tensor Cell) lstm) =>
        Tensor.Concat([lstm.Outputs.Flatten(), lstm.Hidden.Flatten(), lstm.Cell.Flatten()]);

    private static readonly Dictionary<string, (int[] Output, Func<GraphFixture, Tensor, Tensor> Loss)> LossCases = new()
    {
        ["CrossEntropy"] = ([4], (f, x) => x.CrossEntropy(f.Tokens())),
        ["CrossEntropyIgnored"] = ([4], (f, x) => x.CrossEntropy(f.Tokens(), ignoreIndex: 1, labelSmoothing: 0.1f)),
        ["CrossEntropyImage"] = ([4, 2, 3], (f, x) => x.CrossEntropy(f.Tokens(2, 3), labelSmoothing: 0.2f)),
        ["CrossEntropySequence"] = ([5, 4], (f, x) => x.CrossEntropy(f.Tokens(5), axis: -1)),
        ["CrossEntropyWeighted"] = ([4, 3], (f, x) => x.CrossEntropy(f.Tokens(3), [1, 0.5f, 2, 3], ignoreIndex: 1, labelSmoothing: 0.1f)),
        ["CrossEntropySum"] = ([4, 3], (f, x) => x.CrossEntropy(f.Tokens(3), reduction: Reduction.Sum)),
        ["CrossEntropyNone"] = ([4, 3], (f, x) => x.CrossEntropy(f.Tokens(3), reduction: Reduction.None).Square().Mean()),
        ["CrossEntropyOfShares"] = ([4], (f, x) => x.CrossEntropy(f.Input(4).Softmax(), [1, 0.5f, 2, 3])),
        ["Ctc"] = ([5, 3], (f, x) => x.LogSoftmax().Ctc(f.Tokens(2))),
        ["Nll"] = ([4], (f, x) => x.Nll(f.Tokens(), [1, 0.5f, 2, 3])),
        ["KlDivergence"] = ([4], (f, x) => x.KlDivergence(f.Input(4).Softmax(), Reduction.BatchMean)),
        ["KlDivergenceLogTarget"] = ([4], (f, x) => x.KlDivergence(x.Sin(), logTarget: true)),
        ["BinaryCrossEntropy"] = ([4], (f, x) => ((0.8f * x.Sigmoid()) + 0.1f).BinaryCrossEntropy(x.Cos(), weight: f.Input(4).Square())),
        ["PositiveWeight"] = ([4], (f, x) => x.BinaryCrossEntropyWithLogits(f.Input(4), posWeight: [1, 3, 0.5f, 2])),
        ["SmoothL1"] = ([4], (f, x) => x.SmoothL1(f.Input(4), Reduction.Sum, beta: 0.6f)),
        ["CosineEmbedding"] = ([4], (f, x) => x.CosineEmbedding(f.Input(4), f.Input().Sign(), margin: -0.2f)),
        ["TripletMargin"] = ([4], (f, x) => x.TripletMargin(x.Sin(), f.Input(4), swap: true)),
        ["MarginRanking"] = ([4], (f, x) => x.MarginRanking(f.Input(4), f.Input(4).Sign(), margin: 0.1f)),
        ["BinaryCrossEntropyWithLogits"] = ([4], (f, x) => x.BinaryCrossEntropyWithLogits(f.Input(4))),
        ["MeanSquaredError"] = ([4], (f, x) => x.MeanSquaredError(f.Input(4))),
        ["L1"] = ([4], (f, x) => x.L1(f.Input(4))),
        ["Huber"] = ([4], (f, x) => x.Huber(f.Input(4), delta: 0.8f)),
    };

    public static TheoryData<string> LayerNames => [.. Layers.Keys];

    public static TheoryData<string> LossNames => [.. LossCases.Keys];

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void Layer_HasTheGradientOfItsFormula(string name)
    {
        var (input, layer) = Layers[name];
        var fixture = new GraphFixture();
        var y = layer(Probe(fixture, input));

        // Every element counts differently, so that no error cancels.
        fixture.Builder.SetLoss((y * y.Parameter("scale", [.. Enumerable.Range(0, y.Shape.Rank).Select(axis => y.Shape[axis])])).Mean().Id);
        GradientCheck.Differentiated(fixture.Graph);
    }

    [Theory]
    [MemberData(nameof(LossNames))]
    public void Loss_HasTheGradientOfItsFormula(string name)
    {
        var (output, loss) = LossCases[name];
        var fixture = new GraphFixture();
        fixture.Builder.SetLoss(loss(fixture, Probe(fixture, output)).Id);
        GradientCheck.Differentiated(fixture.Graph);
    }

    [Fact]
    public void Embedding_HasNoGradientOfItsPadding()
    {
        var fixture = new GraphFixture();
        fixture.Builder.SetLoss(fixture.Tokens(2).Embedding(2, 1, paddingIdx: -1, name: "e").Sum().Id);
        var training = Gradients.Differentiate(RemoveDead.Run(ResolvePhase.Run(fixture.Graph, Phase.Training)), CancellationToken.None);
        var run = new GraphInterpreter(training) { Bindings = 2, Parameters = { ["e.weight"] = [3, 4] }, Inputs = { ["tokens"] = [0, 1, 1, 1] } };
        Assert.Equal([1, 0], run.Run().Gradient("e.weight").Data);
    }

    [Fact]
    public void Embedding_HasTheGradientOfItsFormula()
    {
        var fixture = new GraphFixture();
        var tokens = fixture.Tokens(5);
        var table = tokens.Parameter("table", [7, 3]);
        fixture.Builder.SetLoss(tokens.Embedding(table).Linear(table).Square().Mean().Id);
        GradientCheck.Differentiated(fixture.Graph);
    }

    /// <summary>Where a formula has a corner the derivative is PyTorch's; where it has none it is exact.</summary>
    [Theory]
    [InlineData("Relu", 0, 0)]
    [InlineData("Relu6", 0, 0)]
    [InlineData("LeakyRelu", 0, 0.01)]
    [InlineData("Elu", 0, 0.7)]
    [InlineData("Elu", 1000, 1)]
    [InlineData("Softplus", 0, 0.5)]
    [InlineData("Softplus", 1000, 1)]
    [InlineData("Softplus", -1000, 0)]
    [InlineData("Silu", 0, 0.5)]
    [InlineData("Gelu", 0, 0.5)]
    [InlineData("Selu", 0, 1.7580993408473766)]
    [InlineData("Celu", 0, 1)]
    [InlineData("LogSigmoid", -1000, 1)]
    [InlineData("Mish", 0, 0.6)]
    [InlineData("Threshold", 0.1f, 0)]
    [InlineData("Softsign", 0, 1)]
    [InlineData("Softshrink", 0.3f, 0)]
    [InlineData("Hardshrink", 0.3f, 0)]
    public void Activation_HasTheDerivativeOfPyTorch(string name, double x, double expected) =>
        Assert.Equal(expected, Derivative(p => Layers[name].Layer(p), x), 1e-6);

    [Theory]
    [InlineData(0, 0, 0.5)]
    [InlineData(0, 1, -0.5)]
    [InlineData(400, 0, 1)]
    [InlineData(-400, 1, -1)]
    public void BinaryCrossEntropyWithLogits_HasTheDerivativeOfPyTorch(double x, float target, double expected) =>
        Assert.Equal(expected, Derivative(p => p.BinaryCrossEntropyWithLogits((0 * p) + target), x), 1e-6);

    /// <summary>PyTorch bounds the denominator of the gradient, not the logarithm alone.</summary>
    [Theory]
    [InlineData(0, 1, -1e12)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 0.75f, 2.5e11)]
    [InlineData(0.25, 0, 1.3333333)]
    public void BinaryCrossEntropy_HasTheDerivativeOfPyTorch(double x, float target, double expected) =>
        Assert.Equal(expected, Derivative(p => p.BinaryCrossEntropy((0 * p.Detach()) + target), x), Math.Max(Math.Abs(expected), 1) * 1e-6);

    [Theory]
    [InlineData(1.5f, 0)]
    [InlineData(2, 0)]
    [InlineData(3.5f, 0)]
    public void Pow_HasADerivativeAtZero(float exponent, double expected) => Assert.Equal(expected, Derivative(p => p.Pow(exponent), 0), 1e-6);

    private static Tensor Probe(GraphFixture fixture, int[] shape)
    {
        var x = fixture.Input(shape);
        return x + x.Parameter("probe", shape);
    }

    /// <summary>The derivative of a scalar function at a point.</summary>
    private static double Derivative(Func<Tensor, Tensor> function, double point)
    {
        var fixture = new GraphFixture();
        fixture.Builder.SetLoss(function(fixture.Input(1).Parameter("p", [1])).Sum().Id);
        var forward = RemoveDead.Run(ResolvePhase.Run(fixture.Graph, Phase.Training));
        var training = Gradients.Differentiate(forward, CancellationToken.None);
        var run = new GraphInterpreter(training) { Parameters = { ["p"] = [point] } };
        return run.Run().Gradient("p").Data[0];
    }
}
