namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>What networks of a certain <see cref="Style"/> are mostly made of.</summary>
internal static class StyledForms
{
    private static readonly Choice Flag = (0, 1);
    private static readonly Choice Heads = (1, 3);
    private static readonly Choice Small = (1, 3);

    /// <summary>What keeps the places of a sequence apart, or looks back only.</summary>
    public static IReadOnlyList<Form> Causal { get; } =
    [
        Form.OfTokens((t, n) => t.Embedding(n[0], n[1]), [(2, 9), (2, 12)]),
        Form.Of((x, n) => x.Linear(n[0], bias: n[1] == 1), [(1, 12), Flag], weight: 5), Form.Of((x, n) => x.LayerNorm(affine: n[0] == 1), [Flag]), Form.Of(x => x.RMSNorm(), weight: 2),
        Form.Of(x => x.Relu()), Form.Of(x => x.Silu()), Form.Of(x => x.Tanh()), Form.Of(x => x.Mish()), Form.Of(x => x.SwiGlu()), Form.Of((x, n) => x * (n[0] / 8f), [(-16, 16)]), Form.Of(x => x.Softmax()), Form.Of((x, n) => x.Dropout(n[0] / 8f), [(0, 6)]),
        Form.Of((x, n) => x.MultiHeadAttention(n[0], causal: true), [Heads], weight: 5),
        Form.Of((x, n) => x.MultiHeadAttention(n[0], causal: true, window: n[1], slopes: PositionLayers.AlibiSlopes(n[0])), [Heads, (0, 4)], weight: 3),
        Form.Of((x, n) => x.Reshape(-1, n[0], n[1]).Attention(x.Reshape(-1, n[0], n[1]), x.Sin().Reshape(-1, n[0], n[1]), causal: true, window: n[2]), [Heads, (1, 6), (0, 5)], weight: 6),
        Form.Of(x => x.SinusoidalPositions()), Form.Of((x, n) => x.LearnedPositions(length: n[0]), [(17, 40)]), Form.Of((x, n) => x.RotaryPositions(interleaved: n[0] == 1), [Flag], weight: 2),
        Form.Of((x, n) => x.Reshape(-1, n[0], n[1]).Attention(x.Reshape(-1, n[0], n[1]), x.Concat(x, axis: -1).Reshape(-1, n[0], 2 * n[1]), causal: true), [Heads, (1, 6)], weight: 2),
        Form.Of((x, n) => x.LlamaBlock(n[0], n[1], headSize: 2 * n[2], window: n[3], mlpBias: true, ropeScaling: RopeScaling.Llama3(4, 1, 4, 16)), [Heads, (1, 5), (1, 3), (0, 4)]),
        Form.Of((x, n) => x.LlamaBlock(n[0], n[1], interleaved: n[2] == 1), [Heads, (1, 5), Flag], weight: 3), Form.Of((x, n) => x.GptBlock(n[0], initializer: Initializer.Normal(standardDeviation: 0.3f)), [Heads], weight: 3),
        Form.Of(Partners.Same, (x, y) => x + y, weight: 5), Form.Of(Partners.Same, (x, y) => x * y.Sigmoid(), weight: 3), Form.Of(Partners.LinearWeight, (x, y) => x.Linear(y), weight: 2),
        Form.Of((x, n) => x.Mean(-1, n[0] == 1), [Flag]), Form.Of((x, n) => x.Transpose(n[0], n[1]), [(-2, 1), (-2, 1)]), Form.Of((x, n) => x.Reshape(-1, n[0]), [Small]), Form.Of((x, n) => x.Unsqueeze(n[0]), [(0, 2)]),
        Form.Of((x, n) => x.Reshape(-1).Reshape(n[0], -1).Transpose(), [Small]),
        Form.OfTokens((t, n) => t.OneHot(n[0]), [(2, 9)]), Form.Of((x, n) => x + (x.ArangeLike().Unsqueeze(1) * (n[0] / 64f)), [(-4, 4)]), Form.Of(x => x.Cumsum(-1) * 0.25f), Form.Of((x, n) => x.RepeatInterleave(n[0], -1), [(1, 3)]),
        Form.Of((x, n) => x.Tile(n[0]), [(1, 3)]), Form.Of((x, n) => x.TopK(n[0]).Values, [(1, 3)]), Form.Of(x => x.ArgMax(-1, keepDims: true) * 0.125f),
    ];

    /// <summary>Windows along an extent that a call binds, whichever axis it is of a sequence or an image.</summary>
    public static IReadOnlyList<Form> Windows { get; } =
    [
        Form.Of((x, n) => x.Transpose().Conv1d(n[0], n[1], n[2], n[3], n[4], bias: n[5] == 1).Transpose(), [(1, 12), (1, 5), Small, (0, 4), Small, Flag], weight: 5),
        Form.Of((x, n) => x.Conv1d(n[0], n[1], n[2], n[3], n[4]), [(1, 12), (1, 5), Small, (0, 4), Small], weight: 5),
        Form.Of((x, n) => x.Transpose().Conv1d(n[0], n[1], Padding.Causal, n[2], n[3]), [(1, 20), (1, 4), Small, (1, 4)], weight: 4), Form.Of((x, n) => x.Conv1d(n[0], n[1], Padding.Same, dilation: n[2]), [(1, 9), (1, 5), Small], weight: 3),
        Form.Of((x, n) => x.Transpose().MaxPool1d(n[0], n[1], n[2], n[3], n[4] == 1), [Small, Small, Flag, Small, Flag], weight: 4), Form.Of((x, n) => x.AvgPool1d(n[0], n[1], n[2], n[3] == 1, n[4] == 1), [Small, Small, Flag, Flag, Flag], weight: 3),
        Form.Of((x, n) => x.AdaptiveAvgPool1d(n[0]), [(1, 4)]), Form.Of((x, n) => x.AdaptiveMaxPool1d(n[0]), [(1, 4)]), Form.Of((x, n) => x.AdaptiveAvgPool2d((null, n[0])), [(1, 3)]),
        Form.Of((x, n) => x.Upsample(scaleFactor: n[0], mode: UpsampleMode.Linear), [(1, 3)], weight: 2), Form.Of((x, n) => x.Transpose().Upsample(scaleFactor: n[0]), [(1, 3)], weight: 2), Form.Of((x, n) => x.Upsample(scaleFactor: (1, n[0])), [(1, 3)]),
        Form.Of((x, n) => x.Pad([n[0], n[1]], PaddingMode.Replicate), [(0, 3), (0, 3)]), Form.Of((x, n) => x.Conv1d(n[0], n[1], padding: n[2], paddingMode: PaddingMode.Reflect), [(1, 6), Small, (0, 2)], weight: 2),
        Form.Of((x, n) => x.Transpose().Pad([n[0], n[1]], PaddingMode.Circular), [(0, 1), (0, 1)]),
        Form.Of((x, n) => x.Transpose().ConvTranspose1d(n[0], n[1], n[2], n[3], n[4], dilation: n[5]), [(1, 9), (1, 4), Small, (0, 1), Flag, (1, 2)], weight: 3),
        Form.Of((x, n) => x.Unsqueeze(n[0]).Conv2d(n[1], (n[2], n[3]), (n[4], n[5]), (n[6], n[7])), [(0, 2), (1, 6), Small, Small, Small, Small, (0, 2), (0, 2)], weight: 5),
        Form.Of((x, n) => x.Unsqueeze(0).MaxPool2d(n[0], n[1], n[2], ceilMode: n[3] == 1), [(2, 3), Small, Flag, Flag], weight: 2), Form.Of((x, n) => x.DepthwiseConv2d(n[0], n[1], n[2], n[3]), [(1, 4), Small, (0, 3), Small], weight: 3),
        Form.Of((x, n) => x.Pad(n[0], n[1], n[2]), [(-2, 1), (0, 4), (0, 2)]), Form.Of(x => x.BatchNorm1d()), Form.Of(x => x.Relu()), Form.Of((x, n) => x.Flatten(0, n[0]), [(1, 2)]), Form.Of((x, n) => x.Mean(n[0]), [(-2, 1)]),
    ];

    /// <summary>Convolutions with few products for each pixel, and what stands between them.</summary>
    public static IReadOnlyList<Form> Images { get; } =
    [
        Form.Of((x, n) => x.Conv2d(n[0], 1, bias: n[1] == 1), [(1, 10), Flag], weight: 5), Form.Of((x, n) => x.Conv2d(n[0], 3, padding: 1, bias: n[1] == 1), [(1, 6), Flag], weight: 5),
        Form.Of((x, n) => x.Conv2d(n[0], (n[1], n[2]), (n[3], n[4]), (n[5], n[6]), (n[7], n[8]), bias: n[9] == 1), [(1, 6), (1, 4), Small, (1, 2), (1, 2), (0, 3), (0, 2), (1, 2), (1, 2), Flag], weight: 3),
        Form.Of((x, n) => x.DepthwiseConv2d(n[0], n[1], n[2]), [(1, 5), (1, 2), (0, 2)], weight: 4), Form.Of((x, n) => x.DepthwiseConv2d(3, stride: n[0], padding: 1), [(1, 2)], weight: 4),
        Form.Of(x => x.BatchNorm2d(), weight: 4), Form.Of(x => x.Relu(), weight: 3), Form.Of(x => x.Relu6(), weight: 2), Form.Of(x => x.Silu(), weight: 2), Form.Of(Partners.Same, (x, y) => x + y, weight: 5),
        Form.Of(Partners.Broadcast, (x, y) => x * y, weight: 2), Form.Of((x, n) => x + x.Conv2d(n[0], 1).Relu6().DepthwiseConv2d(3, padding: 1).Conv2d(n[1], 1), [(1, 8), (1, 6)], weight: 6),
        Form.Of((x, n) => x.MaxPool2d(n[0]), [(2, 3)]), Form.Of((x, n) => x.AvgPool2d(n[0]), [(2, 3)]), Form.Of(x => x.GlobalAvgPool2d(), weight: 1), Form.Of((x, n) => x * x.GlobalAvgPool2d(true).Sigmoid(), [Flag]),
    ];

    /// <summary>Convolutions of many channels that Winograd's filtering can compute, and what stands between them.</summary>
    public static IReadOnlyList<Form> Filtered { get; } =
    [
        Form.Of((x, n) => x.Conv2d(16 * n[0], 3, padding: n[1], bias: n[2] == 1), [(1, 3), (0, 2), Flag], weight: 12),
        Form.Of(x => x.BatchNorm2d(), weight: 3), Form.Of(x => x.Relu(), weight: 3), Form.Of(x => x.Silu()), Form.Of(Partners.Same, (x, y) => x + y, weight: 4), Form.Of((x, n) => x.Conv2d(n[0], 1), [(1, 33)]),
        Form.Of((x, n) => x.MaxPool2d(2), []), Form.Of(x => x.GlobalAvgPool2d()), Form.Of((x, n) => x.Pad(n[0], n[1], n[2]), [(1, 2), (0, 1), (0, 2)]),
    ];

    /// <summary>A few steps over images of many pixels.</summary>
    public static IReadOnlyList<Form> Large { get; } =
    [
        Form.Of((x, n) => x.Conv2d(8 * n[0], 1), [(1, 3)], weight: 4), Form.Of(x => x.DepthwiseConv2d(3, padding: 1), weight: 3), Form.Of((x, n) => x.DepthwiseConv2d(3, stride: n[0], padding: 1), [(1, 2)], weight: 2),
        Form.Of(x => x.Relu(), weight: 2), Form.Of(x => x.BatchNorm2d()), Form.Of(x => x.MaxPool2d(2)), Form.Of(x => x + x.Relu6()), Form.Of((x, n) => x.Conv2d(n[0], 3, padding: 1), [(1, 4)]),
    ];

    /// <summary>Layers that have an attribute.</summary>
    public static IReadOnlyList<Form> List { get; } =
    [
        Form.OfTokens((t, n) => t.Embedding(n[0], n[1], paddingIdx: n[2], maxNorm: 1.5f), [(3, 9), (1, 9), (-2, 2)]).Listed("Embedding(n[0], n[1], 1.5f, PaddingIdx = n[2])"),
        Form.OfTokens((t, n) => t.Embedding(n[0], n[1]), [(2, 9), (1, 9)]).Listed("Embedding(n[0], n[1])"),
        Form.Of((x, n) => x.Linear(n[0], bias: n[1] == 1), [(1, 24), Flag], weight: 12).Listed("Linear(n[0], bias: n[1] == 1)"),
        Form.Of(x => x.Relu(), weight: 4).Listed("Relu"), Form.Of(x => x.Tanh()).Listed("Tanh"), Form.Of(x => x.Sigmoid()).Listed("Sigmoid"), Form.Of(x => x.Silu()).Listed("Silu"), Form.Of(x => x.HardSwish()).Listed("HardSwish"),
        Form.Of((x, n) => x.Hardtanh(n[0] / 8f, n[1] / 8f), [(-16, -1), (0, 16)]).Listed("Hardtanh(n[0] / 8f, n[1] / 8f)"), Form.Of((x, n) => x.PRelu(n[0]), [Small]).Listed("PRelu(n[0])"), Form.Of(x => x.Selu()).Listed("Selu"),
        Form.Of((x, n) => x.Celu(n[0] / 4f), [(1, 8)]).Listed("Celu(n[0] / 4f)"), Form.Of(x => x.LogSigmoid()).Listed("LogSigmoid"), Form.Of(x => x.Mish()).Listed("Mish"), Form.Of((x, n) => x.Threshold(n[0] / 8f, n[1] / 8f), [(-8, 8), (-8, 8)]).Listed("Threshold(n[0] / 8f, n[1] / 8f)"),
        Form.Of(x => x.Softsign()).Listed("Softsign"), Form.Of(x => x.Tanhshrink()).Listed("Tanhshrink"), Form.Of((x, n) => x.Softshrink(n[0] / 8f), [(0, 8)]).Listed("Softshrink(n[0] / 8f)"), Form.Of((x, n) => x.Hardshrink(n[0] / 8f), [(0, 8)]).Listed("Hardshrink(n[0] / 8f)"),
        Form.Of((x, n) => x.Glu(n[0]), [(-1, 0)]).Listed("Glu(n[0])"), Form.Of((x, n) => x.GeGlu(n[0]), [(-1, 0)]).Listed("GeGlu(n[0])"), Form.Of((x, n) => x.SwiGlu(n[0]), [(-1, 0)]).Listed("SwiGlu(n[0])"), Form.Of((x, n) => x.ReGlu(n[0]), [(-1, 0)]).Listed("ReGlu(n[0])"),
        Form.Of((x, n) => x.LeakyRelu(n[0] / 8f), [(1, 4)]).Listed("LeakyRelu(n[0] / 8f)"), Form.Of((x, n) => x.Dropout(n[0] / 8f), [(0, 6)], weight: 2).Listed("Dropout(n[0] / 8f)"),
        Form.Of((x, n) => x.Conv2d(n[0], n[1], n[2], n[3], n[4], n[5], n[6] == 1), [(1, 8), Small, (1, 2), (0, 2), (1, 2), (1, 2), Flag], weight: 10).Listed("Conv2d(n[0], n[1], n[2], n[3], n[4], n[5], n[6] == 1)"),
        Form.Of((x, n) => x.Conv2d(n[0], n[1], Padding.Same), [(1, 8), (1, 4)], weight: 6).Listed("Conv2d(n[0], n[1], Padding.Same)"),
        Form.Of((x, n) => x.Conv1d(n[0], n[1], n[2], n[3], n[4], n[5], n[6] == 1), [(1, 8), Small, (1, 2), (0, 2), (1, 2), (1, 2), Flag], weight: 4).Listed("Conv1d(n[0], n[1], n[2], n[3], n[4], n[5], n[6] == 1)"),
        Form.Of((x, n) => x.Conv1d(n[0], n[1], Padding.Causal, dilation: n[2]), [(1, 8), (1, 4), (1, 2)], weight: 2).Listed("Conv1d(n[0], n[1], Padding.Causal, dilation: n[2])"),
        Form.Of((x, n) => x.ReflectionPad2d(n[0]), [(0, 2)]).Listed("ReflectionPad2d(n[0])"), Form.Of((x, n) => x.ReplicationPad1d(n[0]), [(0, 2)]).Listed("ReplicationPad1d(n[0])"), Form.Of((x, n) => x.ZeroPad2d(n[0]), [(0, 2)]).Listed("ZeroPad2d(n[0])"),
        Form.Of((x, n) => x.CircularPad1d(n[0]), [(0, 2)]).Listed("CircularPad1d(n[0])"), Form.Of((x, n) => x.Conv2d(n[0], n[1], padding: n[2], paddingMode: PaddingMode.Replicate), [(1, 6), Small, (0, 2)]).Listed("Conv2d(n[0], n[1], padding: n[2], paddingMode: PaddingMode.Replicate)"),
        Form.Of((x, n) => x.Upsample(scaleFactor: n[0]), [(1, 3)]).Listed("Upsample(scaleFactor: n[0])"), Form.Of((x, n) => x.Upsample(size: n[0], mode: UpsampleMode.Bilinear, alignCorners: n[1] == 1), [(1, 9), Flag]).Listed("Upsample(size: n[0], mode: UpsampleMode.Bilinear, alignCorners: n[1] == 1)"),
        Form.Of((x, n) => x.ConvTranspose2d(n[0], n[1], n[2], n[3], n[4], groups: n[5]), [(1, 6), (1, 4), (1, 2), Flag, Flag, (1, 2)], weight: 3).Listed("ConvTranspose2d(n[0], n[1], n[2], n[3], n[4], groups: n[5])"),
        Form.Of((x, n) => x.ConvTranspose1d(n[0], n[1], n[2], n[3], dilation: n[4]), [(1, 6), (1, 4), (1, 2), Flag, (1, 2)], weight: 2).Listed("ConvTranspose1d(n[0], n[1], n[2], n[3], dilation: n[4])"),
        Form.Of((x, n) => x.MaxPool1d(n[0], n[1], n[2], 1, n[3] == 1), [(2, 3), (1, 2), Flag, Flag]).Listed("MaxPool1d(n[0], n[1], n[2], ceilMode: n[3] == 1)"),
        Form.Of((x, n) => x.AvgPool1d(n[0], n[1], n[2], n[3] == 1, n[4] == 1), [(2, 3), (1, 2), Flag, Flag, Flag]).Listed("AvgPool1d(n[0], n[1], n[2], n[3] == 1, n[4] == 1)"),
        Form.Of((x, n) => x.AdaptiveAvgPool1d(n[0]), [(1, 6)]).Listed("AdaptiveAvgPool1d(n[0])"), Form.Of((x, n) => x.AdaptiveMaxPool1d(n[0]), [(1, 6)]).Listed("AdaptiveMaxPool1d(n[0])"),
        Form.Of((x, n) => x.AdaptiveAvgPool2d(n[0]), [(1, 6)]).Listed("AdaptiveAvgPool2d(n[0])"), Form.Of((x, n) => x.AdaptiveMaxPool2d(n[0]), [(1, 6)]).Listed("AdaptiveMaxPool2d(n[0])"), Form.Of(x => x.GlobalMaxPool2d()).Listed("GlobalMaxPool2d"),
        Form.Of((x, n) => x.DepthwiseConv2d(n[0], n[1], n[2], 1, n[3]), [Small, (1, 2), (0, 1), (1, 2)], weight: 3).Listed("DepthwiseConv2d(n[0], n[1], n[2], multiplier: n[3])"),
        Form.Of((x, n) => x.MaxPool2d(n[0], n[1], n[2], 1, n[3] == 1), [(2, 3), (1, 2), Flag, Flag], weight: 3).Listed("MaxPool2d(n[0], n[1], n[2], ceilMode: n[3] == 1)"),
        Form.Of((x, n) => x.AvgPool2d(n[0], n[1], n[2], n[3] == 1, n[4] == 1), [(2, 3), (1, 2), Flag, Flag, Flag], weight: 3).Listed("AvgPool2d(n[0], n[1], n[2], n[3] == 1, n[4] == 1)"),
        Form.Of((x, n) => x.AvgPool2d(n[0], n[1], divisorOverride: n[2]), [(2, 3), (1, 2), (1, 5)]).Listed("AvgPool2d(n[0], n[1], divisorOverride: n[2])"),
        Form.Of(x => x.GlobalAvgPool2d()).Listed("GlobalAvgPool2d"), Form.Of(x => x.Flatten(), weight: 4).Listed("Flatten"),
        Form.Of(x => x.BatchNorm1d()).Listed("BatchNorm1d"), Form.Of((x, n) => x.BatchNorm2d(affine: n[0] == 1), [Flag]).Listed("BatchNorm2d(affine: n[0] == 1)"),
        Form.Of((x, n) => x.LayerNorm(n[0], affine: n[1] == 1), [Small, Flag]).Listed("LayerNorm(n[0], affine: n[1] == 1)"), Form.Of((x, n) => x.RMSNorm(n[0]), [Small]).Listed("RMSNorm(n[0])"),
        Form.Of((x, n) => x.GroupNorm(n[0]), [Small]).Listed("GroupNorm(n[0])"),
        Form.Of((x, n) => x.InstanceNorm1d(affine: n[0] == 1), [Flag]).Listed("InstanceNorm1d(affine: n[0] == 1)"), Form.Of((x, n) => x.InstanceNorm2d(affine: n[0] == 1, trackRunningStats: n[1] == 1), [Flag, Flag]).Listed("InstanceNorm2d(affine: n[0] == 1, trackRunningStats: n[1] == 1)"),
        Form.Of((x, n) => x.LocalResponseNorm(n[0], n[1] / 4f), [(1, 5), (0, 4)]).Listed("LocalResponseNorm(n[0], n[1] / 4f)"), Form.Of((x, n) => x.StochasticDepth(n[0] / 8f), [(0, 6)]).Listed("StochasticDepth(n[0] / 8f)"),
        Form.Of((x, n) => x.PixelShuffle(n[0]), [Small]).Listed("PixelShuffle(n[0])"), Form.Of((x, n) => x.PixelUnshuffle(n[0]), [Small]).Listed("PixelUnshuffle(n[0])"), Form.Of((x, n) => x.ChannelShuffle(n[0]), [Small]).Listed("ChannelShuffle(n[0])"),
    ];

    /// <summary>Losses that have an attribute.</summary>
    public static IReadOnlyList<Form> ListLosses { get; } =
    [
        Form.Of(Partners.Same, (x, y) => x.MeanSquaredError(y)).Listed("MeanSquaredErrorLoss"), Form.Of(Partners.Same, (x, y) => x.L1(y)).Listed("L1Loss"),
        Form.Of(Partners.Same, (x, y, n) => x.Huber(y, (Reduction)n[0], n[1] / 4f), [(0, 2), (1, 8)]).Listed("HuberLoss((Reduction)n[0], n[1] / 4f)"), Form.Of(Partners.Same, (x, y) => x.BinaryCrossEntropyWithLogits(y)).Listed("BinaryCrossEntropyWithLogitsLoss"),
        Form.OfLabels((x, t, n) => x.CrossEntropy(t, ignoreIndex: n[0], axis: n[1]), [(-2, 0), (0, 1)]).Listed("CrossEntropyLoss(ignoreIndex: n[0], axis: n[1])"),
        Form.OfLabels((x, t, n) => x.CrossEntropy(t, labelSmoothing: n[0] / 8f, axis: n[1]), [(0, 2), (0, 0)]).Listed("CrossEntropyLoss(labelSmoothing: n[0] / 8f, axis: n[1])"),
        Form.OfLabels((x, t, n) => x.CrossEntropy(t, [0.5f, n[0] / 4f], axis: n[1]), [(1, 8), (0, 0)]).Listed("CrossEntropyLoss(new[] { 0.5f, n[0] / 4f }, axis: n[1])"), Form.OfLabels((x, t, n) => x.Nll(t, reduction: (Reduction)n[0], axis: n[1]), [(0, 2), (0, 0)]).Listed("NllLoss(reduction: (Reduction)n[0], axis: n[1])"),
        Form.Of(Partners.Same, (x, y, n) => x.SmoothL1(y, (Reduction)n[0], n[1] / 4f), [(0, 2), (0, 8)]).Listed("SmoothL1Loss((Reduction)n[0], n[1] / 4f)"), Form.Of(Partners.Same, (x, y, n) => x.KlDivergence(y, (Reduction)n[0], n[1] == 1), [(0, 2), (1, 1)]).Listed("KlDivergenceLoss((Reduction)n[0], n[1] == 1)"),
    ];
}
