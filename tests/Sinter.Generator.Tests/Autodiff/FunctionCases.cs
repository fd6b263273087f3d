using Sinter.Graphs;
using static Sinter.Generator.Tests.Autodiff.OpCases;

namespace Sinter.Generator.Tests.Autodiff;

/// <summary>A case for every scalar function.</summary>
internal static class FunctionCases
{
    /// <summary>Inputs of every scalar function, where it is defined and smooth.</summary>
    public static IReadOnlyDictionary<ScalarFunction, Func<GraphBuilder, int[]>> Arguments { get; } = new Dictionary<ScalarFunction, Func<GraphBuilder, int[]>>
    {
        [ScalarFunction.Negate] = Any,
        [ScalarFunction.Abs] = Any,
        [ScalarFunction.Sign] = Any,
        [ScalarFunction.Exp] = Any,
        [ScalarFunction.Expm1] = Any,
        [ScalarFunction.Log] = AnyPositive,
        [ScalarFunction.Log1p] = AnyPositive,
        [ScalarFunction.Sqrt] = AnyPositive,
        [ScalarFunction.Rsqrt] = AnyPositive,
        [ScalarFunction.Tanh] = Any,
        [ScalarFunction.Sigmoid] = Any,
        [ScalarFunction.Erf] = Any,
        [ScalarFunction.Sin] = Any,
        [ScalarFunction.Cos] = Any,
        [ScalarFunction.Tan] = BelowOne,
        [ScalarFunction.Asin] = BelowOne,
        [ScalarFunction.Acos] = BelowOne,
        [ScalarFunction.Atan] = Any,
        [ScalarFunction.Sinh] = Any,
        [ScalarFunction.Cosh] = Any,
        [ScalarFunction.Floor] = Any,
        [ScalarFunction.Ceil] = Any,
        [ScalarFunction.Round] = Any,
        [ScalarFunction.Reciprocal] = AnyPositive,
        [ScalarFunction.ToFloat] = b => [b.Add(new InputOp("tokens", Shape.Of(2, 5), DataType.Int32, IsTarget: false))],
        [ScalarFunction.Add] = Two,
        [ScalarFunction.Subtract] = Two,
        [ScalarFunction.Multiply] = Two,
        [ScalarFunction.Divide] = AnyAndPositive,
        [ScalarFunction.Mod] = AnyAndPositive,
        [ScalarFunction.Maximum] = Two,
        [ScalarFunction.Minimum] = Two,
        [ScalarFunction.Less] = Two,
        [ScalarFunction.LessOrEqual] = Two,
        [ScalarFunction.Equal] = Two,
        [ScalarFunction.Select] = b => [b.Pointwise(ScalarFunction.Less, Parameter(b, "c", 2, 5), b.Constant(0, 2)), .. Two(b)],
    };

    public static IEnumerable<(string Name, Func<GraphBuilder, int> Value)> All =>
        Arguments.Select(row => (row.Key.ToString(), (Func<GraphBuilder, int>)(b => b.Pointwise(row.Key, row.Value(b)))));

    private static int[] Any(GraphBuilder builder) => [Parameter(builder, "a", 2, 5)];

    private static int[] Two(GraphBuilder builder) => [Parameter(builder, "a", 2, 5), Parameter(builder, "b", 2, 5)];

    private static int[] AnyPositive(GraphBuilder builder) => [Positive(builder, "a", 2, 5)];

    private static int[] BelowOne(GraphBuilder builder) => [builder.Multiply(builder.Pointwise(ScalarFunction.Tanh, Parameter(builder, "a", 2, 5)), 0.9f)];

    private static int[] AnyAndPositive(GraphBuilder builder) => [Parameter(builder, "a", 2, 5), Positive(builder, "b", 2, 5)];
}
