using Sinter.Onnx.Constants;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Patterns;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Operators;

/// <summary>Layers that patterns have found.</summary>
internal static class LayerOperators
{
    public static IReadOnlyDictionary<string, Lower> Table { get; } = new Dictionary<string, Lower>(StringComparer.Ordinal)
    {
        ["Linear"] = Linear,
        ["Attention"] = node => [Attention(node)],
    };

    // A product with a weight, and a bias.
    private static Operand?[] Linear(NodeContext node)
    {
        var (x, weight, bias) = (node.Tensor(0), node.Importer.Weight(node, 1), node.Importer.Weight(node, 2));
        if (x.Rank > 1 && ProductOperators.IsOfRows(x)) return [ProductOperators.Linear(node, x, weight.Transposed(1, 0), bias.Reshaped(bias.Count), weight)];
        return [PointwiseOperators.Binary(node, "+", ProductOperators.MatMul(node, x, node.Input(1)), node.Input(2))];
    }

    // The keys are transposed in the file: [..., features, length].
    private static TensorOperand Attention(NodeContext node)
    {
        var (q, k, v) = (node.Tensor(0), node.Tensor(1), node.Tensor(2));
        var scale = node.Float("scale", 1);
        var added = node.Optional(3);
        if (node.Optional(4) is { } mask)
        {
            // Where it says so the scores are a number, which hides keys.
            var (hidden, other) = (node.Float("hidden", 0), node.Integer("where", 1) != 0);
            if (mask is ConstantOperand { Constant: var known }) added = new ConstantOperand(Constant.Of(ElementType.Float, known.Dims, Array.ConvertAll(known.Integers(), value => value != 0 == other ? hidden : 0)));
            else added = ComparisonOperators.Choose(node, node.Values.Tensor(mask), other ? hidden : 0f, other ? 0f : hidden);
        }

        var keys = k.Sample.Length == 3 ? k with { Term = MovementOperators.Swapped(node.Definition, k.Term, 1, 2) } : k;
        if (AttentionOperators.AreHeads(q, keys, v))
        {
            if (added is null) return AttentionOperators.Attention(node, q, keys, v, null, scale);
            if (added is ConstantOperand { Constant: var constant } && AttentionOperators.IsCausal(constant, q, keys)) return AttentionOperators.Attention(node, q, keys, v, null, scale, isCausal: true);
            if (AttentionOperators.Bias(node, q, node.Values.Tensor(added)) is { } bias) return AttentionOperators.Attention(node, q, keys, v, bias, scale);
        }

        return AttentionOperators.Spelled(node, q, k, v, added, scale).Result;
    }
}
