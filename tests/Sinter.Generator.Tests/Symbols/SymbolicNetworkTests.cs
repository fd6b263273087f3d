using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Interpreter;

namespace Sinter.Generator.Tests.Symbols;

/// <summary>Networks whose extents are bound at a call compute what the interpreter computes, forward and backward, whatever is bound.</summary>
public sealed class SymbolicNetworkTests
{
    public static TheoryData<string, string> Networks => new()
    {
        {
            "tokens with a label each",
            """
            static Tensor Define([Shape("T")] Tokens words) => words.Embedding(11, 12).LayerNorm(1).Linear(20).Gelu().Linear(7);
            static Tensor Loss(Tensor y, [Shape("T")] Tokens label) => y.CrossEntropy(label, axis: -1);
            """
        },
        {
            "reductions over the symbol",
            """
            static (Tensor a, Tensor b, Tensor c) Define([Shape("T", 6)] Tensor x)
            {
                var y = x.Linear(10);
                return (y.Mean(0), y.Sum(0), y.Max(0));
            }
            static Tensor Loss(Tensor a, Tensor b, Tensor c, [Shape(10)] Tensor target) => (a * target).Mean() + (b * target).Mean() + (c * target).Mean();
            """
        },
        {
            "softmax over the symbol, at the end and before it",
            """
            static (Tensor a, Tensor b) Define([Shape("T", 6)] Tensor x)
            {
                var y = x.Linear(5);
                return (y.Permute(1, 0).Softmax(), y.LogSoftmax(0));
            }
            static Tensor Loss(Tensor a, Tensor b, [Shape("T", 5)] Tensor target) => (a * target.Permute(1, 0)).Mean() + (b * target).Mean();
            """
        },
        {
            "parts, borders and halves",
            """
            static Tensor Define([Shape("T", 4)] Tensor x)
            {
                var y = x.Linear(6).Pad(0, 1, 2, 0.5f).Slice(0, 1);
                y = Tensor.Concat([y, x.Linear(6), y.Select(0, -1).Unsqueeze(0)]);
                return y.Slice(0, 2, -1).Tanh();
            }
            static Tensor Loss(Tensor y) => (y * y).Mean();
            """
        },
        {
            "explicit attention with positions of a table",
            """
            static Tensor Define([Shape("T", 8)] Tensor x)
            {
                x = x + x.Parameter("positions", [40, 8], Initializer.Normal(0, 0.3f)).SliceLike(0, x, 0);
                var q = x.Linear(8).Reshape(-1, 2, 4).Permute(1, 0, 2);
                var k = x.Linear(8).Reshape(-1, 2, 4).Permute(1, 2, 0);
                var v = x.Linear(8).Reshape(-1, 2, 4).Permute(1, 0, 2);
                return (q.Matmul(k) * 0.5f).Softmax().Matmul(v).Permute(1, 0, 2).Reshape(-1, 8).Linear(3);
            }
            static Tensor Loss(Tensor y, [Shape("T")] Tokens label) => y.CrossEntropy(label, axis: -1);
            """
        },
        {
            "two symbols",
            """
            static Tensor Define([Shape("T", 5)] Tensor x, [Shape("U", 5)] Tensor y) =>
                x.Linear(4).Matmul(y.Linear(4).Permute(1, 0)).Softmax().Matmul(y).Relu();
            static Tensor Loss(Tensor z, [Shape("T", 5)] Tensor target) => z.MeanSquaredError(target);
            """
        },
        {
            "halves and quarters of a multiple",
            """
            static Tensor Define([Shape("Q", 3)] Tensor x)
            {
                var y = x.Linear(4);
                var halves = y.Chunk(2);
                var every = y.Slice(0, 1, step: 2);
                return Tensor.Concat([halves[0] * halves[1] + every, y.Reshape(-1, 8).Linear(4)]).Relu();
            }
            static Tensor Loss(Tensor y) => (y * y).Mean();
            """
        },
        {
            "dropout and broadcasting along the symbol",
            """
            static Tensor Define([Shape("T", 3)] Tensor x)
            {
                var y = x.Linear(4).Dropout(0.25f);
                return (y - y.Mean(0, true)) * y.Mean(1, true).Sigmoid() + y.Permute(1, 0).Max(1).Tanh();
            }
            static Tensor Loss(Tensor y) => (y * y).Mean();
            """
        },
        {
            "recurrences over the symbol, either way",
            """
            static Tensor Define([Shape("T", 5)] Tensor x)
            {
                var (outputs, hidden) = x.Gru(6, bidirectional: true);
                var (again, _, _) = outputs.Lstm(3);
                return again + hidden.Select(0, 0).Linear(3).Unsqueeze(0);
            }
            static Tensor Loss(Tensor y, [Shape("T", 3)] Tensor target) => y.MeanSquaredError(target);
            """
        },
        {
            "attention that stores no scores, with positions",
            """
            static Tensor Define([Shape("T", 8)] Tensor x) =>
                x.SinusoidalPositions().GptBlock(2).TransformerEncoderLayer(heads: 2, feedForward: 12, dropout: 0);
            static Tensor Loss(Tensor y, [Shape("T", 8)] Tensor target) => y.MeanSquaredError(target);
            """
        },
        {
            "the mean over a sample's own steps",
            """
            static Tensor Define([Shape("T")] Tokens words, [Shape] Tokens lengths)
            {
                var x = words.Embedding(40, 6);
                return (x.MeanOverSteps(lengths) + (x * x.StepMask(lengths)).MeanOverSteps() + lengths.Embedding(38, 6)).Linear(3);
            }
            static Tensor Loss(Tensor y, [Shape] Tokens label) => y.CrossEntropy(label);
            """
        },
        {
            "the symbol last, and next to it",
            """
            static Tensor Define([Shape(3, "T")] Tensor x) => (x.LayerNorm(1, affine: false) * x.Parameter("scale", [3, 1], Initializer.Normal())).Permute(1, 0).Linear(6).Flatten().Tanh();
            static Tensor Loss(Tensor y) => y.Mean();
            """
        },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void AnyLength_ComputesWhatTheInterpreterComputes(string what, string members) => Check(what, members);

    /// <summary>Compares a network with the interpreter at several lengths, with passes and without.</summary>
    internal static void Check(string what, string members)
    {
        var graph = Read(members).Graph();
        var oracle = new Oracle(graph);
        using var assembly = NetworkAssembly.Load(
        [
            new NetworkCase("Optimized", graph, PassOptions.Default),
            new NetworkCase("Plain", graph, PassOptions.Without(NetworkCase.Switches)),
        ]);
        foreach (var network in assembly.Networks) Assert.True(network.Failure is null, $"{what}: {network.Failure}\n{network.Source}");
        foreach (var (batch, t, u, q) in new[] { (1, 1, 4, 4), (3, 5, 2, 8), (2, 16, 7, 16), (3, 33, 1, 32), (5, 37, 20, 4) })
        {
            var sample = new Sample(graph, new Bindings(batch, new Dictionary<string, int> { ["T"] = t, ["U"] = u, ["Q"] = q }), seed: 3);
            var (inference, training) = (oracle.Inference(sample), oracle.Step(sample));
            foreach (var network in assembly.Networks)
            {
                foreach (var threads in new[] { 1, 2 })
                {
                    var problems = inference.Compare(network.Infer(sample, threads: threads)).Concat(training.Compare(network.Train(sample, maxBatch: 6, threads)));
                    Assert.True(!problems.Any(), $"{what}, {network.Case}, {sample.Bindings}:\n{string.Join("\n", problems)}");
                }
            }
        }
    }

    internal static Generator.Frontend.NetworkReading Read(string members) => Source.ReadNetwork(
        "[Network, Dim(\"T\", Max = 37), Dim(\"U\", Max = 20), Dim(\"Q\", Max = 32, MultipleOf = 4)] public partial class Net\n{\n" + members + "\n}\n");
}
