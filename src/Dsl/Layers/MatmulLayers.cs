using Sinter.Graphs;

namespace Sinter;

/// <summary>Matrix products of two values of the network.</summary>
public static class MatmulLayers
{
    /// <summary>
    /// The matrix product over the last two axes, as <c>torch.matmul</c>: leading axes are broadcast, a value with one axis
    /// besides the batch is a vector (a row on the left, a column on the right).
    /// </summary>
    /// <param name="left"><c>[…, M, K]</c> or <c>[K]</c>.</param>
    /// <param name="right"><c>[…, K, N]</c> or <c>[K]</c>.</param>
    /// <returns><c>[…, M, N]</c>, without M or N where that side is a vector.</returns>
    /// <exception cref="NetworkDefinitionException">The inner extents differ, or leading extents cannot be broadcast.</exception>
    public static Tensor Matmul(this Tensor left, Tensor right)
    {
        Require.NotNull("Matmul", "the left side", left);
        Require.NotNull("Matmul", "the right side", right);
        RequireInput.Vector("Matmul", left);
        RequireInput.Vector("Matmul", right);
        var inner = left.Shape.Dims[left.Shape.FullRank - 1];
        var innerRight = right.Shape.Dims[right.FullAxis(Math.Max(right.Shape.Rank - 2, 0), "Matmul")];
        if (inner != innerRight)
            throw Require.Error(DiagnosticIds.Shape, $"Matmul needs the last extent of the left side to be the {(right.Shape.Rank == 1 ? "only one" : "last but one")} of the right side, but gets {left.Shape} and {right.Shape}: {(inner.IsConstant && innerRight.IsConstant ? $"{inner} and {innerRight}" : Unification.Explain(inner, innerRight))}{Fix(left.Shape, right.Shape)}.");

        // A batch of vectors by one matrix is a matrix product already, with the batch as the rows.
        if (left.Shape.FullRank == 2 && right.Shape.FullRank == 2 && !right.Shape.IsBatched) return Product(left, right);
        var a = left.Shape.Rank == 1 ? left.Unsqueeze(0) : left;
        var b = right.Shape.Rank == 1 ? right.Unsqueeze(1) : right;
        if (b.Shape.FullRank > 2) (a, b) = BroadcastLeading(a, b);
        var product = Product(a, b);
        if (right.Shape.Rank == 1) product = product.Squeeze(-1);
        return left.Shape.Rank == 1 ? product.Squeeze(right.Shape.Rank == 1 ? -1 : -2) : product;
    }

    private static Tensor Product(Tensor a, Tensor b) => a.With(a.Builder.MatMul(a.Id, b.Id));

    private static (Tensor A, Tensor B) BroadcastLeading(Tensor a, Tensor b)
    {
        var aligned = Broadcasting.Align(a, b);
        var (dimsA, dimsB) = (a.Builder.ShapeOf(aligned[0]).Dims, a.Builder.ShapeOf(aligned[1]).Dims);
        var leading = new Dim[dimsA.Count - 2];
        for (var i = 0; i < leading.Length; i++)
        {
            if (dimsA[i] != dimsB[i] && !dimsA[i].IsOne && !dimsB[i].IsOne)
                throw Require.Error(DiagnosticIds.Shape, $"Matmul needs equal leading extents or 1, but gets {a.Shape} and {b.Shape}: {(dimsA[i].IsConstant && dimsB[i].IsConstant ? $"{dimsA[i]} and {dimsB[i]}; give both as many, or one of them 1, which is repeated" : Unification.Explain(dimsA[i], dimsB[i]))}.");
            leading[i] = dimsA[i].IsOne ? dimsB[i] : dimsA[i];
        }

        return (Expand(a, aligned[0], leading), Expand(b, aligned[1], leading));
    }

    private static Tensor Expand(Tensor value, int aligned, Dim[] leading)
    {
        var builder = value.Builder;
        var dims = builder.ShapeOf(aligned).Dims;
        return value.With(builder.Expand(aligned, new Shape(leading.Concat(dims.Skip(leading.Length)))));
    }

    private static string Fix(Shape left, Shape right) =>
        right.Rank > 1 && left.Dims[left.FullRank - 1] == right.Dims[right.FullRank - 1] ? "; insert Transpose() after the right side" : "";
}
