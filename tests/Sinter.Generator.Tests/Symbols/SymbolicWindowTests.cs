using Sinter.Generator.Tests.Frontend;

namespace Sinter.Generator.Tests.Symbols;

/// <summary>Windows along extents that are bound at a call compute what the interpreter computes, forward and backward, whatever is bound.</summary>
public sealed class SymbolicWindowTests
{
    private const string Squares = "static Tensor Loss(Tensor y) => (y * y).Mean();";

    public static TheoryData<string, string> Networks => new()
    {
        {
            "causal convolutions, ever wider",
            """
            static Tensor Define([Shape(5, "T")] Tensor x)
            {
                for (var i = 0; i < 3; i++) x = x.Conv1d(5, kernel: 3, Padding.Causal, dilation: 1 << i).Relu() + x;
                return x.Conv1d(4, kernel: 1);
            }
            static Tensor Loss(Tensor y, [Shape("T")] Tokens label) => y.CrossEntropy(label);
            """
        },
        { "as long as before, windows of an even length", "static Tensor Define([Shape(3, \"T\")] Tensor x) => x.Conv1d(7, 4, Padding.Same).Tanh().Conv1d(2, 5, Padding.Same, dilation: 2);\n" + Squares },
        {
            "a front end with strides before vectors",
            """
            static Tensor Define([Shape(6, "T")] Tensor x) =>
                x.Conv1d(8, 3, padding: 1).Gelu().Conv1d(9, 3, stride: 2, padding: 1).Gelu().Conv1d(4, 5, stride: 3, padding: 2).Transpose().Linear(3).LayerNorm();
            static Tensor Loss(Tensor y) => y.Abs().Mean();
            """
        },
        {
            "images as wide as the call says",
            """
            static Tensor Define([Shape(2, 8, "T")] Tensor x)
            {
                x = x.Conv2d(6, 3, padding: 1).BatchNorm2d().Relu().MaxPool2d((2, 1));
                x = x.Conv2d(5, (3, 4), stride: (1, 2), padding: (0, 2)).Relu().AvgPool2d((1, 3), stride: (1, 1), padding: (0, 1));
                return x.GlobalAvgPool2d().Linear(4);
            }
            static Tensor Loss(Tensor y, [Shape] Tokens label) => y.CrossEntropy(label);
            """
        },
        { "rows and columns of a call", "static Tensor Define([Shape(1, \"T\", \"U\")] Tensor x) => x.Conv2d(3, 3, stride: 2, padding: 1).Silu().Conv2d(4, 3, padding: 2).MaxPool2d(2).Mean([1, 2]);\n" + Squares },
        {
            "depthwise windows and groups",
            """
            static Tensor Define([Shape(12, "T")] Tensor x)
            {
                x = x.Conv1d(12, 5, Padding.Causal, groups: 12).Conv1d(12, 1).Silu();
                return x.Conv1d(12, 3, stride: 2, padding: 1, groups: 12) * x.Conv1d(12, 3, stride: 2, padding: 1, groups: 3).Sigmoid();
            }
            """ + "\n" + Squares
        },
        {
            "pools of either kind",
            """
            static (Tensor a, Tensor b, Tensor c, Tensor d) Define([Shape(3, "T")] Tensor x)
            {
                var y = x.Conv1d(4, 1);
                return (y.MaxPool1d(3, stride: 2, padding: 1), y.AvgPool1d(4, stride: 3, padding: 2, countIncludePad: false), y.MaxPool1d(2, ceilMode: true), y.AvgPool1d(3, stride: 1, padding: 1));
            }
            static Tensor Loss(Tensor a, Tensor b, Tensor c, Tensor d) => (a * a).Mean() + (b * b).Mean() + (c * c).Mean() + (d * d).Mean();
            """
        },
        { "borders before windows", "static Tensor Define([Shape(4, \"T\")] Tensor x) => x.Pad(1, 4, 1, 0.5f).Conv1d(5, 4).Relu().Conv1d(3, 3, stride: 4);\n" + Squares },
        { "windows over multiples", "static Tensor Define([Shape(3, \"Q\")] Tensor x) => x.Conv1d(6, 2, stride: 2).Relu().MaxPool1d(2).Conv1d(5, 1) + x.AvgPool1d(4).Conv1d(5, 1);\n" + Squares },
        { "filtered images", "static Tensor Define([Shape(32, 9, \"T\")] Tensor x) => x.Conv2d(32, 3, padding: 1).Relu().Conv2d(32, 3, padding: 1);\n" + Squares },
        {
            "one weight twice, and a column for each step",
            """
            static Tensor Define([Shape("T", 5)] Tensor x)
            {
                var weight = x.Parameter("weight", [5, 5, 3]);
                var bias = x.Parameter("bias", [5]);
                var y = x.Transpose().Conv1d(weight, bias, padding: 1).Tanh().Conv1d(weight, bias, padding: 2, dilation: 2);
                return y.Transpose() + x.Unsqueeze(0).Conv2d(2, (3, 5), padding: (1, 0)).Mean(0);
            }
            """ + "\n" + Squares
        },
        { "passed over by a stride", "static Tensor Define([Shape(4, \"T\", 3)] Tensor x) => x.Conv2d(6, 1, stride: 2).Relu().Conv2d(3, (1, 2));\n" + Squares },
        { "a recurrence over what windows leave, and as much of it as a sample says", "static Tensor Define([Shape(4, \"T\")] Tensor x, [Shape] Tokens lengths) => x.Conv1d(6, 4, stride: 2, padding: 2).Transpose().Gru(5, lengths: lengths).Outputs;\n" + Squares },
        { "windows of images of one row, mostly in the padding", "static Tensor Define([Shape(4, \"T\")] Tensor x) => (x.Unsqueeze(1).Conv2d(5, 3, padding: 1) * x.Parameter(\"scale\", [5, 1, 1])).Relu().Flatten(0, 1).Conv1d(3, 3, padding: 1) / (1 + x.Parameter(\"divisor\", [3, 1]).Square());\n" + Squares },
        { "attention over what windows leave", "static Tensor Define([Shape(4, \"T\")] Tensor x) => x.Conv1d(8, 3, stride: 2, padding: 1).Gelu().Transpose().SinusoidalPositions().TransformerEncoderLayer(heads: 2, feedForward: 9, dropout: 0).MeanOverSteps();\n" + Squares },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void AnyLength_ComputesWhatTheInterpreterComputes(string what, string members) => SymbolicNetworkTests.Check(what, members);

    [Theory]
    [InlineData("x.Transpose().Conv1d(4, 3, Padding.Causal).Transpose()")]
    [InlineData("x.Transpose().Conv1d(4, 3, stride: 2, padding: 1).Transpose()")]
    [InlineData("x.Transpose().MaxPool1d(3, stride: 1, padding: 1).Transpose()")]
    public void NetworksWithWindows_DoNotContinueASequence(string body)
    {
        var error = Source.Error(Source.ReadNetwork("[Network, Decode(8), Dim(\"T\", Max = 8)] public partial class Net { static Tensor Define([Shape(\"T\", 4)] Tensor x) => " + body + "; }"));
        Assert.Contains("mixes places along T, or cannot be shown to keep them apart; only causal attention may, so leave it or [Decode] out", error.Message);
    }
}
