namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of what cannot be split evenly, and weights that do not fit.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Groups =>
    [
        new(
            "SNT2004",
            "a convolution's input",
            "static Tensor Define([Shape(6, 8, 8)] Tensor x) => x.Conv2d(8, kernel: 3, groups: 4);",
            "Conv2d(8, kernel: 3, groups: 4)",
            "Conv2d: the 6 input channels cannot be split into 4 groups; use 2 groups.",
            ("groups: 4", "groups: 2")),
        new(
            "SNT2004",
            "a convolution's output",
            "static Tensor Define([Shape(6, 8, 8)] Tensor x) => x.Conv2d(8, kernel: 3, groups: 3);",
            "Conv2d(8, kernel: 3, groups: 3)",
            "Conv2d: the 8 output channels cannot be split into 3 groups; use 6 or 9 as outChannels.",
            ("Conv2d(8", "Conv2d(9"))
        {
            Others = [[("Conv2d(8", "Conv2d(6")]],
        },
        new(
            "SNT2004",
            "GroupNorm",
            "static Tensor Define([Shape(3, 32, 32)] Tensor image) => image.GroupNorm(2);",
            "GroupNorm(2)",
            "GroupNorm: the 3 channels of [B, 3, 32, 32] cannot be split into 2 groups; use 1 or 3 groups.",
            ("GroupNorm(2)", "GroupNorm(3)"))
        {
            Others = [[("GroupNorm(2)", "GroupNorm(1)")]],
        },
        new(
            "SNT2004",
            "heads",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.MultiHeadAttention(heads: 6);",
            "MultiHeadAttention(heads: 6)",
            "MultiHeadAttention cannot divide 64 features between 6 heads; use 4 or 8 heads, or 60 or 66 features.",
            ("heads: 6", "heads: 4"))
        {
            Others =
            [
                [("heads: 6", "heads: 8")],
                [("16, 64", "16, 60")],
                [("16, 64", "16, 66")],
            ],
        },
        new(
            "SNT2004",
            "the heads of a block",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.TransformerEncoderLayer(heads: 10, feedForward: 256);",
            "TransformerEncoderLayer(heads: 10, feedForward: 256)",
            "TransformerEncoderLayer cannot divide 64 features between 10 heads; use 8 or 16 heads, or 60 or 70 features.",
            ("heads: 10", "heads: 8"))
        {
            Others =
            [
                [("heads: 10", "heads: 16")],
                [("16, 64", "16, 60")],
                [("16, 64", "16, 70")],
            ],
        },
        new(
            "SNT2004",
            "groups of keys",
            "static Tensor Define([Shape(16, 8, 4)] Tensor q, [Shape(16, 3, 4)] Tensor k) => q.Attention(k, k);",
            "Attention(k, k)",
            "Attention shares 3 groups of keys between 8 heads, which cannot be done evenly; use 2 or 4 groups.",
            ("16, 3", "16, 4"))
        {
            Others = [[("16, 3", "16, 2")]],
        },
        new(
            "SNT2004",
            "groups of a LlamaBlock",
            "static Tensor Define([Shape(16, 64)] Tensor x) => x.LlamaBlock(heads: 8, feedForward: 128, groups: 3);",
            "LlamaBlock(heads: 8, feedForward: 128, groups: 3)",
            "LlamaBlock shares 3 groups of keys between 8 heads, which cannot be done evenly; use 2 or 4 groups.",
            ("groups: 3", "groups: 2"))
        {
            Others = [[("groups: 3", "groups: 4")]],
        },
        new(
            "SNT2005",
            "Linear",
            """static Tensor Define([Shape(64)] Tensor x) => x.Linear(x.Parameter("w", [64, 10]));""",
            "Linear(x.Parameter(\"w\", [64, 10]))",
            "Linear needs a weight [outFeatures, 64] for the input [B, 64], but gets [64, 10]; insert Transpose() after it.",
            ("[64, 10])", "[64, 10]).Transpose()")),
        new(
            "SNT2005",
            "Linear of another size",
            """static Tensor Define([Shape(64)] Tensor x) => x.Linear(x.Parameter("w", [10, 32]));""",
            "Linear(x.Parameter(\"w\", [10, 32]))",
            "Linear needs a weight [outFeatures, 64] for the input [B, 64], but gets [10, 32]; declare it with [10, 64].",
            ("10, 32", "10, 64")),
        new(
            "SNT2005",
            "a bias",
            """static Tensor Define([Shape(64)] Tensor x) => x.Linear(x.Parameter("w", [10, 64]), x.Parameter("b", [64]));""",
            "Linear(x.Parameter(\"w\", [10, 64]), x.Parameter(\"b\", [64]))",
            "Linear needs a bias [10] for the weight [10, 64], but gets [64]; declare it with [10].",
            ("[64])", "[10])")),
        new(
            "SNT2005",
            "a convolution",
            """static Tensor Define([Shape(3, 32, 32)] Tensor image) => image.Conv2d(image.Parameter("w", [8, 1, 3, 3]));""",
            "Conv2d(image.Parameter(\"w\", [8, 1, 3, 3]))",
            "Conv2d needs a weight [outChannels, 3, kernelHeight, kernelWidth] for the input [B, 3, 32, 32], but gets [8, 1, 3, 3]; declare it with [8, 3, 3, 3].",
            ("8, 1, 3", "8, 3, 3")),
        new(
            "SNT2005",
            "a convolution's rank",
            """static Tensor Define([Shape(3, 32, 32)] Tensor image) => image.Conv2d(image.Parameter("w", [8, 3]));""",
            "Conv2d(image.Parameter(\"w\", [8, 3]))",
            "Conv2d needs a weight [outChannels, inChannels/groups, kernelHeight, kernelWidth], but gets [8, 3].",
            ("8, 3]", "8, 3, 3, 3]")),
        new(
            "SNT2005",
            "an embedding",
            """static Tensor Define([Shape(16)] Tokens words, [Shape(4)] Tensor x) => words.Embedding(x.Parameter("table", [100])) + x;""",
            "Embedding(x.Parameter(\"table\", [100]))",
            "Embedding needs a table [vocabulary, dimension], but gets [100]; a row of it is the vector of one token.",
            ("[100]", "[100, 4]")),
    ];
}
