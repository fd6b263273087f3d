using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Everything random networks are made of besides <see cref="SequenceForms"/>. Functions are kept away from where they or their derivatives are undefined.</summary>
internal static class Forms
{
    private static readonly Choice Axis = (-1, 2);
    private static readonly Choice Flag = (0, 1);
    private static readonly Choice Small = (1, 3);

    /// <summary>What a line of <c>Define</c> may be.</summary>
    public static IReadOnlyList<Form> Values { get; } =
    [
        // Activations.
        Form.Of(x => x.Relu(), weight: 4), Form.Of(x => x.Relu6()), Form.Of((x, n) => x.LeakyRelu(n[0] / 8f), [(-2, 4)]),
        Form.Of(x => x.Sigmoid()), Form.Of(x => x.HardSigmoid()), Form.Of(x => x.Tanh(), weight: 2), Form.Of(x => x.Gelu()), Form.Of(x => x.Gelu(GeluApproximation.Tanh)),
        Form.Of(x => x.Silu()), Form.Of((x, n) => x.Elu(n[0] / 4f), [(1, 8)]), Form.Of((x, n) => x.Softplus(n[0] / 4f), [(2, 6)]), Form.Of(x => x.HardSwish()),
        Form.Of((x, n) => x.Hardtanh(n[0] / 8f, n[1] / 8f), [(-16, -1), (0, 16)]), Form.Of((x, n) => x.PRelu(n[0]), [Small], weight: 2), Form.Of(x => x.Selu()), Form.Of((x, n) => x.Celu(n[0] / 4f), [(1, 8)]), Form.Of(x => x.LogSigmoid()), Form.Of(x => x.Mish()),
        Form.Of((x, n) => x.Threshold(n[0] / 8f, n[1] / 8f), [(-8, 8), (-8, 8)]), Form.Of(x => x.Softsign()), Form.Of(x => x.Tanhshrink()), Form.Of((x, n) => x.Softshrink(n[0] / 8f), [(0, 8)]), Form.Of((x, n) => x.Hardshrink(n[0] / 8f), [(-1, 8)]),
        Form.Of((x, n) => x.Glu(n[0]), [Axis], weight: 2), Form.Of((x, n) => x.GeGlu(n[0], (GeluApproximation)n[1]), [Axis, Flag]), Form.Of((x, n) => x.SwiGlu(n[0]), [Axis]), Form.Of((x, n) => x.ReGlu(n[0]), [Axis]),
        Form.Of((x, n) => x.Softmax(n[0]), [Axis]), Form.Of((x, n) => x.LogSoftmax(n[0]), [Axis]),

        // Scalar functions.
        Form.Of(x => x.Tanh().Exp()), Form.Of(x => x.Minimum(1).Exp()), Form.Of(x => x.Minimum(2).Expm1()), Form.Of(x => (x.Abs() + 0.25f).Log()), Form.Of(x => x.Square().Log1p()),
        Form.Of(x => (x.Square() + 0.125f).Sqrt()), Form.Of(x => (x.Square() + 0.5f).Rsqrt()), Form.Of(x => x.Sin()), Form.Of(x => x.Cos()), Form.Of(x => x.Erf()),
        Form.Of(x => x.Abs()), Form.Of(x => x.Sign()), Form.Of(x => x.Floor()), Form.Of(x => x.Ceil()), Form.Of(x => x.Round()), Form.Of(x => x.Tanh().Tan()), Form.Of(x => (0.9f * x.Sin()).Asin()), Form.Of(x => (0.9f * x.Tanh()).Acos()), Form.Of(x => x.Atan()),
        Form.Of(x => x.Clamp(-2, 2).Sinh()), Form.Of(x => x.Clamp(-2, 2).Cosh()), Form.Of(x => (x.Abs() + 0.5f).Reciprocal()), Form.Of((x, n) => x.Mod(n[0] / 8f), [(1, 16)]), Form.Of((x, n) => x.Pow(n[0]), [(0, 3)]), Form.Of((x, n) => (x.Abs() + 0.5f).Pow(n[0] / 4f), [(-6, 6)]),
        Form.Of((x, n) => x.Clamp(n[0] / 8f, n[1] / 8f), [(-8, 0), (0, 8)]), Form.Of((x, n) => x.Maximum(n[0] / 8f), [(-8, 8)]), Form.Of(x => 1 / (x.Square() + 0.5f)),
        Form.Of((x, n) => x * (n[0] / 8f), [(-16, 16)]), Form.Of((x, n) => x + (n[0] / 8f), [(-8, 8)]), Form.Of((x, n) => (n[0] / 8f) - x, [(-8, 8)]), Form.Of(x => -x), Form.Of(x => x * x), Form.Of(x => x - x),
        Form.Of((x, n) => x.Less(n[0] / 8f), [(-8, 8)]), Form.Of((x, n) => x.GreaterOrEqual(n[0] / 8f).Where(x, n[1] / 8f), [(-8, 8), (-8, 8)]), Form.Of(x => x.Sin().Greater(0).Where(1, x)),
        Form.Of((x, n) => x.Dropout(n[0] / 8f), [(0, 6)], weight: 4), Form.Of((x, n) => x.StochasticDepth(n[0] / 8f, (StochasticDepthMode)n[1]), [(0, 6), Flag], weight: 2), Form.Of(x => x.Detach() * x), Form.Of(x => Internal.Noise(x) * x),

        // Two or three values.
        Form.Of(Partners.Broadcast, (x, y) => x + y, weight: 10), Form.Of(Partners.Broadcast, (x, y) => x - y, weight: 6), Form.Of(Partners.Broadcast, (x, y) => x * y, weight: 10),
        Form.Of(Partners.Broadcast, (x, y) => x / (y.Abs() + 0.5f), weight: 4), Form.Of(Partners.Broadcast, (x, y) => x.Mod(-0.5f - y.Abs())), Form.Of(Partners.Broadcast, (x, y) => x.Maximum(y)), Form.Of(Partners.Broadcast, (x, y) => x.Minimum(y)),
        Form.Of(Partners.Broadcast, (x, y) => x.Less(y) + y), Form.Of(Partners.Broadcast, (x, y) => x.LessOrEqual(y) * x), Form.Of(Partners.Broadcast, (x, y) => x.EqualTo(y).Where(y, x)),
        Form.Of(Partners.Broadcast, (x, y) => x.Greater(0).Where(x, y)), Form.Of(Partners.Broadcast, (x, y, z) => x.Less(y).Where(z, x)), Form.Of(Partners.Broadcast, (x, y, z) => (x * y) + z, weight: 6),
        Form.Of(Partners.Broadcast, (x, y, z) => x - (y * z), weight: 3),

        // Reductions.
        Form.Of((x, n) => x.Sum(n[0], n[1] == 1), [Axis, Flag], weight: 4), Form.Of((x, n) => x.Mean(n[0], n[1] == 1), [Axis, Flag], weight: 4), Form.Of((x, n) => x.Max(n[0], n[1] == 1), [Axis, Flag], weight: 4),
        Form.Of((x, n) => x.Mean([n[0], n[1]], n[2] == 1), [(0, 2), (-1, 2), Flag]), Form.Of((x, n) => x.Max([n[0], n[1]]), [(0, 2), (-1, 2)]), Form.Of(x => x - x.Mean()), Form.Of(x => x * x.Sum().Tanh()),
        Form.Of(x => x / (x.Max().Abs() + 1)), Form.Of((x, n) => x.EqualTo(x.Max(n[0], true)) * x, [Axis]),
        Form.Of((x, n) => Internal.Times(x, Internal.Mean(x, n[0])), [(1, 31)], weight: 3), Form.Of((x, n) => Internal.Minus(x, Internal.Max(x, n[0])), [(1, 31)], weight: 3), Form.Of((x, n) => Internal.Sum(x, n[0]), [(1, 31)], weight: 3),

        // Normalisation.
        Form.Of((x, n) => x.LayerNorm(n[0], affine: n[1] == 1), [Small, Flag], weight: 3), Form.Of(x => x.LayerNorm2d()), Form.Of((x, n) => x.RMSNorm(n[0]), [Small]), Form.Of((x, n) => x.GroupNorm(n[0]), [Small]),
        Form.Of((x, n) => x.InstanceNorm1d(affine: n[0] == 1, trackRunningStats: n[1] == 1), [Flag, Flag], weight: 2), Form.Of((x, n) => x.InstanceNorm2d(affine: n[0] == 1, trackRunningStats: n[1] == 1), [Flag, Flag], weight: 3), Form.Of((x, n) => x.LocalResponseNorm(n[0], n[1] / 4f, n[2] / 4f), [(1, 5), (0, 4), (-2, 6)], weight: 2),
        Form.Of((x, n) => x.BatchNorm1d(affine: n[0] == 1), [Flag], weight: 3), Form.Of((x, n) => x.BatchNorm2d(affine: n[0] == 1), [Flag], weight: 6),

        // Contractions.
        Form.Of((x, n) => x.Linear(n[0], bias: n[1] == 1), [(1, 9), Flag], weight: 12), Form.Of((x, n) => x.Linear(n[0]), [(15, 49)], weight: 3), Form.Of(Partners.LinearWeight, (x, y) => x.Linear(y), weight: 3),
        Form.Of(Partners.Right, (x, y) => x.Matmul(y), weight: 6), Form.Of(Partners.Left, (x, y) => y.Matmul(x), weight: 4), Form.Of(x => x.Matmul(x.Transpose()), weight: 2), Form.Of(x => x.Transpose().Matmul(x)),
        Form.Of(Partners.Matrix, (x, y, n) => Internal.MatMul(x, y, n[0]), [(0, 7)], weight: 6), Form.Of(x => (x.Matmul(x.Transpose()) * 0.5f).Softmax().Matmul(x), weight: 2),
        Form.Of((x, n) => x.Conv2d(n[0], (n[1], n[2]), (n[3], n[4]), (n[5], n[6]), (n[7], n[8]), n[9], bias: n[10] == 1),
            [(1, 8), Small, Small, (1, 2), (1, 2), (0, 2), (0, 2), (1, 2), (1, 2), (1, 3), Flag], weight: 12),
        Form.Of((x, n) => x.Conv2d(n[0], n[1], Padding.Same), [(1, 40), (1, 4)], weight: 8), Form.Of((x, n) => x.DepthwiseConv2d(n[0], n[1], n[2], n[3], n[4]), [Small, (1, 2), (0, 1), (1, 2), (1, 2)], weight: 6),
        Form.Of(Partners.ConvolutionWeight, (x, y, n) => Internal.Convolve(x, y, n[0], n[1], n[2], n[3], (n[4], n[5]), (n[6], n[7]), (n[8], n[9])),
            [(-1, 2), (-1, 2), (-1, 2), (-1, 2), Small, (1, 2), (1, 2), (1, 2), (1, 2), (1, 2)], weight: 10),
        Form.Of((x, n) => x.ConvTranspose2d(n[0], (n[1], n[2]), (n[3], n[4]), (n[5], n[6]), (n[7], 0), n[8], n[9] == 1, (n[10], 1)),
            [(1, 8), Small, Small, (1, 3), (1, 2), (0, 2), (0, 2), Flag, (1, 3), Flag, (1, 2)], weight: 6),
        Form.Of((x, n) => x.ConvTranspose1d(n[0], n[1], n[2], n[3], n[4], n[5], n[6] == 1, n[7]), [(1, 12), (1, 5), Small, (0, 2), Flag, (1, 2), Flag, (1, 2)], weight: 3),

        // Pools.
        Form.Of((x, n) => x.Conv1d(n[0], n[1], n[2], n[3], n[4], n[5], n[6] == 1), [(1, 20), (1, 5), Small, (0, 3), (1, 3), (1, 2), Flag], weight: 4), Form.Of((x, n) => x.Conv1d(n[0], n[1], Padding.Causal, n[2], n[3]), [(1, 12), (1, 4), (1, 2), (1, 3)], weight: 2),
        Form.Of((x, n) => x.MaxPool1d(n[0], n[1], n[2], n[3], n[4] == 1), [Small, Small, Flag, (1, 2), Flag], weight: 2), Form.Of((x, n) => x.AvgPool1d(n[0], n[1], n[2], n[3] == 1, n[4] == 1), [Small, Small, Flag, Flag, Flag], weight: 2),
        Form.Of((x, n) => x.MaxPool2d((n[0], n[1]), (n[2], n[3]), (n[4], n[5]), (n[6], n[7]), n[8] == 1), [Small, Small, (1, 2), Small, Flag, Flag, (1, 2), (1, 2), Flag], weight: 6),
        Form.Of((x, n) => x.AvgPool2d((n[0], n[1]), (n[2], n[3]), (n[4], n[5]), n[6] == 1, n[7] == 1), [Small, Small, Small, (1, 2), Flag, Flag, Flag, Flag], weight: 6), Form.Of((x, n) => x.GlobalAvgPool2d(n[0] == 1), [Flag]),
        Form.Of((x, n) => x.AvgPool2d(n[0], n[1], n[2], divisorOverride: n[3]), [(2, 3), Small, Flag, (1, 5)]), Form.Of((x, n) => x.GlobalMaxPool2d(n[0] == 1), [Flag]), Form.Of((x, n) => x.AdaptiveAvgPool1d(n[0]), [(1, 7)]), Form.Of((x, n) => x.AdaptiveMaxPool1d(n[0]), [(1, 7)]),
        Form.Of((x, n) => x.AdaptiveAvgPool2d((n[0], n[1])), [(1, 7), (1, 7)], weight: 3), Form.Of((x, n) => x.AdaptiveMaxPool2d((n[0], n[1])), [(1, 7), (1, 7)], weight: 3),
        Form.Of((x, n) => Internal.Pool(x, PoolKind.Max, (n[0], n[1]), n[2], n[3], n[4], n[5], (n[6], n[7]), (1, 1)), [Small, Small, (0, 2), (0, 2), (0, 2), (0, 2), Small, Small], weight: 4),
        Form.Of((x, n) => Internal.Pool(x, PoolKind.Average, (n[0], n[1]), n[2], n[3], n[4], n[5], (n[6], n[7]), (n[8], n[9])), [Small, Small, (0, 2), (0, 2), (0, 2), (0, 2), Small, Small, (1, 2), (1, 2)], weight: 4),

        // Borders and interpolation.
        Form.Of((x, n) => x.Pad([n[0], n[1], n[2], n[3]], PaddingMode.Reflect), [(0, 2), (0, 2), (0, 1), (0, 1)], weight: 3), Form.Of((x, n) => x.Pad([n[0], n[1]], PaddingMode.Replicate), [(0, 3), (0, 3)]),
        Form.Of((x, n) => x.Pad([n[0], n[1], n[2], n[3]], PaddingMode.Circular), [(0, 2), (0, 2), (0, 2), (0, 1)]), Form.Of((x, n) => x.Conv2d(n[0], n[1], Padding.Same, n[2], paddingMode: PaddingMode.Replicate), [(1, 6), Small, Small], weight: 3), Form.Of((x, n) => x.Conv2d(n[0], n[1], Padding.Same, n[2], n[3]), [(1, 6), (1, 4), Small, (1, 2)], weight: 3),
        Form.Of((x, n) => x.Conv2d(n[0], n[1], n[2], n[3], paddingMode: PaddingMode.Reflect), [(1, 6), Small, (1, 2), (0, 2)], weight: 3), Form.Of((x, n) => x.Conv1d(n[0], n[1], n[2], n[3], paddingMode: PaddingMode.Circular), [(1, 6), Small, (1, 2), (0, 2)]),
        Form.Of((x, n) => x.DepthwiseConv2d((n[0], n[1]), (n[2], n[3]), (n[4], n[5]), multiplier: n[6]), [Small, Small, (1, 2), (1, 2), (0, 1), (0, 1), (1, 2)], weight: 3), Form.Of((x, n) => x.Upsample(scaleFactor: n[0]), [(1, 3)], weight: 3),
        Form.Of((x, n) => x.Upsample(scaleFactor: (n[0], n[1]), UpsampleMode.Bilinear), [(1, 4), (1, 3)], weight: 3), Form.Of((x, n) => x.Upsample((n[0], n[1]), UpsampleMode.Bilinear, n[2] == 1), [(1, 9), (1, 9), Flag]),
        Form.Of((x, n) => x.Upsample((n[0], n[1]), UpsampleMode.NearestExact), [(1, 9), (1, 9)]), Form.Of((x, n) => x.Upsample(scaleFactor: n[0] / 4f, mode: UpsampleMode.Bicubic), [(2, 9)]), Form.Of((x, n) => x.Upsample(scaleFactor: n[0], mode: UpsampleMode.Linear), [(1, 4)]),

        // Movements.
        Form.Of(x => x.Flatten()), Form.Of((x, n) => x.Flatten(n[0], n[1]), [(0, 2), Axis]), Form.Of((x, n) => x.Reshape(n[0], -1), [(1, 4)], weight: 3), Form.Of((x, n) => x.Reshape(n[0], n[1], -1), [(1, 4), (1, 4)], weight: 3),
        Form.Of((x, n) => x.Permute(n[0], n[1], n[2]), [(0, 2), (0, 2), (0, 2)], weight: 4), Form.Of((x, n) => x.Transpose(n[0], n[1]), [Axis, Axis], weight: 3),
        Form.Of((x, n) => x.Slice(n[0], n[1], n[2], n[3]), [Axis, (0, 2), (1, 8), Small], weight: 5), Form.Of((x, n) => x.Slice(n[0], n[1]), [Axis, (-3, 2)], weight: 3), Form.Of((x, n) => x.Select(n[0], n[1]), [Axis, (-2, 2)], weight: 3),
        Form.Of((x, n) => x.Chunk(n[0], n[1])[0] + x.Chunk(n[0], n[1])[^1], [Small, Axis]), Form.Of((x, n) => x.Pad(n[0], n[1], n[2], n[3] / 2f), [Axis, (0, 2), (0, 2), (-1, 1)], weight: 4), Form.Of((x, n) => x.Unsqueeze(n[0]), [Axis], weight: 3),
        Form.Of((x, n) => x.Squeeze(n[0]), [Axis]), Form.Of((x, n) => x.Expand(n[0], -1), [(1, 4)], weight: 3), Form.Of((x, n) => x.Expand(-1, n[0]), [(1, 4)], weight: 3), Form.Of((x, n) => x.Unsqueeze(n[0]).Expand(n[1], n[2]), [(0, 1), (1, 6), (1, 6)], weight: 2),
        Form.Of(Partners.AlongOneAxis, (x, y, n) => Tensor.Concat([x, y], n[0]), [Axis], weight: 6), Form.Of((x, n) => Tensor.Concat([x, x.Tanh(), x], n[0]), [Axis]),
        Form.Of((x, n) => x.Flip(n[0]), [Axis], weight: 3), Form.Of((x, n) => x.Flip(n[0], n[1]), [Axis, Axis]), Form.Of((x, n) => Internal.Spread(x, n[0], n[1], n[2], n[3], n[4] / 2f), [Axis, (0, 2), (0, 2), (0, 2), (-1, 1)], weight: 3), Form.Of((x, n) => x * (Internal.Position(x, n[0]) * 0.125f), [Axis], weight: 3),

        Form.Of((x, n) => x.PixelShuffle(n[0]), [Small]), Form.Of((x, n) => x.PixelUnshuffle(n[0]), [Small], weight: 2), Form.Of((x, n) => x.ChannelShuffle(n[0]), [Small], weight: 2),

        // Distances.
        Form.Of(Partners.Broadcast, (x, y, n) => (x + 0.5f).CosineSimilarity(y.Tanh() + 0.25f, n[0]), [Axis]), Form.Of(Partners.Broadcast, (x, y, n) => x.PairwiseDistance(y, n[0], 0.01f, n[1] == 1), [Small, Flag]),

        // Tables, names.
        Form.OfTokens((t, n) => t.Embedding(n[0], n[1]), [(1, 9), (1, 18)]), Form.OfTokens(Partners.Table, (t, y) => t.Embedding(y)), Form.OfTokens((t, n) => t.Embedding(n[0], n[1], paddingIdx: n[2], maxNorm: n[3] / 2f, normType: n[4]), [(3, 9), (1, 18), (-2, 2), (1, 6), (1, 3)]),
        Form.Of((x, n) => x.Scope("block", y => y.Linear(n[0], name: "fc").Relu()), [(1, 9)]), Form.Of((x, n) => x + new Module("shared", y => y.Linear(n[0])).Apply(x).Mean(-1, true), [(1, 5)]),

        .. IndexForms.All, .. FrozenForms.All,
    ];

    /// <summary>What a line of <c>Loss</c> may be: a number that an output and a target lead to.</summary>
    public static IReadOnlyList<Form> Losses { get; } =
    [
        Form.Of(Partners.Same, (x, y) => (x * y).Mean(), weight: 6), Form.Of(Partners.Same, (x, y) => x.MeanSquaredError(y), weight: 4), Form.Of(Partners.Same, (x, y) => x.L1(y)), Form.Of(Partners.Same, (x, y, n) => x.Huber(y, (Reduction)n[0], n[1] / 4f), [(0, 2), (1, 8)]),
        Form.Of(Partners.Same, (x, y) => x.MeanSquaredError(y, Reduction.None).Square().Sum() * 0.1f), Form.Of(Partners.Same, (x, y, n) => x.SmoothL1(y, (Reduction)n[0], n[1] / 4f), [(0, 2), (0, 8)]),
        Form.Of(Partners.Same, (x, y) => x.BinaryCrossEntropyWithLogits(y)), Form.Of(Partners.Same, (x, y, n) => x.BinaryCrossEntropyWithLogits(y, y.Square(), (Reduction)n[0], [n[1] / 2f]), [(0, 2), (0, 6)]),
        Form.Of(Partners.Same, (x, y, n) => (0.8f * x.Sigmoid() + 0.1f).BinaryCrossEntropy(y.Sigmoid(), reduction: (Reduction)n[0]), [(0, 2)]), Form.Of(Partners.Same, (x, y, n) => x.LogSoftmax().KlDivergence(y.Softmax(), (Reduction)n[0]), [(0, 2)]),
        Form.Of(Partners.Same, (x, y, n) => x.KlDivergence(y.Tanh(), (Reduction)n[0], logTarget: true), [(0, 2)]), Form.Of(Partners.Same, (x, y) => (x + 0.5f).CosineEmbedding(y.Tanh() + 0.25f, y.Select(-1, 0).Greater(0) * 2 - 1)),
        Form.Of(Partners.Same, (x, y, n) => x.TripletMargin(y, x.Flip(-1) * 0.7f, p: n[0], epsilon: 0.01f, swap: n[1] == 1), [(1, 3), Flag]), Form.Of(Partners.Same, (x, y, n) => x.MarginRanking(x.Cos(), y, n[0] / 8f), [(-4, 4)]),
        Form.Of(Partners.Same, (x, y, n) => x.CrossEntropy(y.Softmax(n[1]), labelSmoothing: n[0] / 8f, axis: n[1]), [(0, 2), Axis]), Form.OfLabels((x, t, n) => x.CrossEntropy(t, Internal.Weights(x, n[1]), ignoreIndex: n[0], labelSmoothing: n[2] / 8f, axis: n[1]), [(-1, 1), (0, 1), (0, 2)]),
        Form.OfLabels((x, t, n) => x.LogSoftmax(n[1]).Nll(t, reduction: (Reduction)n[0], axis: n[1]), [(0, 2), (0, 1)]), Form.OfLabels((x, t, n) => (x.CrossEntropy(t, reduction: Reduction.None, labelSmoothing: n[0] / 8f).Square() + 1).Mean(), [(0, 2), (0, 1)]),
        Form.OfLabels((x, t, n) => x.Concat(x.Sin(), 0).Concat(x.Cos(), 0).LogSoftmax().Ctc(t, reduction: (Reduction)n[0], zeroInfinity: n[1] == -1), [(0, 2), (-1, -1)]),
        Form.OfLabels((x, t, n) => x.CrossEntropy(t, labelSmoothing: n[0] / 8f, axis: n[1]), [(0, 2), Axis]), Form.OfLabels((x, t, n) => x.CrossEntropy(t, ignoreIndex: n[0], axis: n[1]), [(-1, 0), (0, 1)]),
    ];
}
