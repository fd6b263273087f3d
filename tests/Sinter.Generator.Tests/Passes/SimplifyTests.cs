using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Passes;

/// <summary>What is left of an expression of <c>x [B, 3, 4]</c>: the names of its primitives.</summary>
public sealed class SimplifyTests
{
    private static readonly Dictionary<string, (Func<GraphBuilder, int, int> Expression, string Left)> Rules = new()
    {
        ["TimesOne"] = ((b, x) => b.Multiply(x, 1f), ""),
        ["OneTimes"] = ((b, x) => b.Multiply(b.Constant(1, 3), x), ""),
        ["PlusZero_MakesZeroOfMinusZero"] = ((b, x) => b.Add(x, 0f), "Add"),
        ["PlusMinusZero"] = ((b, x) => b.Add(x, -0f), ""),
        ["MinusZero"] = ((b, x) => b.Subtract(x, b.Constant(0, 3)), ""),
        ["MinusMinusZero_MakesZeroOfMinusZero"] = ((b, x) => b.Subtract(x, b.Constant(-0f, 3)), "Subtract"),
        ["ZeroMinus_GivesNoMinusZero"] = ((b, x) => b.Subtract(b.Constant(0, 3), x), "Subtract"),
        ["MinusZeroMinus"] = ((b, x) => b.Subtract(b.Constant(-0f, 3), x), "Negate"),
        ["NegatedDifference_OfEqualsIsMinusZero"] = ((b, x) => b.Negate(b.Subtract(b.Exp(x), x)), "Exp Subtract Negate"),
        ["GradientPlusZero"] = ((b, x) => Backward(b, () => b.Add(x, 0f)), ""),
        ["ZeroMinusGradient"] = ((b, x) => Backward(b, () => b.Subtract(b.Constant(0, 3), x)), "Negate"),
        ["NegatedDifferenceOfGradients"] = ((b, x) => Backward(b, () => b.Negate(b.Subtract(b.Exp(x), x))), "Exp Subtract"),
        ["SelectedTwice"] = ((b, x) => b.Sum(x, 2) is var c ? b.Select(c, b.Select(c, x, b.Exp(x)), b.Constant(0, 3)) : x, "ReduceSum Select"),
        ["OverOne"] = ((b, x) => b.Divide(x, b.Constant(1, 3)), ""),
        ["OverFour"] = ((b, x) => b.Divide(x, b.Constant(4, 3)), "Multiply"),
        ["OverThree_StaysExact"] = ((b, x) => b.Divide(x, b.Constant(3, 3)), "Divide"),
        ["NegateTwice"] = ((b, x) => b.Negate(b.Negate(x)), ""),
        ["PlusNegated"] = ((b, x) => b.Add(b.Exp(x), b.Negate(x)), "Exp Subtract"),
        ["MinusNegated"] = ((b, x) => b.Subtract(x, b.Negate(x)), "Multiply"),
        ["ScaledTwice"] = ((b, x) => b.Multiply(b.Multiply(x, 3f), 0.5f), "Multiply"),
        ["NegatedScale"] = ((b, x) => b.Negate(b.Multiply(x, 3f)), "Multiply"),
        ["ConstantArithmetic"] = ((b, x) => b.Add(x, b.Multiply(b.Constant(3, 3), b.Add(b.Constant(1, 3), b.Constant(2, 3)))), "Add"),
        ["ConstantCondition"] = ((b, x) => b.Select(b.Constant(1, 3), x, b.Exp(x)), ""),
        ["ReshapeTwice"] = ((b, x) => b.Reshape(b.Reshape(x, Shape.Of(Dim.Batch, 12)), Shape.Of(Dim.Batch, 2, 6)), "Reshape"),
        ["ReshapeBack"] = ((b, x) => b.Reshape(b.Reshape(x, Shape.Of(Dim.Batch, 12)), Shape.Of(Dim.Batch, 3, 4)), ""),
        ["TransposeTwice"] = ((b, x) => b.Transpose(b.Transpose(x, 0, 2, 1), 0, 2, 1), ""),
        ["TransposeOfOnes"] = ((b, x) => b.Transpose(b.Sum(x, 1), 0, 2, 1), "ReduceSum Reshape"),
        ["SliceOfSlice"] = ((b, x) => b.Slice(b.Slice(x, 2, 1, 3), 2, 0, 2, 2), "Slice"),
        ["SliceOfPad"] = ((b, x) => b.Slice(b.Pad(x, 2, 2, 1), 2, 2, 4), ""),
        ["SliceOfConcat"] = ((b, x) => b.Slice(b.Concat(1, b.Exp(x), x), 1, 3, 3), ""),
        ["FlipTwice"] = ((b, x) => b.Add(new FlipOp(1), b.Add(new FlipOp(1), x)), ""),
        ["PadsSideBySide"] = ((b, x) => b.Add(b.Pad(b.Exp(x), 1, 0, 3), b.Pad(x, 1, 3, 0)), "Exp Concat"),
        ["ExpandBeforePointwise"] = ((b, x) => b.Multiply(x, b.Expand(b.Sum(x, 2), Shape.Of(Dim.Batch, 3, 4))), "ReduceSum Multiply"),
        ["ExpandBehindPointwise"] = ((b, x) => b.Exp(b.Expand(b.Sum(x, 2), Shape.Of(Dim.Batch, 3, 4))), "ReduceSum Exp Expand"),
        ["SumOfRepeated"] = ((b, x) => b.Sum(b.Expand(b.Max(x, 2), Shape.Of(Dim.Batch, 3, 4)), 2), "ReduceMax Multiply"),
        ["MaxOfRepeated"] = ((b, x) => b.Max(b.Expand(b.Sum(x, 2), Shape.Of(Dim.Batch, 3, 4)), 2), "ReduceSum"),
        ["FactorOutOfSum"] = ((b, x) => b.Sum(b.Multiply(x, b.Max(x, 2)), 2), "ReduceMax ReduceSum Multiply"),
        ["DivisorOutOfSum"] = ((b, x) => b.Sum(b.Divide(b.Negate(x), b.Max(x, 2)), 2), "ReduceMax ReduceSum Divide Negate"),
        ["DeviationsFromTheMeanInAResult_MayBeNaN"] = ((b, x) => b.Add(x, b.Sum(b.Subtract(x, b.Mean(x, 2)), 2)), "ReduceSum Multiply Subtract ReduceSum Add"),
        ["DeviationsFromTheMean"] = ((b, x) => Backward(b, () => b.Add(x, b.Sum(b.Subtract(x, b.Mean(x, 2)), 2))), ""),
        ["DeviationsFromTheMeanOverTheBatch"] = ((b, x) => Backward(b, () => b.Add(x, b.Sum(b.Multiply(b.Subtract(x, b.Mean(x, 0, 2)), b.Max(x, 0, 2)), 0, 2))), ""),
        ["FactorsOfOneShape"] = ((b, x) => b.Multiply(b.Multiply(x, b.Sum(x, 0)), b.Max(x, 0)), "ReduceSum ReduceMax Multiply Multiply"),
    };

    public static TheoryData<string> Names => new(Rules.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Expression_IsSimplified(string name)
    {
        var builder = new GraphBuilder();
        var x = builder.Add(new InputOp("x", Shape.Of(Dim.Batch, 3, 4), DataType.Float32, IsTarget: false));
        builder.AddOutput("y", Rules[name].Expression(builder, x));
        var graph = builder.Build();
        var simplified = RemoveDead.Run(Simplify.Run(graph));

        GraphVerifier.Check(simplified, Stage.Declared);
        Assert.Equal(Rules[name].Left, string.Join(" ", simplified.Nodes.Where(node => node.Op is not LeafOp).Select(node => node.Op.Name)));
        var feed = new RandomFeed(graph, bindings: 2);
        var (expected, actual) = (feed.Run(graph).Output("y"), feed.Run(simplified).Output("y"));
        Assert.Equal(expected.Dims, actual.Dims);
        Assert.All(expected.Data.Zip(actual.Data), pair => GradientCheck.AssertClose(name, pair.First, pair.Second, 1e-12));
    }

    private static int Backward(GraphBuilder builder, Func<int> expression)
    {
        builder.IsBackward = true;
        return expression();
    }
}
