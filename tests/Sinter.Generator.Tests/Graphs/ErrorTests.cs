namespace Sinter.Generator.Tests.Graphs;

/// <summary>Every message an author can cause, word by word. A passing twin of each is in the tests of its layer.</summary>
public sealed class ErrorTests
{
    private static readonly Dictionary<string, (string Id, string Message, Func<GraphFixture, object> Definition)> Cases = new()
    {
        // Numbers out of range.
        ["LinearSize"] = ("SNT2002", "Linear: outFeatures is 0, but must be 1 or more.", f => f.Input(3).Linear(0)),
        ["LinearSizeNamed"] = ("SNT2002", "Linear 'fc': outFeatures is -1, but must be 1 or more.", f => f.Input(3).Linear(-1, name: "fc")),
        ["ConvChannels"] = ("SNT2002", "Conv2d 'c': outChannels is 0, but must be 1 or more.", f => f.Input(3, 8, 8).Conv2d(0, 3, name: "c")),
        ["ConvKernel"] = ("SNT2002", "Conv2d: kernel is 0, but must be 1 or more.", f => f.Input(3, 8, 8).Conv2d(4, 0)),
        ["ConvStride"] = ("SNT2002", "Conv2d: stride is 0, but must be 1 or more.", f => f.Input(3, 8, 8).Conv2d(4, (3, 3), stride: (1, 0))),
        ["ConvDilation"] = ("SNT2002", "Conv2d: dilation is -2, but must be 1 or more.", f => f.Input(3, 8, 8).Conv2d(4, 3, dilation: -2)),
        ["ConvPadding"] = ("SNT2002", "Conv2d: padding is -1, but must be 0 or more.", f => f.Input(3, 8, 8).Conv2d(4, 3, padding: -1)),
        ["ConvGroups"] = ("SNT2002", "Conv2d: groups is 0, but must be 1 or more.", f => f.Input(3, 8, 8).Conv2d(4, 3, groups: 0)),
        ["PaddingValue"] = ("SNT2002", "Conv2d: 7 is not a Padding; use Padding.Same or Padding.Valid.", f => f.Input(3, 8, 8).Conv2d(4, 3, (Padding)7)),
        ["Multiplier"] = ("SNT2002", "DepthwiseConv2d: multiplier is 0, but must be 1 or more.", f => f.Input(3, 8, 8).DepthwiseConv2d(3, multiplier: 0)),
        ["PoolPadding"] = ("SNT2002", "MaxPool2d: a padding of (2, 2) is more than half the kernel of (3, 3), so that some windows would see padding only; use at most (1, 1).", f => f.Input(3, 8, 8).MaxPool2d(3, padding: 2)),
        ["PoolStride"] = ("SNT2002", "AvgPool2d: stride is 0, but must be 1 or more.", f => f.Input(3, 8, 8).AvgPool2d(3, stride: 0)),
        ["DropoutOne"] = ("SNT2002", "Dropout: p is 1, but must be at least 0 and below 1.", f => f.Input(3).Dropout(1)),
        ["DropoutNaN"] = ("SNT2002", "Dropout 'd': p is NaN, but must be at least 0 and below 1.", f => f.Input(3).Dropout(float.NaN, name: "d")),
        ["Epsilon"] = ("SNT2002", "LayerNorm: epsilon is 0, but must be a finite number above 0.", f => f.Input(3).LayerNorm(epsilon: 0)),
        ["BatchNormEpsilon"] = ("SNT2002", "BatchNorm1d: epsilon is -1, but must be a finite number above 0.", f => f.Input(3).BatchNorm1d(epsilon: -1)),
        ["Momentum"] = ("SNT2002", "BatchNorm2d: momentum is 1.5, but must be at least 0 and at most 1.", f => f.Input(3, 4, 4).BatchNorm2d(momentum: 1.5f)),
        ["Vocabulary"] = ("SNT2002", "Embedding: vocabulary is 0, but must be 1 or more.", f => f.Tokens(3).Embedding(0, 4)),
        ["Dimension"] = ("SNT2002", "Embedding: dimension is 0, but must be 1 or more.", f => f.Tokens(3).Embedding(4, 0)),
        ["Slope"] = ("SNT2002", "LeakyRelu: negativeSlope is NaN, but must be a finite number.", f => f.Input(3).LeakyRelu(float.NaN)),
        ["Alpha"] = ("SNT2002", "Elu: alpha is NaN, but must be a finite number.", f => f.Input(3).Elu(float.NaN)),
        ["Beta"] = ("SNT2002", "Softplus: beta is 0, but must be a finite number above 0.", f => f.Input(3).Softplus(0)),
        ["Approximation"] = ("SNT2002", "Gelu: 9 is not a GeluApproximation; use None or Tanh.", f => f.Input(3).Gelu((GeluApproximation)9)),
        ["ClampOrder"] = ("SNT2002", "Clamp: low is 2 and high is 1, but low must not be above high.", f => f.Input(3).Clamp(2, 1)),
        ["Exponent"] = ("SNT2002", "Pow: exponent is NaN, but must be a finite number.", f => f.Input(3).Pow(float.NaN)),
        ["Smoothing"] = ("SNT2002", "CrossEntropy: labelSmoothing is -0.5, but must be at least 0 and at most 1.", f => f.Input(3).CrossEntropy(f.Tokens(), labelSmoothing: -0.5f)),
        ["Delta"] = ("SNT2002", "Huber: delta is 0, but must be a finite number above 0.", f => f.Input(3).Huber(f.Input(3), delta: 0)),
        ["Beta1"] = ("SNT2002", "SmoothL1: beta is -1, but must be a finite number, 0 or more.", f => f.Input(3).SmoothL1(f.Input(3), beta: -1)),
        ["ReductionValue"] = ("SNT2002", "L1: 9 is not a Reduction; use Mean, Sum, BatchMean or None.", f => f.Input(3).L1(f.Input(3), (Reduction)9)),
        ["ReductionOfClasses"] = ("SNT2002", "Nll: -1 is not a Reduction; use Mean, Sum, BatchMean or None.", f => f.Input(3).Nll(f.Tokens(), reduction: (Reduction)(-1))),
        ["ClassWeight"] = ("SNT2002", "Nll: an element of weight is NaN, but must be a finite number.", f => f.Input(2).Nll(f.Tokens(), [1, float.NaN])),
        ["ClassWeightOfShares"] = ("SNT2002", "CrossEntropy: weight has 1 numbers, but there are 2 classes; give one for each.", f => f.Input(2).CrossEntropy(f.Input(2), [1])),
        ["SlopeOfRectifier"] = ("SNT2002", "PRelu: init is NaN, but must be a finite number.", f => f.Input(3).PRelu(init: float.NaN)),
        ["CeluAlpha"] = ("SNT2002", "Celu: alpha is 0, but must be a finite number above 0.", f => f.Input(3).Celu(0)),
        ["HardshrinkLambd"] = ("SNT2002", "Hardshrink: lambd is Infinity, but must be a finite number.", f => f.Input(3).Hardshrink(float.PositiveInfinity)),
        ["DepthMode"] = ("SNT2002", "StochasticDepth: 2 is not a StochasticDepthMode; use Row or Batch.", f => f.Input(3).StochasticDepth(0.1f, (StochasticDepthMode)2)),
        ["Margin"] = ("SNT2002", "TripletMargin: margin is -1, but must be a finite number, 0 or more.", f => f.Input(3).TripletMargin(f.Input(3), f.Input(3), -1)),
        ["PaddingIdx"] = ("SNT2002", "Embedding: paddingIdx is 9, but must be one of the 9 tokens; use 0 … 8, or -9 … -1 from the end.", f => f.Tokens(3).Embedding(9, 4, paddingIdx: 9)),
        ["MaxNorm"] = ("SNT2002", "Embedding: maxNorm is 0, but must be a finite number above 0.", f => f.Tokens(3).Embedding(9, 4, maxNorm: 0)),
        ["NormType"] = ("SNT2002", "Embedding: normType is 0, but must be above 0; use 2 for Euclid's distance.", f => f.Tokens(3).Embedding(9, 4, maxNorm: 1, normType: 0)),
        ["UpscaleFactor"] = ("SNT2002", "PixelShuffle: upscaleFactor is 50000, but must be 46340 or less.", f => f.Input(4, 2, 2).PixelShuffle(50_000)),
        ["ParameterExtent"] = ("SNT2002", "Parameter 'w': an extent is 0, but must be 1 or more.", f => f.Input(3).Parameter("w", [3, 0])),
        ["SliceStep"] = ("SNT2002", "Slice: step is 0, but must be 1 or more.", f => f.Input(3).Slice(0, 0, step: 0)),
        ["SliceRange"] = ("SNT2002", "Slice: the elements 1 to 9 of axis 0 of [B, 5] are not a part of its 5; use 0 <= start < end <= 5.", f => f.Input(5).Slice(0, 1, 9)),
        ["SliceEmpty"] = ("SNT2002", "Slice: the elements 5 to the end of axis 0 of [B, 5] are not a part of its 5; use 0 <= start < end <= 5.", f => f.Input(5).Slice(0, 5)),
        ["SelectIndex"] = ("SNT2002", "Select: element 5 of axis 0 of [B, 5] does not exist; use -5 … 4.", f => f.Input(5).Select(0, 5)),
        ["ChunkCount"] = ("SNT2002", "Chunk: axis 0 of [B, 5] cannot be cut into 2 equal parts; use 1 or 5 parts, or Slice.", f => f.Input(5).Chunk(2)),
        ["PadSize"] = ("SNT2002", "Pad: before is -1, but must be 0 or more.", f => f.Input(5).Pad(0, -1, 0)),
        ["SqueezeExtent"] = ("SNT2002", "Squeeze: axis 0 of [B, 5] has the extent 5, but must have 1; use Select to take one element of it.", f => f.Input(5).Squeeze(0)),
        ["UnsqueezeAxis"] = ("SNT2002", "Unsqueeze: [B, 5] with one more has no axis 2; use -2 … 1, the batch not counted.", f => f.Input(5).Unsqueeze(2)),
        ["FlipNothing"] = ("SNT2002", "Flip needs the axes of [B, 4, 5] that it reverses, but gets none; Flip(-1) reverses the last.", f => f.Input(4, 5).Flip()),
        ["FlipTwice"] = ("SNT2002", "Flip gets the same axis of [B, 4, 5] twice, as 1 and as -1; give each once.", f => f.Input(4, 5).Flip(1, -1)),
        ["PermuteTwice"] = ("SNT2002", "Permute needs each of the axes 0, 1 of [B, 4, 5] once, but gets 0, 0; the batch is not counted and stays first.", f => f.Input(4, 5).Permute(0, 0)),
        ["FlattenOrder"] = ("SNT2002", "Flatten: endAxis 0 of [B, 4, 5] comes before startAxis 1; swap them.", f => f.Input(4, 5).Flatten(1, 0)),
        ["ReshapeOpen"] = ("SNT2002", "Reshape: [-1, -1] has more than one -1; give all extents but one.", f => f.Input(4, 5).Reshape(-1, -1)),
        ["ReshapeExtent"] = ("SNT2002", "Reshape: an extent is 0, but must be 1 or more.", f => f.Input(4, 5).Reshape(0, 20)),
        ["ExpandExtent"] = ("SNT2002", "Expand: an extent is -2, but must be 1 or more.", f => f.Input(1).Expand(-2)),
        ["SumNone"] = ("SNT2002", "Sum gets an empty list of axes; name at least one, or use Sum() for everything.", f => f.Input(4).Sum([])),
        ["MeanTwice"] = ("SNT2002", "Mean: the axes 0, -1 of [B, 4] name one of them twice.", f => f.Input(4).Mean([0, -1])),
        ["ConcatNone"] = ("SNT2002", "Concat needs at least one part, but gets none.", _ => Tensor.Concat([])),

        // The wrong number of axes.
        ["LinearOfNumber"] = ("SNT2003", "Linear needs at least one axis besides the batch, but gets [B]; insert Unsqueeze(0) before it.", f => f.Input().Linear(3)),
        ["ConvOfVector"] = ("SNT2003", "Conv2d 'conv1' needs images [B, channels, height, width], but gets [B, 784]; insert Reshape(1, 28, 28) before it for 28x28 pixels of one channel.", f => f.Input(784).Conv2d(4, 3, name: "conv1")),
        ["PoolOfMatrix"] = ("SNT2003", "MaxPool2d needs images [B, channels, height, width], but gets [B, 28, 28]; insert Unsqueeze(0) before it for one channel: [B, 1, 28, 28].", f => f.Input(28, 28).MaxPool2d(2)),
        ["PoolOfWeight"] = ("SNT2003", "GlobalAvgPool2d needs images [B, channels, height, width], but gets [3, 4, 4]; apply it to a value computed from an input.", f => f.Input(1).Parameter("w", [3, 4, 4]).GlobalAvgPool2d()),
        ["BatchNorm2dOfVector"] = ("SNT2003", "BatchNorm2d needs images [B, channels, height, width], but gets [B, 8]; use BatchNorm1d.", f => f.Input(8).BatchNorm2d()),
        ["BatchNorm1dOfImage"] = ("SNT2003", "BatchNorm1d needs [B, features] or [B, features, length], but gets [B, 3, 4, 4]; use BatchNorm2d.", f => f.Input(3, 4, 4).BatchNorm1d()),
        ["LayerNormAxes"] = ("SNT2003", "LayerNorm is asked for the last 3 axes of [B, 4, 5], which has 2 besides the batch; use at most 2.", f => f.Input(4, 5).LayerNorm(axes: 3)),
        ["StepsOfNumber"] = ("SNT2003", "MeanOverSteps needs a sequence [B, T, …], but gets [B]; insert Unsqueeze(0) before it for a sequence of one step.", f => f.Input().MeanOverSteps()),
        ["StepsOfWeight"] = ("SNT2003", "StepMask 'mask' needs a sequence [B, T, …], but gets [3, 4]; apply it to a value computed from an input.", f => f.Input().Parameter("w", [3, 4]).StepMask(f.Tokens(), name: "mask")),
        ["LengthsOfSteps"] = ("SNT2003", "MeanOverSteps needs one length for each sample, [B], but gets [B, 4]; declare them as [Shape] Tokens lengths.", f => f.Input(4, 5).MeanOverSteps(f.Tokens(4))),
        ["ExpandRank"] = ("SNT2003", "Expand needs as many extents as [B, 4] has axes besides the batch, 1, but gets 2; insert Unsqueeze before it to add an axis.", f => f.Input(4).Expand(2, 4)),

        // Groups.
        ["InGroups"] = ("SNT2004", "Conv2d: the 4 input channels cannot be split into 3 groups; use 2 groups.", f => f.Input(4, 8, 8).Conv2d(6, 3, groups: 3)),
        ["OutGroups"] = ("SNT2004", "Conv2d: the 6 output channels cannot be split into 4 groups; use 4 or 8 as outChannels.", f => f.Input(4, 8, 8).Conv2d(6, 3, groups: 4)),
        ["NormGroups"] = ("SNT2004", "GroupNorm: the 6 channels of [B, 6, 4] cannot be split into 4 groups; use 3 or 6 groups.", f => f.Input(6, 4).GroupNorm(4)),

        // Weights of the author's own.
        ["LinearWeight"] = ("SNT2005", "Linear needs a weight [outFeatures, 3] for the input [B, 3], but gets [3, 4]; insert Transpose() after it.", f => f.Input(3).Linear(f.Input().Parameter("w", [3, 4]))),
        ["LinearBias"] = ("SNT2005", "Linear needs a bias [4] for the weight [4, 3], but gets [3]; declare it with [4].", f => f.Input(3).Linear(f.Input().Parameter("w", [4, 3]), f.Input().Parameter("b", [3]))),
        ["ConvWeightRank"] = ("SNT2005", "Conv2d needs a weight [outChannels, inChannels/groups, kernelHeight, kernelWidth], but gets [4, 3].", f => f.Input(3, 8, 8).Conv2d(f.Input().Parameter("w", [4, 3]))),
        ["ConvWeight"] = ("SNT2005", "Conv2d needs a weight [outChannels, 2, kernelHeight, kernelWidth] for the input [B, 4, 8, 8] in 2 groups, but gets [4, 4, 3, 3]; declare it with [4, 2, 3, 3].", f => f.Input(4, 8, 8).Conv2d(f.Input().Parameter("w", [4, 4, 3, 3]), groups: 2)),
        ["ConvBias"] = ("SNT2005", "Conv2d needs a bias [4] for the weight [4, 4, 3, 3], but gets [1, 4]; declare it with [4].", f => f.Input(4, 8, 8).Conv2d(f.Input().Parameter("w", [4, 4, 3, 3]), f.Input().Parameter("b", [1, 4]))),
        ["Table"] = ("SNT2005", "Embedding needs a table [vocabulary, dimension], but gets [4]; a row of it is the vector of one token.", f => f.Tokens(3).Embedding(f.Input().Parameter("w", [4]))),

        // Windows.
        ["ConvWindow"] = ("SNT2006", "Conv2d 'conv5' looks at windows of 5x5, but the input [B, 16, 2, 2] is only 4x4 with its padding; use a kernel of 4 or less, padding: 2 or more, or one reduction of the image less before it.", f => f.Input(16, 2, 2).Conv2d(4, 5, padding: 1, name: "conv5")),
        ["DilatedWindow"] = ("SNT2006", "Conv2d looks at windows of 5x5, but the input [B, 1, 4, 9] is only 4x9; use a kernel of 2 or less, padding: 1 or more, or one reduction of the image less before it.", f => f.Input(1, 4, 9).Conv2d(4, 3, dilation: 2)),
        ["PoolWindow"] = ("SNT2006", "MaxPool2d looks at windows of 2x2, but the input [B, 16, 1, 1] is only 1x1; use a kernel of 1, padding: 1 or more, or one reduction of the image less before it.", f => f.Input(16, 1, 1).MaxPool2d(2)),

        // Labels and targets.
        ["LabelShape"] = ("SNT2007", "CrossEntropy needs labels [B] for the output [B, 10] with 10 classes along axis 0, but gets [B, 10]; declare the label as [Shape] Tokens.", f => f.Input(10).CrossEntropy(f.Tokens(10))),
        ["LabelShapeOfImage"] = ("SNT2007", "CrossEntropy 'loss' needs labels [B, 4, 4] for the output [B, 10, 4, 4] with 10 classes along axis 0, but gets [B]; for one prediction per sample insert Flatten() before the layer that makes the classes, else declare the label as [Shape(4, 4)] Tokens.", f => f.Input(10, 4, 4).CrossEntropy(f.Tokens(), name: "loss")),
        ["TargetShape"] = ("SNT2007", "MeanSquaredError compares equal shapes, but the output is [B, 1] and the target [B]; declare the target as [Shape(1)] Tensor, or give one of them the shape of the other with Reshape.", f => f.Input(1).MeanSquaredError(f.Input())),

        // Tokens and numbers.
        ["EmbeddingOfNumbers"] = ("SNT2008", "Embedding reads tokens, but gets the numbers [B, 3]; put it first and declare [Input(…, Tokens = true)].", f => new EmbeddingAttribute(10, 4).Apply(f.Input(3))),
        ["LinearOfTokens"] = ("SNT2008", "Linear 'fc' reads numbers, but the input is tokens; put [Embedding(vocabulary, dimension)] first.", f => new LinearAttribute(10) { Name = "fc" }.Apply(f.Tokens(3))),

        // Null.
        ["NullInput"] = ("SNT2009", "Linear: the input is null; pass a value of the network.", _ => ((Tensor)null!).Linear(3)),
        ["NullActivation"] = ("SNT2009", "Relu: the input is null; pass a value of the network.", _ => ((Tensor)null!).Relu()),
        ["NullWeight"] = ("SNT2009", "Conv2d: weight is null; pass a value of the network.", f => f.Input(1, 2, 2).Conv2d(null!)),
        ["NullAxes"] = ("SNT2009", "Flip: axes is null; pass numbers.", f => f.Input(1, 2, 2).Flip(null!)),
        ["NullShape"] = ("SNT2009", "Expand: shape is null; pass numbers.", f => f.Input(1, 2, 2).Expand(null!)),
        ["NullOperand"] = ("SNT2009", "Add: the right side is null; pass a value of the network.", f => f.Input(1) + null!),
        ["NullLeft"] = ("SNT2009", "Add: the left side is null; pass a value of the network.", f => null! + f.Input(1)),
        ["NullNumber"] = ("SNT2009", "Multiply: the input is null; pass a value of the network.", _ => (Tensor)null! * 2),
        ["NullSum"] = ("SNT2009", "Sum: the input is null; pass a value of the network.", _ => ((Tensor)null!).Sum()),
        ["NullLabel"] = ("SNT2009", "CrossEntropy: label is null; pass a value of the network.", f => f.Input(3).CrossEntropy((Tokens)null!)),
        ["NullParts"] = ("SNT2009", "Concat: a part is null; pass a value of the network.", f => f.Input(3).Concat(null!)),
        ["EmptyName"] = ("SNT2009", "Parameter: the name is empty; say what checkpoints call it.", f => f.Input(3).Parameter(" ", [3])),

        // Shapes that do not fit one another.
        ["Broadcast"] = ("SNT2001", "Add cannot broadcast [B, 3] with [B, 4]: 3 and 4 differ and neither is 1; Linear(3) after the right side would give both 3 features.", f => f.Input(3) + f.Input(4)),
        ["ReshapeCount"] = ("SNT2001", "Reshape: [B, 784] has 784 elements, but [1, 28, 27] has 756; [1, 28, 28] would fit.", f => f.Input(784).Reshape(1, 28, 27)),
        ["ReshapeRest"] = ("SNT2001", "Reshape: the 784 elements of [B, 784] cannot be divided by the 27 of [-1, 27]; 16 or 28 would divide them.", f => f.Input(784).Reshape(-1, 27)),
        ["ConcatShapes"] = ("SNT2001", "Concat along axis 0 needs equal extents along the others, but gets [B, 2, 3] and [B, 2, 4]; they differ along axis 1 alone: use axis: 1.", f => f.Input(2, 3).Concat(f.Input(2, 4))),
        ["ExpandShape"] = ("SNT2001", "[B, 3] cannot be expanded to [B, 4]: only an extent of 1 can be repeated, and 3 is none.", f => f.Input(3).Expand(4)),
        ["MatmulInner"] = ("SNT2001", "Matmul needs the last extent of the left side to be the last but one of the right side, but gets [B, 2, 3] and [B, 4, 3]: 3 and 4; insert Transpose() after the right side.", f => f.Input(2, 3).Matmul(f.Input(4, 3))),
        ["MatmulVector"] = ("SNT2001", "Matmul needs the last extent of the left side to be the only one of the right side, but gets [B, 2, 3] and [B, 4]: 3 and 4.", f => f.Input(2, 3).Matmul(f.Input(4))),
        ["MatmulLeading"] = ("SNT2001", "Matmul needs equal leading extents or 1, but gets [B, 2, 3, 4] and [B, 5, 4, 3]: 2 and 5; give both as many, or one of them 1, which is repeated.", f => f.Input(2, 3, 4).Matmul(f.Input(5, 4, 3))),
        ["SoftmaxAxis"] = ("SNT2001", "Softmax: axis 1 is not an axis of [B, 3]; use -1 … 0, the batch not counted.", f => f.Input(3).Softmax(1)),
        ["SumAxis"] = ("SNT2001", "Sum: axis -2 is not an axis of [B, 3]; use -1 … 0, the batch not counted.", f => f.Input(3).Sum(-2)),
        ["SumOfNumber"] = ("SNT2001", "Sum: [B] has no axes besides the batch, so that there is no axis 0.", f => f.Input().Sum(0)),
        ["KaimingVector"] = ("SNT2001", "KaimingUniform needs a parameter of two axes or more to count its inputs, but gets [3].", f => f.Input(3).Parameter("w", [3], Initializer.KaimingUniform())),

        // Names.
        ["SameName"] = ("SNT1002", "Two parameters are called 'fc.weight'. Give one of the layers another name, put a block that is used twice in a Scope, or share the weights through a Module.", f => f.Input(3).Linear(3, name: "fc").Linear(3, name: "fc")),
        ["NoName"] = ("SNT1003", "A scope needs a name: it becomes a part of the names of the weights in it; write Scope(\"block1\", …).", f => f.Input(3).Scope("", x => x)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Mistake_IsExplained(string name)
    {
        var (id, message, definition) = Cases[name];
        GraphFixture.Fails(id, message, definition);
    }

    [Fact]
    public void EveryId_HasACase()
    {
        string[] ids = ["SNT1002", "SNT1003", .. Enumerable.Range(2001, 9).Select(number => $"SNT{number}")];
        Assert.Equal(ids, Cases.Values.Select(item => item.Id).Distinct().Order(StringComparer.Ordinal));
    }
}
