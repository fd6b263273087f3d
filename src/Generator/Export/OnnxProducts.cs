using Sinter.Graphs;

namespace Sinter.Generator.Export;

/// <summary>Matrix products.</summary>
internal static class OnnxProducts
{
    public static OnnxCall MatMul(MatMulOp op, OnnxNode node)
    {
        var (left, right) = (node.ShapeOf(0).FullRank, node.ShapeOf(1).FullRank);
        if (left == 2 && right == 2 && (op.TransposeA || op.TransposeB || node.Count > 2))
            return new OnnxCall("Gemm", node.Inputs(), string.Join(", ", new[] { op.TransposeA ? "transA = 1" : "", op.TransposeB ? "transB = 1" : "" }.Where(attribute => attribute.Length > 0)));
        string[] factors = [op.TransposeA ? Transposed(node, 0) : node.Input(0), op.TransposeB ? Transposed(node, 1) : node.Input(1)];
        if (!op.ContractLeading || left == 2) return new OnnxCall("MatMul", factors);
        var products = node.Add("products", "MatMul", "", factors);
        return new OnnxCall("ReduceSum", [products, node.Text.Integers([.. Enumerable.Range(0, left - 2).Select(axis => (long)axis)])], "keepdims = 0");
    }

    private static string Transposed(OnnxNode node, int index)
    {
        var rank = node.ShapeOf(index).FullRank;
        var order = Enumerable.Range(0, rank - 2).Concat([rank - 1, rank - 2]);
        return node.Add(index == 0 ? "left" : "right", "Transpose", OnnxMovement.Order(order), node.Input(index));
    }
}
