namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of numbers outside their range.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Ranges =>
    [
        new(
            "SNT2002",
            "Linear",
            "static Tensor Define([Shape(64)] Tensor x) => x.Linear(0);",
            "Linear(0)",
            "Linear: outFeatures is 0, but must be 1 or more.",
            ("0)", "10)")),
        new(
            "SNT2002",
            "bounds of what weights begin with",
            "static Tensor Define([Shape(64)] Tensor x) => x.Linear(10, initializer: Initializer.Uniform(2, 1));",
            "Uniform(2, 1)",
            "Uniform: low is 2, but must not be greater than high, 1; exchange them.",
            ("(2, 1)", "(1, 2)")),
        new(
            "SNT2002",
            "a bound that is no number",
            "static Tensor Define([Shape(64)] Tensor x) => x.Linear(10, initializer: Initializer.Uniform(-1, float.PositiveInfinity));",
            "Uniform(-1, float.PositiveInfinity)",
            "Uniform: high is Infinity, but must be a finite number.",
            ("float.PositiveInfinity", "1")),
        new(
            "SNT2002",
            "the deviation of what weights begin with",
            "static Tensor Define([Shape(64)] Tensor x) => x.Linear(10, initializer: Initializer.TruncatedNormal(0, -0.02f));",
            "TruncatedNormal(0, -0.02f)",
            "TruncatedNormal: standardDeviation is -0.02, but must be a finite number, 0 or more.",
            ("-0.02f", "0.02f")),
        new(
            "SNT2002",
            "the gain of what weights begin with",
            "static Tensor Define([Shape(64)] Tensor x) => x.Linear(10, initializer: Initializer.XavierUniform(float.NaN));",
            "XavierUniform(float.NaN)",
            "XavierUniform: gain is NaN, but must be a finite number, 0 or more.",
            ("float.NaN", "1")),
        new(
            "SNT2002",
            "a convolution's kernel",
            "static Tensor Define([Shape(3, 32, 32)] Tensor image) => image.Conv2d(8, kernel: 0);",
            "Conv2d(8, kernel: 0)",
            "Conv2d: kernel is 0, but must be 1 or more.",
            ("kernel: 0", "kernel: 1")),
        new(
            "SNT2002",
            "a convolution's stride",
            "static Tensor Define([Shape(3, 32, 32)] Tensor image) => image.Conv2d(8, kernel: 3, stride: 0);",
            "Conv2d(8, kernel: 3, stride: 0)",
            "Conv2d: stride is 0, but must be 1 or more.",
            ("stride: 0", "stride: 1")),
        new(
            "SNT2002",
            "a convolution's padding",
            "static Tensor Define([Shape(3, 32, 32)] Tensor image) => image.Conv2d(8, kernel: 3, padding: -1);",
            "Conv2d(8, kernel: 3, padding: -1)",
            "Conv2d: padding is -1, but must be 0 or more.",
            ("padding: -1", "padding: 0")),
        new(
            "SNT2002",
            "a convolution's dilation",
            "static Tensor Define([Shape(3, 32, 32)] Tensor image) => image.Conv2d(8, kernel: 3, dilation: 0);",
            "Conv2d(8, kernel: 3, dilation: 0)",
            "Conv2d: dilation is 0, but must be 1 or more.",
            ("dilation: 0", "dilation: 1")),
        new(
            "SNT2002",
            "Padding.Same with a stride",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape(3, "T")] Tensor sound) => sound.Conv1d(8, kernel: 3, padding: Padding.Same, stride: 2);
            }
            """,
            "Conv1d(8, kernel: 3, padding: Padding.Same, stride: 2)",
            "Conv1d: with a stride of 2, Padding.Same depends on T of [B, 3, T], which every call chooses; give the padding as a number.",
            ("Padding.Same", "1")),
        new(
            "SNT2002",
            "a pool's padding",
            "static Tensor Define([Shape(3, 32, 32)] Tensor image) => image.MaxPool2d(3, padding: 2);",
            "MaxPool2d(3, padding: 2)",
            "MaxPool2d: a padding of (2, 2) is more than half the kernel of (3, 3), so that some windows would see padding only; use at most (1, 1).",
            ("padding: 2", "padding: 1")),
        new(
            "SNT2002",
            "an average pool's stride",
            "static Tensor Define([Shape(3, 32, 32)] Tensor image) => image.AvgPool2d(2, stride: -2);",
            "AvgPool2d(2, stride: -2)",
            "AvgPool2d: stride is -2, but must be 1 or more.",
            ("stride: -2", "stride: 2")),
        new(
            "SNT2002",
            "a depthwise convolution",
            "static Tensor Define([Shape(3, 32, 32)] Tensor image) => image.DepthwiseConv2d(3, multiplier: 0);",
            "DepthwiseConv2d(3, multiplier: 0)",
            "DepthwiseConv2d: multiplier is 0, but must be 1 or more.",
            ("multiplier: 0", "multiplier: 1")),
        new(
            "SNT2002",
            "a dropout",
            "static Tensor Define([Shape(64)] Tensor x) => x.Dropout(1);",
            "Dropout(1)",
            "Dropout: p is 1, but must be at least 0 and below 1.",
            ("Dropout(1)", "Dropout(0.1f)")),
        new(
            "SNT2002",
            "a norm's epsilon",
            "static Tensor Define([Shape(64)] Tensor x) => x.LayerNorm(epsilon: 0);",
            "LayerNorm(epsilon: 0)",
            "LayerNorm: epsilon is 0, but must be a finite number above 0.",
            ("epsilon: 0", "epsilon: 1e-5f")),
        new(
            "SNT2002",
            "a norm's momentum",
            "static Tensor Define([Shape(3, 32, 32)] Tensor image) => image.BatchNorm2d(momentum: 1.5f);",
            "BatchNorm2d(momentum: 1.5f)",
            "BatchNorm2d: momentum is 1.5, but must be at least 0 and at most 1.",
            ("1.5f", "0.1f")),
        new(
            "SNT2002",
            "an embedding",
            "static Tensor Define([Shape(16)] Tokens words) => words.Embedding(0, 64);",
            "Embedding(0, 64)",
            "Embedding: vocabulary is 0, but must be 1 or more.",
            ("0, 64", "20_000, 64")),
        new(
            "SNT2002",
            "an activation",
            "static Tensor Define([Shape(64)] Tensor x) => x.Softplus(beta: 0);",
            "Softplus(beta: 0)",
            "Softplus: beta is 0, but must be a finite number above 0.",
            ("beta: 0", "beta: 1")),
        new(
            "SNT2002",
            "Clamp",
            "static Tensor Define([Shape(64)] Tensor x) => x.Clamp(1, -1);",
            "Clamp(1, -1)",
            "Clamp: low is 1 and high is -1, but low must not be above high.",
            ("1, -1", "-1, 1")),
        new(
            "SNT2002",
            "Slice",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.Slice(0, 8, 20);",
            "Slice(0, 8, 20)",
            "Slice: the elements 8 to 20 of axis 0 of [B, 16, 64] are not a part of its 16; use 0 <= start < end <= 16.",
            ("8, 20", "8, 16")),
        new(
            "SNT2002",
            "Select",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.Select(0, 16);",
            "Select(0, 16)",
            "Select: element 16 of axis 0 of [B, 16, 64] does not exist; use -16 … 15.",
            ("0, 16", "0, -1")),
        new(
            "SNT2002",
            "Chunk",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.Chunk(3, axis: 1)[0];",
            "Chunk(3, axis: 1)",
            "Chunk: axis 1 of [B, 16, 64] cannot be cut into 3 equal parts; use 2 or 4 parts, or Slice.",
            ("Chunk(3", "Chunk(4"))
        {
            Others =
            [
                [("Chunk(3", "Chunk(2")],
                [("Chunk(3, axis: 1)[0]", "Slice(1, 0, 22)")],
            ],
        },
        new(
            "SNT2002",
            "Squeeze",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.Squeeze(0);",
            "Squeeze(0)",
            "Squeeze: axis 0 of [B, 16, 64] has the extent 16, but must have 1; use Select to take one element of it.",
            ("Squeeze(0)", "Select(0, 0)")),
        new(
            "SNT2002",
            "Unsqueeze",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.Unsqueeze(3);",
            "Unsqueeze(3)",
            "Unsqueeze: [B, 16, 64] with one more has no axis 3; use -3 … 2, the batch not counted.",
            ("Unsqueeze(3)", "Unsqueeze(2)")),
        new(
            "SNT2002",
            "Permute",
            "static Tensor Define([Shape(3, 32, 32)] Tensor x) => x.Permute(1, 2);",
            "Permute(1, 2)",
            "Permute needs each of the axes 0, 1, 2 of [B, 3, 32, 32] once, but gets 1, 2; the batch is not counted and stays first.",
            ("1, 2", "1, 2, 0")),
        new(
            "SNT2002",
            "Flip",
            "static Tensor Define([Shape(3, 32, 32)] Tensor x) => x.Flip(2, -1);",
            "Flip(2, -1)",
            "Flip gets the same axis of [B, 3, 32, 32] twice, as 2 and as -1; give each once.",
            ("2, -1", "-1")),
        new(
            "SNT2002",
            "Flatten",
            "static Tensor Define([Shape(3, 32, 32)] Tensor x) => x.Flatten(2, 1);",
            "Flatten(2, 1)",
            "Flatten: endAxis 1 of [B, 3, 32, 32] comes before startAxis 2; swap them.",
            ("2, 1", "1, 2")),
        new(
            "SNT2002",
            "Reshape",
            "static Tensor Define([Shape(64)] Tensor x) => x.Reshape(-1, -1);",
            "Reshape(-1, -1)",
            "Reshape: [-1, -1] has more than one -1; give all extents but one.",
            ("-1, -1", "-1, 8")),
        new(
            "SNT2002",
            "Pad",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.Pad(0, -1, 0);",
            "Pad(0, -1, 0)",
            "Pad: before is -1, but must be 0 or more.",
            ("-1, 0", "1, 0")),
        new(
            "SNT2002",
            "Concat",
            "static Tensor Define([Shape(64)] Tensor x) => Tensor.Concat([]);",
            "Concat([])",
            "Concat needs at least one part, but gets none.",
            ("[]", "[x, x]")),
        new(
            "SNT2002",
            "Mean",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.Mean([0, 0]);",
            "Mean([0, 0])",
            "Mean: the axes 0, 0 of [B, 16, 64] name one of them twice.",
            ("[0, 0]", "[0, 1]")),
        new(
            "SNT2002",
            "a recurrent layer",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.Lstm(64, layers: 0).Outputs;",
            "Lstm(64, layers: 0)",
            "Lstm: layers is 0, but must be 1 or more.",
            ("layers: 0", "layers: 1")),
        new(
            "SNT2002",
            "Gru",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.Gru(0).Outputs;",
            "Gru(0)",
            "Gru: hidden is 0, but must be 1 or more.",
            ("Gru(0)", "Gru(32)")),
        new(
            "SNT2002",
            "attention that looks back",
            "static Tensor Define([Shape(16, 4, 8)] Tensor q) => q.Attention(q, q, window: 4);",
            "Attention(q, q, window: 4)",
            "Attention: a window of 4 keys looks back from the query; set causal: true.",
            ("window: 4", "window: 4, causal: true")),
        new(
            "SNT2002",
            "positions",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.LearnedPositions(length: 8);",
            "LearnedPositions(length: 8)",
            "LearnedPositions: a sequence of 16 places needs 16 vectors, but length is 8; make length 16 or more.",
            ("length: 8", "length: 16")),
        new(
            "SNT2002",
            "rotary positions",
            "static Tensor Define([Shape(16, 4, 7)] Tensor q) => q.RotaryPositions();",
            "RotaryPositions()",
            "RotaryPositions rotates pairs of features, but the size of [B, 16, 4, 7] is 7; use heads of an even size.",
            ("4, 7", "4, 8")),
        new(
            "SNT2002",
            "heads of an odd size",
            "static Tensor Define([Shape(16, 60)] Tensor x) => x.LlamaBlock(heads: 4, feedForward: 128);",
            "LlamaBlock(heads: 4, feedForward: 128)",
            "LlamaBlock: 4 heads of 60 features have 15 each, but rotary positions rotate pairs; use 3 or 5 heads.",
            ("heads: 4", "heads: 3"))
        {
            Others = [[("heads: 4", "heads: 5")]],
        },
        new(
            "SNT2002",
            "an odd size of heads",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.LlamaBlock(heads: 4, feedForward: 128, headSize: 15);",
            "LlamaBlock(heads: 4, feedForward: 128, headSize: 15)",
            "LlamaBlock: headSize is 15, but rotary positions rotate pairs; it must be even, such as 16.",
            ("headSize: 15", "headSize: 16")),
        new(
            "SNT2002",
            "rotary positions of shorter sequences",
            "static Tensor Define([Shape(16, 4, 8)] Tensor q) => q.RotaryPositions(ropeScaling: RopeScaling.Linear(0.5f));",
            "Linear(0.5f)",
            "RopeScaling: factor is 0.5, but must be a finite number of 1 or more.",
            ("0.5f", "2")),
        new(
            "SNT2002",
            "buckets of distances",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.MultiHeadAttention(heads: 4, mask: x.BucketedPositionBias(4, buckets: 7));",
            "BucketedPositionBias(4, buckets: 7)",
            "BucketedPositionBias: buckets is 7, but must be an even number, 4 or more; 32 is usual.",
            ("buckets: 7", "buckets: 8")),
        new(
            "SNT2002",
            "the last distance",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.MultiHeadAttention(heads: 4, mask: x.BucketedPositionBias(4, maxDistance: 8));",
            "BucketedPositionBias(4, maxDistance: 8)",
            "BucketedPositionBias: maxDistance is 8, but the 8 nearest distances have buckets of their own; it must be 9 or more.",
            ("maxDistance: 8", "maxDistance: 9")),
        new(
            "SNT2002",
            "a block's width",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.TransformerEncoderLayer(heads: 4, feedForward: 0);",
            "TransformerEncoderLayer(heads: 4, feedForward: 0)",
            "TransformerEncoderLayer: feedForward is 0, but must be 1 or more.",
            ("feedForward: 0", "feedForward: 128")),
        new(
            "SNT2002",
            "a slice of an open axis",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape("T", 8)] Tensor x) => x.Slice(0, 1);
            }
            """,
            "Slice(0, 1)",
            "Slice: the elements 1 to the end of axis 0 of [B, T, 8] are not a part of it at every call: it needs T >= 2, but T can be 1; state Min = 2 of T.",
            ("Dim(\"T\", Max", "Dim(\"T\", Min = 2, Max")),
        new(
            "SNT2002",
            "an element of an open axis",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape("T", 8)] Tensor x) => x.Select(0, 4);
            }
            """,
            "Select(0, 4)",
            "Select: element 4 of axis 0 of [B, T, 8] does not exist at every call: it needs T >= 5, but T can be 1; state Min = 5 of T.",
            ("Dim(\"T\", Max", "Dim(\"T\", Min = 5, Max")),
        new(
            "SNT2002",
            "parts of an open axis",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape("T", 8)] Tensor x) => x.Chunk(2)[0];
            }
            """,
            "Chunk(2)",
            "Chunk: axis 0 of [B, T, 8] cannot be cut into 2 equal parts; state MultipleOf = 2 of T.",
            ("Max = 512", "Max = 512, MultipleOf = 2")),
        new(
            "SNT2002",
            "a table that is too short",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape("T", 8)] Tensor x) => x + x.Parameter("positions", [256, 8]).SliceLike(0, x, 0);
            }
            """,
            "SliceLike(0, x, 0)",
            "SliceLike: axis 0 of [256, 8] has 256 elements, but T of [B, T, 8] can be as many as 512; make the axis as long as that.",
            ("[256, 8]", "[512, 8]")),
        new(
            "SNT2002",
            "the states of a scan",
            """
            static Tensor Define([Shape(16, 8)] Tensor x)
            {
                var (_, last) = ScanLayers.Scan([x], [x.Zeros(8)], (step, state) => ([], [state[0], step[0]]));
                return last[0];
            }
            """,
            "Scan([x], [x.Zeros(8)], (step, state) => ([], [state[0], step[0]]))",
            "Scan begins with 1 state, but its cell returns 2; return the next value of each state, in their order.",
            ("[state[0], step[0]]", "[state[0] + step[0]]")),
    ];
}
