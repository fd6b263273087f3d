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
        if (x.Rank > 1 && x.BatchAxis != x.Rank - 1 && x.IsBatched) return [ProductOperators.Linear(node, x, weight.Transposed(1, 0), bias.Reshaped(bias.Count), weight)];
        return [PointwiseOperators.Binary(node, "+", ProductOperators.MatMul(node, x, node.Input(1)), node.Input(2))];
    }

    // The keys are transposed in the file: [..., features, length].
    private static TensorOperand Attention(NodeContext node)
    {
        var (q, k, v) = (node.Tensor(0), node.Tensor(1), node.Tensor(2));
        var bias = node.OptionalTensor(3);
        var scale = node.Float("scale", 1);
        if (q.Rank == 4 && k.Rank == 4 && v.Rank == 4 && new[] { q, k, v }.All(value => value.BatchAxis == 0) && (bias is null || bias.BatchAxis is null or 0) && node.Values.DimsOf(q)[1].Equals(node.Values.DimsOf(k)[1]))
        {
            var keys = MovementOperators.Permute(node, k, [0, 1, 3, 2]);
            return AttentionOperators.Attention(node, q, keys, v, bias, scale);
        }

        return AttentionOperators.Spelled(node, q, k, v, node.Optional(3), scale).Result;
    }
}
