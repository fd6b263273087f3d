using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>Comparisons, truth values and choices: the Dsl computes with 1 and 0.</summary>
internal static class ComparisonOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["Equal"] = Comparing("EqualTo"),
        ["Less"] = Comparing("Less"),
        ["LessOrEqual"] = Comparing("LessOrEqual"),
        ["Greater"] = Comparing("Greater"),
        ["GreaterOrEqual"] = Comparing("GreaterOrEqual"),
        ["And"] = Comparing("LogicalAnd"),
        ["Or"] = Comparing("LogicalOr"),
        ["Xor"] = Comparing("LogicalXor"),
        ["Not"] = node => [PointwiseOperators.Call(node, "LogicalNot", node.Tensor(0))],
        ["IsNaN"] = node => [IsNaN(node)],
        ["IsInf"] = IsInfinite,
        ["Where"] = Where,
    };

    // Values are on the left: a number there changes places, and the comparison its direction.
    private static Lower Comparing(string method) => node =>
    {
        var (left, right, name) = (node.Input(0), node.Input(1), method);
        if (Values.Number(left) is not null && Values.IsComputed(right))
        {
            (left, right) = (right, left);
            name = method switch { "Less" => "Greater", "LessOrEqual" => "GreaterOrEqual", "Greater" => "Less", "GreaterOrEqual" => "LessOrEqual", _ => method };
        }

        var isLogical = method.StartsWith("Logical", StringComparison.Ordinal);
        if (!isLogical) return [PointwiseOperators.Method(node, name, left, right) with { Type = ElementType.Bool }];
        var both = node.Values.Broadcast(node.Values.Tensor(left), node.Values.Tensor(right));
        return [both.Result(node.Definition.Call(name, both.Values[0].Term, new Argument("other", both.Values[1].Term)), ElementType.Bool)];
    };

    private static TensorOperand IsNaN(NodeContext node)
    {
        var x = node.Tensor(0);
        return new TensorOperand(node.Definition.Call("NotEqualTo", x.Term, new Argument("other", x.Term)), ElementType.Bool, x.BatchAxis);
    }

    private static Operand?[] IsInfinite(NodeContext node)
    {
        var x = node.Tensor(0);
        var (negative, positive) = (node.Integer("detect_negative", 1) != 0, node.Integer("detect_positive", 1) != 0);
        if (!negative && !positive) return [PointwiseOperators.Call(node, "Less", PointwiseOperators.Call(node, "Abs", x), new Argument("other", 0f)) with { Type = ElementType.Bool }];
        var size = negative && positive ? PointwiseOperators.Call(node, "Abs", x) : x;
        return [PointwiseOperators.Call(node, "EqualTo", size, new Argument("other", positive ? float.PositiveInfinity : float.NegativeInfinity)) with { Type = ElementType.Bool }];
    }

    private static Operand?[] Where(NodeContext node)
    {
        var (then, otherwise) = (Values.Number(node.Input(1)), Values.Number(node.Input(2)));
        var (condition, rank) = (node.Tensor(0), node.Tensor(0).Rank);
        var type = node.Input(1).Type;
        // Numbers beside a condition of as many axes are written as such.
        if (then is not null && PointwiseOperators.Rank(node, node.Input(1)) > rank) then = null;
        if (otherwise is not null && PointwiseOperators.Rank(node, node.Input(2)) > rank) otherwise = null;
        return [Choose(node, condition, then is { } first ? first : node.Tensor(1), otherwise is { } second ? second : node.Tensor(2)) with { Type = type }];
    }

    /// <summary>One of two values where a condition holds, and the other where it does not, aligned element by element.</summary>
    /// <param name="node">The node.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="then">A value or a number.</param>
    /// <param name="otherwise">A value or a number.</param>
    public static TensorOperand Choose(NodeContext node, TensorOperand condition, object then, object otherwise)
    {
        TensorOperand[] values = [condition, .. new[] { then, otherwise }.OfType<TensorOperand>()];
        var (aligned, next) = (node.Values.Broadcast(values), 1);
        var (first, second) = (Next(then), Next(otherwise));
        return aligned.Result(node.Definition.Call("Where", aligned.Values[0].Term, new Argument("then", first), new Argument("otherwise", second)), values.Length > 1 ? values[1].Type : ElementType.Float);

        object Next(object side) => side is TensorOperand ? aligned.Values[next++].Term : side;
    }
}
