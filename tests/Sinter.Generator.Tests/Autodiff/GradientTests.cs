using Sinter.Generator.Autodiff;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Autodiff;

public sealed class GradientTests
{
    public static TheoryData<string> Cases => new(OpCases.All.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Primitive_MatchesCentralDifferences(string name) => GradientCheck.Differentiated(OpCases.Graph(name), OpCases.Bindings);

    /// <summary>A mask of a result is one of an input only where the op keeps its axes apart.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void PrimitiveUnderAMask_MatchesCentralDifferences(string name)
    {
        var plain = OpCases.Graph(name);
        var rank = plain.Nodes.Single(node => node.Op is InputOp { Argument: "weights" }).Shape.FullRank;
        for (var axis = 0; axis < rank; axis++)
        {
            GradientCheck.Differentiated(OpCases.Masked(name, [axis]), OpCases.Bindings);
            if (rank > 2) GradientCheck.Differentiated(OpCases.Masked(name, [.. Enumerable.Range(0, rank).Where(other => other != axis)]), OpCases.Bindings);
        }
    }

    [Fact]
    public void EveryPrimitive_HasARow()
    {
        var primitives = typeof(Op).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(Op).Namespace && type.IsSubclassOf(typeof(Op)) && !type.IsAbstract);
        Assert.Equal(primitives.OrderBy(type => type.Name), GradientTable.Rules.Keys.OrderBy(type => type.Name));
    }

    [Fact]
    public void EveryPrimitiveWithAGradient_HasACase()
    {
        var covered = OpCases.All.Keys.SelectMany(name => OpCases.Graph(name).Nodes).Select(node => node.Op.GetType()).ToHashSet();
        Type[] without = [typeof(ScatterAddOp), typeof(ConvolutionWeightGradientOp), typeof(MaxPoolGradientOp), typeof(AveragePoolGradientOp), typeof(AttentionGradientOp), typeof(PhaseOp)];
        Assert.All(GradientTable.Rules.Keys.Where(type => !type.IsSubclassOf(typeof(LeafOp))).Except(without), type => Assert.Contains(type, covered));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EqualValues_ShareTheGradient(bool isMaximum)
    {
        var (builder, a, b) = Pair();
        SetLoss(builder, builder.Pointwise(isMaximum ? ScalarFunction.Maximum : ScalarFunction.Minimum, a, b));
        var run = Run(builder, [2, 2, 1], [2, 1, 2]);
        Assert.Equal(isMaximum ? [0.5, 1, 0] : [0.5, 0, 1], run.Gradient("a").Data);
        Assert.Equal(isMaximum ? [0.5, 0, 1] : [0.5, 1, 0], run.Gradient("b").Data);
    }

    [Fact]
    public void EqualMaxima_ShareTheGradientEvenly()
    {
        var (builder, a, _) = Pair();
        SetLoss(builder, builder.Max(a, 0));
        Assert.Equal([0.5, 0, 0.5], Run(builder, [2, 1, 2], [0, 0, 0]).Gradient("a").Data);
    }

    [Fact]
    public void ReluAndAbs_AreFlatAtZero()
    {
        var (builder, a, _) = Pair();
        SetLoss(builder, builder.Add(builder.Maximum(a, 0), builder.Pointwise(ScalarFunction.Abs, a)));
        Assert.Equal([0, 2, -1], Run(builder, [0, 3, -3], [0, 0, 0]).Gradient("a").Data);
    }

    [Fact]
    public void Relu_ReadsOnlyItsOutput()
    {
        var (builder, a, b) = Pair();
        var product = builder.Multiply(a, b);
        SetLoss(builder, builder.Maximum(product, 0));
        var graph = Gradients.Differentiate(builder.Build(), CancellationToken.None);
        Assert.DoesNotContain(graph.Nodes, node => node.IsBackward && node.Inputs.Contains(product));
    }

    [Fact]
    public void Detach_StopsTheGradient()
    {
        var (builder, a, b) = Pair();
        SetLoss(builder, builder.Multiply(a, builder.Add(new DetachOp(), b)));
        var run = Run(builder, [1, 2, 3], [4, 5, 6]);
        Assert.Equal([4, 5, 6], run.Gradient("a").Data);
        Assert.Equal([0, 0, 0], run.Gradient("b").Data);
    }

    [Fact]
    public void BackwardNodes_BelongToTheLayerTheyDifferentiate()
    {
        var builder = new GraphBuilder();
        var a = builder.Add(new ParameterOp("a", Shape.Of(3), Initializer.Zeros, Decays: false));
        builder.Layer("Exp", "exp", () => builder.Exp(a));
        SetLoss(builder, 1);
        var graph = Gradients.Differentiate(builder.Build(), CancellationToken.None);
        Assert.Equal(0, graph.Nodes.Last(node => node.IsBackward && node.Op is PointwiseOp { Function: ScalarFunction.Multiply }).Layer);
    }

    [Fact]
    public void UnresolvedPhase_IsRefused()
    {
        var (builder, a, b) = Pair();
        SetLoss(builder, builder.Add(new PhaseOp(), a, b));
        Assert.Throws<InvalidOperationException>(() => Gradients.Differentiate(builder.Build(), CancellationToken.None));
    }

    [Fact]
    public void SecondDerivative_IsRefusedByName()
    {
        var builder = new GraphBuilder();
        var values = builder.Add(new ParameterOp("a", Shape.Of(2, 3), Initializer.Zeros, Decays: false));
        var tokens = builder.Add(new InputOp("tokens", Shape.Of(2), DataType.Int32, IsTarget: false));
        SetLoss(builder, builder.Add(new ScatterAddOp(4), values, tokens));
        var error = Assert.Throws<NotSupportedException>(() => Gradients.Differentiate(builder.Build(), CancellationToken.None));
        Assert.Equal("ScatterAdd cannot be differentiated: second derivatives are not supported.", error.Message);
    }

    [Fact]
    public void Cancellation_EndsTheWalk()
    {
        var (builder, a, b) = Pair();
        SetLoss(builder, builder.Add(a, b));
        Assert.Throws<OperationCanceledException>(() => Gradients.Differentiate(builder.Build(), new CancellationToken(canceled: true)));
    }

    private static (GraphBuilder Builder, int A, int B) Pair()
    {
        var builder = new GraphBuilder();
        return (builder,
            builder.Add(new ParameterOp("a", Shape.Of(3), Initializer.Zeros, Decays: false)),
            builder.Add(new ParameterOp("b", Shape.Of(3), Initializer.Zeros, Decays: false)));
    }

    private static void SetLoss(GraphBuilder builder, int value) =>
        builder.SetLoss(builder.Reshape(builder.Sum(value, [.. Enumerable.Range(0, builder.ShapeOf(value).FullRank)]), Shape.Scalar));

    private static GraphInterpreter Run(GraphBuilder builder, double[] a, double[] b) =>
        new GraphInterpreter(DropDetach.Run(Gradients.Differentiate(builder.Build(), CancellationToken.None)))
        {
            Parameters = { ["a"] = a, ["b"] = b },
        }.Run();
}
