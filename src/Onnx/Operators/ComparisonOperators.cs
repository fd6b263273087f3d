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
        if (then is not null && otherwise is not null) return [condition with { Term = node.Definition.Call("Where", condition.Term, new Argument("then", then), new Argument("otherwise", otherwise)), Type = type }];
        if (otherwise is not null)
        {
            var two = node.Values.Broadcast(condition, node.Tensor(1));
            return [Call(two, two.Values[1].Term, otherwise)];
        }

        if (then is not null)
        {
            var two = node.Values.Broadcast(condition, node.Tensor(2));
            return [Call(two, then, two.Values[1].Term)];
        }

        var all = node.Values.Broadcast(condition, node.Tensor(1), node.Tensor(2));
        return [Call(all, all.Values[1].Term, all.Values[2].Term)];

        TensorOperand Call(Alignment aligned, object first, object second) =>
            aligned.Result(node.Definition.Call("Where", aligned.Values[0].Term, new Argument("then", first), new Argument("otherwise", second)), type);
    }
}
