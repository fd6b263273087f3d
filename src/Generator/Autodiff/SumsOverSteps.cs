using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>
/// The gradient of what all steps of a scan read is a sum over the steps. That of a product is one product over all of them, whose
/// operands are kept and not its results; and what only moves, scales or adds such gradients is done to their sum.
/// </summary>
/// <param name="step">The values of one step.</param>
/// <param name="builder">Where the sums are added.</param>
/// <param name="all">A value of a step for all of them, once the scan is there, or null if it is the same at each.</param>
/// <param name="isKept">Whether a value is kept for all steps anyway.</param>
internal sealed class SumsOverSteps(GraphBuilder step, GraphBuilder builder, Func<int, Func<int>?> all, Func<int, bool> isKept)
{
    private readonly Dictionary<int, Func<int>?> sums = [];

    /// <summary>The operands of the products in a gradient, whatever else is made of it.</summary>
    public IEnumerable<int> Operands(int gradient)
    {
        var seen = new HashSet<int>();
        var operands = new List<int>();
        Postorder.Visit(gradient, seen.Contains, id => IsLinear(step[id]) ? step[id].Inputs : default, id =>
        {
            seen.Add(id);
            if (IsStackable(step[id])) operands.AddRange(step[id].Inputs);
        });
        return operands;
    }

    /// <summary>Adds the sum of a gradient over all steps once the scan is there; null if the steps have to add it up.</summary>
    public Func<int>? Of(int gradient)
    {
        Postorder.Visit(gradient, sums.ContainsKey, id => IsLinear(step[id]) ? step[id].Inputs : default, id => sums[id] = Once(SumOf(id)));
        return sums[gradient];
    }

    private Func<int>? SumOf(int gradient)
    {
        var node = step[gradient];
        if (IsStackable(node))
        {
            var (left, right) = (all(node.Inputs[0]), all(node.Inputs[1]));
            if (left is null || right is null) return null;
            return () => builder.Add(node.Op is MatMulOp product ? product with { ContractLeading = true } : node.Op, left(), right());
        }

        if (node.Op is ReduceOp { Kind: ReduceKind.Sum } sum && isKept(node.Inputs[0]) && all(node.Inputs[0]) is { } terms)
            return () => builder.Reshape(builder.Sum(terms(), [0, .. sum.Axes.Select(axis => axis + 1)]), node.Shape);
        if (!IsLinear(node)) return null;
        var inputs = node.Inputs.Select(input => step[input].Op is ConstantOp number ? () => builder.Add(number) : sums[input]).ToArray();
        return Array.Exists(inputs, input => input is null) ? null : () => builder.Add(node.Op, inputs.Select(input => input!()).ToArray());
    }

    private static Func<int>? Once(Func<int>? sum)
    {
        if (sum is null) return null;
        var value = new Lazy<int>(sum);
        return () => value.Value;
    }

    // A product whose result has no axis that its operands do not have in common: those of all steps are summed over.
    private bool IsStackable(Node node) => node.Op switch
    {
        MatMulOp op => node.Shape.FullRank == 2 && step.ShapeOf(node.Inputs[0]).FullRank == step.ShapeOf(node.Inputs[1]).FullRank,
        ScatterAddOp => true,
        _ => false,
    };

    // Of several terms all have the shape of the result: one that is repeated would count too often.
    private bool IsLinear(Node node) => node.Op switch
    {
        PointwiseOp { Function: ScalarFunction.Add or ScalarFunction.Subtract } => node.Inputs.All(input => step[input].Op is not ConstantOp && step.ShapeOf(input).Equals(node.Shape)),
        PointwiseOp { Function: ScalarFunction.Negate } => true,
        PointwiseOp { Function: ScalarFunction.Multiply } => step[node.Inputs[1]].Op is ConstantOp && step.ShapeOf(node.Inputs[0]).Equals(node.Shape),
        PadOp { Value: not 0 } => false,
        _ => node.Inputs.Count == 1 && node.Op.Traits.HasFlag(OpTraits.Moves) && step[node.Inputs[0]].Op is not ConstantOp,
    };
}
