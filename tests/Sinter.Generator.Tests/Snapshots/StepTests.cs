namespace Sinter.Generator.Tests.Snapshots;

/// <summary>One step each, as it is generated: <c>Steps/Name.verified.cs</c>.</summary>
public sealed class StepTests
{
    private sealed record Case(string Definition, string Words, bool Learns = false, string Loss = "y.MeanSquaredError(target)", string Target = "");

    // What is declared, and words of the summary of the step.
    private static readonly Dictionary<string, Case> Cases = new(StringComparer.Ordinal)
    {
        ["Product"] = new("[Shape(8)] Tensor x => x.Linear(16, name: \"fc\").Gelu()", "fc, gelu1"),
        ["ProductOfTwoValues"] = new("[Shape(4, 8)] Tensor x => x.Matmul(x.Tanh().Transpose())", "product"),
        ["WeightGradient"] = new("[Shape(8)] Tensor x => x.Linear(3, name: \"fc\")", "gradient of fc.weight", Learns: true),
        ["BiasGradient"] = new("[Shape(8)] Tensor x => x.Linear(3, name: \"fc\")", "gradient of fc.bias", Learns: true),
        ["InputGradient"] = new("[Shape(8)] Tensor x => x.Linear(4, name: \"a\").Relu().Linear(3, name: \"b\")", "b, relu1", Learns: true),
        ["Convolution"] = new("[Shape(3, 8, 8)] Tensor x => x.Conv2d(16, 3, stride: 2, padding: 1, name: \"conv\").Silu()", "conv, silu1"),
        ["WinogradConvolution"] = new("[Shape(32, 16, 16)] Tensor x => x.Conv2d(32, 3, padding: 1, name: \"conv\")", "convolution"),
        ["DepthwiseConvolution"] = new("[Shape(16, 8, 8)] Tensor x => x.Conv2d(16, 3, padding: 1, groups: 16, name: \"conv\")", "convolution of each channel"),
        ["ConvolutionWeightGradient"] = new("[Shape(3, 8, 8)] Tensor x => x.Conv2d(4, 3, name: \"conv\").Flatten().Linear(3)", "gradient of conv.weight", Learns: true),
        ["MaxPool"] = new("[Shape(3, 8, 8)] Tensor x => x.MaxPool2d(3, stride: 2, padding: 1)", "maximum of windows"),
        ["MaxPoolGradient"] = new("[Shape(1, 8, 8)] Tensor x => x.Conv2d(3, 3, padding: 1).MaxPool2d(2).Flatten().Linear(3)", "gradients sent to the maxima", Learns: true),
        ["GlobalAverage"] = new("[Shape(16, 8, 8)] Tensor x => x.Conv2d(16, 3).GlobalAvgPool2d()", "sum over rows and columns"),
        ["BatchStatistics"] = new("[Shape(4, 8, 8)] Tensor x => x.Conv2d(8, 3, name: \"conv\").BatchNorm2d(name: \"norm\").Flatten().Linear(3)", "sum over batch, rows and columns", Learns: true),
        ["LayerNorm"] = new("[Shape(12, 24)] Tensor x => x.LayerNorm(1, name: \"norm\")", "norm: sum over features"),
        ["Softmax"] = new("[Shape(10)] Tensor x => x.Softmax()", "maximum over features"),
        ["Pointwise"] = new("[Shape(24)] Tensor x => (x * 2f).Sigmoid() * x.Exp()", "multiply"),
        ["Dropout"] = new("[Shape(24)] Tensor x => x.Dropout(0.5f).Linear(3)", "dropout1", Learns: true),
        ["Attention"] = new("[Shape(6, 16)] Tensor x => x.MultiHeadAttention(2, causal: true, name: \"attn\")", "attention"),
        ["AttentionGradient"] = new("[Shape(6, 16)] Tensor x => x.MultiHeadAttention(2, name: \"attn\").Mean(0).Linear(3)", "gradients of attention", Learns: true),
        ["Embedding"] = new("[Shape(6)] Tokens x => x.Embedding(100, 8, name: \"table\")", "rows of a table"),
        ["EmbeddingGradient"] = new("[Shape(6)] Tokens x => x.Embedding(100, 8, name: \"table\").Mean(0).Linear(3)", "gradient of table.weight", Learns: true),
        ["Transposition"] = new("[Shape(4, 5, 6)] Tensor x => x.Permute(2, 0, 1)", "transpose"),
        ["Concatenation"] = new("[Shape(4, 6)] Tensor x => Tensor.Concat([x, x.Tanh(), x], 1)", "concat"),
        ["Flip"] = new("[Shape(4, 6)] Tensor x => x.Flip(-1)", "flip"),
        ["Padding"] = new("[Shape(4, 6)] Tensor x => x.Pad(1, 2, 3, value: -1f)", "pad"),
        ["Table"] = new("[Shape(1, 8, 8)] Tensor x => x.Conv2d(1, 3, padding: 1).Upsample((24, 24), UpsampleMode.Bilinear, alignCorners: true).Flatten().Linear(3)", "a table", Learns: true),
        ["CrossEntropy"] = new("[Shape(8)] Tensor x => x.Linear(3, name: \"fc\")", "maximum over features", Learns: true, "y.CrossEntropy(target)", "[Shape] Tokens target"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Step(string name)
    {
        var (definition, words, learns, loss, target) = Cases[name];
        var more = learns ? $"static Tensor Loss(Tensor y, {(target.Length > 0 ? target : "[Shape(3)] Tensor target")}) => {loss};" : "";
        var text = GeneratedText.Generate($"[Network] public partial class Net {{ static Tensor Define({definition.Replace(" =>", ") =>", StringComparison.Ordinal)}; {more} }}");
        Snapshot.VerifyStep(GeneratedText.Step(text, learns ? "NetTraining" : "NetInference", words), name);
    }
}
