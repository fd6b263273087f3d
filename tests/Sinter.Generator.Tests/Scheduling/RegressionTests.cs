using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;

namespace Sinter.Generator.Tests.Scheduling;

/// <summary>Small networks that were compiled wrongly once.</summary>
public sealed class RegressionTests
{
    private const string Loss = "static Tensor Loss(Tensor y, [Shape(6)] Tensor target) => (y * target).Mean();";

    [Theory]
    [InlineData("a random number that all lanes of a row share", "static Tensor Define([Shape(6)] Tensor x) => (x * x.Mean(0, keepDims: true).Dropout(0.5f)).Tanh();" + Loss)]
    [InlineData(
        "joins of groups that reach one another through the later half of a third",
        """
        static (Tensor v1, Tensor v2) Define([Shape(8)] Tokens v0)
        {
            var v1 = v0.Embedding(1, 6);
            return (v1, v1.HardSwish());
        }
        static Tensor Loss(Tensor v1, Tensor v2, [Shape(8)] Tokens label, [Shape(8, 6)] Tensor target) =>
            v1.CrossEntropy(label, axis: 1) + v2.BinaryCrossEntropyWithLogits(target);
        """)]
    [InlineData("a value that both a product and its epilogue read", "static Tensor Define([Shape(6)] Tensor x) { var y = x.Relu(); return y + y.Linear(6); }" + Loss)]
    [InlineData(
        "a maximum whose argument the backward pass would compute again",
        """
        static Tensor Define([Shape(1, 1, 2, 4, 4)] Tensor x) => x.LayerNorm(2).Max(2, false);
        static Tensor Loss(Tensor y, [Shape(1, 1, 1, 1, 1)] Tensor target) => (y * target).Mean();
        """)]
    [InlineData(
        "convolutions and pools in the cell of a scan",
        """
        static Tensor Define([Shape(3, 4, 6, 5)] Tensor images) => images.Scan(images.Zeros(4, 6, 5), (image, state) =>
        {
            var pooled = state.MaxPool2d(3, stride: 1, padding: 1) + state.AvgPool2d(3, stride: 1, padding: 1);
            var next = (image.Conv2d(4, kernel: 3, padding: 1) + pooled.Conv2d(4, kernel: 3, padding: 1, groups: 2)).Tanh();
            return (next, next);
        }).State;
        static Tensor Loss(Tensor y, [Shape(4, 6, 5)] Tensor target) => y.MeanSquaredError(target);
        """)]
    [InlineData(
        "the gradient of a product whose left operand a scan leaves transposed",
        """
        static Tensor Define([Shape(1)] Tensor x) =>
            (x + x.Parameter("offset", [3], Initializer.Uniform(-1, 1)))
            .Scan(x.Zeros(), (step, state) => { var next = (step + state).Tanh(); return (next, next); }).Outputs
            .Linear(1, bias: false);
        static Tensor Loss(Tensor y, [Shape(1)] Tensor target) => (y * target).Mean();
        """)]
    public void Networks_ComputeWhatTheInterpreterComputes(string what, string members)
    {
        var graph = Source.ReadMembers(members).Graph();
        var oracle = new Oracle(graph);
        using var assembly = NetworkAssembly.Load(
        [
            new NetworkCase("Optimized", graph, PassOptions.Default),
            new NetworkCase("Plain", graph, PassOptions.Without(NetworkCase.Switches)),
        ]);
        foreach (var network in assembly.Networks)
        {
            Assert.True(network.Failure is null, $"{what}: {network.Failure}");
            foreach (var batch in new[] { 1, 3, 17 })
            {
                var sample = new Sample(graph, batch);
                var problems = oracle.Inference(sample).Compare(network.Infer(sample)).Concat(oracle.Step(sample).Compare(network.Train(sample)));
                Assert.True(!problems.Any(), $"{what}, {network.Case}, batch {batch}:\n{string.Join("\n", problems)}");
            }
        }
    }
}
