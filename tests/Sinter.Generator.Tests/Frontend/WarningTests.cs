namespace Sinter.Generator.Tests.Frontend;

/// <summary>What works, but is hardly meant: found where it is written, and nothing else.</summary>
public sealed class WarningTests
{
    private const string Mask = "static Tensor Define([Shape(4)] Tensor x, [Shape(4)] Tensor mask)";

    [Theory]
    [InlineData(Mask + " => x.Linear(4);", "SNT4004", "[Shape(4)] Tensor mask", "Nothing that the network computes depends on the input 'mask'. Use it, or remove it.")]
    [InlineData(Mask + " => x.Linear(4); static Tensor Loss(Tensor y, [Shape(4)] Tensor t) => ((y - t) * 2).Square().Mean();", "SNT4004", "[Shape(4)] Tensor mask", "Nothing that the network computes depends on the input 'mask'.")]
    [InlineData("static (Tensor A, Tensor B) Define([Shape(4)] Tensor x, [Shape(4)] Tensor mask) => (x.Linear(4), mask.Relu()); static Tensor Loss(Tensor a, [Shape(4)] Tensor t) => a.MeanSquaredError(t);", "SNT4004", "[Shape(4)] Tensor mask", "Nothing is learned from the input 'mask': on its way to the loss it meets no parameter.")]
    [InlineData("static Tensor Define([Shape(4)] Tensor x) { x.Linear(3, name: \"fc2\"); return x.Linear(2); }", "SNT4005", "Linear(3, name: \"fc2\")", "What 'fc2' computes is not used, and so its parameters are not either: fc2.weight [3, 4], fc2.bias [3]. They are never read, but would be stored and loaded. Use the result, or remove the layer.")]
    [InlineData("static Tensor Define([Shape(4)] Tensor x) { var w = x.Parameter(\"w\", [4]); return x.Linear(2); }", "SNT4005", "Parameter(\"w\", [4])", "The parameter w [4] is never read, but would be stored and loaded. Use the result, or remove it.")]
    [InlineData("static Tensor Define([Shape(4)] Tensor x) => x.Linear(3).Softmax(name: \"p\"); static Tensor Loss(Tensor y, [Shape] Tokens t) => y.CrossEntropy(t);", "SNT4006", "Softmax(name: \"p\")", "'p' makes probabilities of its input, but CrossEntropy expects scores and takes their softmax itself")]
    [InlineData("static Tensor Define([Shape(4)] Tensor x) => x.Linear(3).Sigmoid(); static Tensor Loss(Tensor y, [Shape(3)] Tensor t) => y.BinaryCrossEntropyWithLogits(t);", "SNT4007", "Sigmoid()", "'sigmoid1' makes probabilities of its input, but BinaryCrossEntropyWithLogits expects scores and takes their sigmoid itself")]
    [InlineData("static Tensor Define([Shape(3, 8, 8)] Tensor x) => x.Conv2d(4, kernel: 3, name: \"c\").BatchNorm2d(name: \"bn\");", "SNT4008", "Conv2d(4, kernel: 3, name: \"c\")", "The bias of 'c' changes nothing: BatchNorm2d 'bn' subtracts the mean of each channel, and the bias with it. Write bias: false.")]
    public void Warning(string members, string id, string squiggle, string message)
    {
        var reading = Source.ReadMembers(members);
        Assert.NotNull(reading.Graph());
        var warning = Assert.Single(reading.Warnings);
        Assert.Equal((id, squiggle), (warning.Id, Source.TextUnder(warning.Location)));
        Assert.StartsWith(message, warning.Message);
    }

    [Theory]
    [InlineData("static Tensor Define([Shape(3, 8, 8)] Tensor x) => x.Conv2d(4, kernel: 3, bias: false).BatchNorm2d().Relu().Flatten().Linear(2); static Tensor Loss(Tensor y, [Shape] Tokens t) => y.CrossEntropy(t);")]
    [InlineData(Mask + " => (x * mask).Linear(4); static Tensor Loss(Tensor y, [Shape(4)] Tensor t) => y.MeanSquaredError(t);")]
    [InlineData(Mask + " => x.Linear(4) * mask; static Tensor Loss(Tensor y, [Shape(4)] Tensor t) => y.MeanSquaredError(t);")]
    [InlineData("static Tensor Define([Shape(9, 4)] Tensor x, [Shape] Tokens lengths) => x.Lstm(5, 2, bidirectional: true, lengths: lengths).Outputs.MeanOverSteps(lengths).Linear(2);")]
    [InlineData("static Tensor Define([Shape(9, 4)] Tensor x) => x.Gru(5).Hidden.Flatten(); static Tensor Loss(Tensor y, [Shape(5)] Tensor t) => y.Sigmoid().MeanSquaredError(t);")]
    [InlineData("static Tensor Define([Shape(4)] Tensor x) => x.Relu().Softmax();")]
    public void NoWarning(string members) => Assert.Empty(Source.ReadMembers(members).Warnings);
}
