using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Scheduling;

/// <summary>More than a kernel takes is split, and what both sides have to know is the same number.</summary>
public sealed class KernelLimitTests
{
    [Fact]
    public void AnyPermutation_IsWhatTheInterpreterComputes()
    {
        var random = new Random(17);
        string Permutation(int rank) => string.Join(", ", Enumerable.Range(0, rank).OrderBy(_ => random.Next()));
        string Twos(int rank) => string.Join(", ", Enumerable.Repeat(2, rank));
        string[] bodies =
        [
            "x.Reshape(2, 2, 2, 2, 2, 2, 2, 2, 2, 2).Permute(9, 8, 7, 6, 5, 4, 3, 2, 1, 0)",
            .. Enumerable.Range(8, 3).Select(rank => $"x.Reshape({Twos(rank)}, -1).Permute({Permutation(rank + 1)}).Flatten().Linear(3)"),
            $"x.Reshape({Twos(10)}).Permute({Permutation(10)}).Softmax(-1).Permute({Permutation(10)})",
            $"x.Reshape(1, {Twos(9)}, 1, 2, 1).Permute({Permutation(13)}).Tanh()",
        ];
        var graphs = bodies.Select(body => Source.ReadMembers($"static Tensor Define([Shape(1024)] Tensor x) => {body}; static Tensor Loss(Tensor y) => (y * y).Mean();").Graph()).ToArray();
        using var assembly = NetworkAssembly.Load(graphs.Select((graph, index) => new NetworkCase($"Net{index}", graph, PassOptions.Default)));
        for (var index = 0; index < graphs.Length; index++)
        {
            var network = assembly.Networks[index];
            Assert.True(network.Failure is null, network.Failure);
            var sample = new Sample(graphs[index], 2);
            Assert.Empty(new Oracle(graphs[index]).Inference(sample).Compare(network.Infer(sample)));
            Assert.Empty(new Oracle(graphs[index]).Step(sample).Compare(network.Train(sample)));
        }
    }

    [Fact]
    public void SymbolsOfANetwork_AreAsManyAsACallCarries() => Assert.Equal(Sinter.Runtime.CallSizes.MostSymbols, DimSymbol.MostSymbols);

    [Fact]
    public void SplitTransposes_WalkOverAsManyAxesAsAKernelDoes()
    {
        var random = new Random(5);
        for (var rank = 1; rank < 24; rank++)
        {
            var order = Enumerable.Range(0, rank).OrderBy(_ => random.Next()).ToArray();
            var builder = new GraphBuilder();
            var input = builder.Add(new InputOp("x", new Shape(Enumerable.Range(0, rank).Select(axis => (Dim)(axis % 5 == 4 ? 1 : 2))), DataType.Float32, IsTarget: false));
            var places = Enumerable.Range(0, rank).ToArray();
            for (var id = Lowering.SplitTranspose.Run(builder, input, order); id != input; id = builder[id].Inputs[0])
                places = [.. places.Select(place => ((TransposeOp)builder[id].Op).Order[place])];
            Assert.Equal(order, places);
        }
    }
}
