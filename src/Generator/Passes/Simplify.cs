using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>
/// Algebra at build time: arithmetic on constants, neutral elements, movements that cancel one another, and factors that do
/// not depend on the axes of a sum. Results may differ in the last digits, never in more.
/// </summary>
internal static class Simplify
{
    public const string Name = nameof(Simplify);

    public static Graph Run(Graph graph, CancellationToken cancellation = default)
    {
        Simplifier? simplifier = null;
        return GraphCopy.Run(graph, (copy, id) =>
        {
            simplifier ??= new Simplifier(copy.Builder);
            var inputs = copy.Inputs(id);
            var replacement = simplifier.Rewrite(graph[id].Op, inputs);
            return replacement >= 0 ? replacement : copy.Copy(id, inputs);
        }, cancellation);
    }
}

/// <summary>Adds nodes in their simplest form. What a rule makes is simplified in turn.</summary>
internal sealed class Simplifier(GraphBuilder builder)
{
    public GraphBuilder Builder => builder;

    public Op OpOf(int id) => builder[id].Op;

    public int InputOf(int id, int index = 0) => builder[id].Inputs[index];

    public Shape ShapeOf(int id) => builder.ShapeOf(id);

    /// <summary>Adds the op, or the simpler value that equals it.</summary>
    public int Add(Op op, params int[] inputs)
    {
        var id = Rewrite(op, inputs);
        return id >= 0 ? id : builder.Add(op, inputs);
    }

    public int Pointwise(ScalarFunction function, params int[] inputs) => Add(new PointwiseOp(function), inputs);

    public int Constant(float value, Shape shape) => builder.Add(new ConstantOp(value, shape));

    /// <summary>A number that broadcasts against <paramref name="like"/>.</summary>
    public int Constant(float value, int like) => builder.ConstantLike(value, like);

    /// <summary>The value repeated to <paramref name="shape"/>.</summary>
    public int Expand(int value, Shape shape) => Add(new ExpandOp(shape), value);

    /// <summary>A value equal to the op on these inputs, or -1 when no rule applies.</summary>
    public int Rewrite(Op op, int[] inputs) => op switch
    {
        PointwiseOp pointwise => SimplifyPointwise.Rewrite(this, pointwise, inputs),
        ReduceOp reduce => SimplifyReduce.Rewrite(this, reduce, inputs[0]),
        MovementOp movement => SimplifyMovement.Rewrite(this, movement, inputs),
        _ => -1,
    };

    /// <summary>Whether the value is one number everywhere.</summary>
    public bool IsConstant(int id, out float value)
    {
        while (OpOf(id) is ExpandOp) id = InputOf(id);
        value = (OpOf(id) as ConstantOp)?.Value ?? 0;
        return OpOf(id) is ConstantOp;
    }
}
