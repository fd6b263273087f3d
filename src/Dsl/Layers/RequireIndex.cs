using Sinter.Graphs;

namespace Sinter;

/// <summary>What layers demand of indices and of what they index, in the words of <see cref="Require"/>.</summary>
internal static class RequireIndex
{
    /// <summary>A number of indices for each sample.</summary>
    public static void OneAxis(string layer, Tokens index)
    {
        if (index.Shape.Rank != 1) throw Require.Error(DiagnosticIds.Rank, $"{layer} needs indices with one axis besides the batch, but gets {index.Shape}; declare them as [Shape(…)] Tokens with one extent.");
    }

    /// <summary>Values of the samples rather than a weight.</summary>
    public static void Batched(string layer, Tensor x)
    {
        if (!x.Shape.IsBatched) throw Require.Error(DiagnosticIds.Rank, $"{layer} needs a value of each sample, but gets {x.Shape}, which is one for all of them; use Embedding for the rows of a weight.");
    }

    /// <summary>Values with indices for each of them, of which there is one row.</summary>
    public static void Rows(string layer, Tensor values, Tokens index)
    {
        Require.NotNull(layer, "the input", values);
        Require.NotNull(layer, nameof(index), index);
        OneAxis(layer, index);
        Batched(layer, values);
        RequireInput.Vector(layer, values);
        var (rows, indices) = (values.Shape.Dims[1], index.Shape.Dims[1]);
        if (rows != indices)
            throw Require.Error(DiagnosticIds.Shape, $"{layer} needs an index for each row of {values.Shape}, but gets {index.Shape}: {(rows.IsConstant && indices.IsConstant ? $"{rows} and {indices}; declare as many indices as there are rows" : Unification.Explain(rows, indices))}.");
    }

    /// <summary>Indices of single elements along an axis, which is returned as the graph counts it.</summary>
    public static int Elements(string layer, Tensor x, int axis, Tokens index)
    {
        Require.NotNull(layer, "the input", x);
        Require.NotNull(layer, nameof(index), index);
        var full = x.FullAxis(axis, layer);
        Batched(layer, x);
        if (index.Shape.Rank != x.Shape.Rank)
            throw Require.Error(DiagnosticIds.Rank, $"{layer} needs indices with as many axes as {x.Shape}, but gets {index.Shape}; give them {x.Shape.Rank} axes besides the batch.");
        if (!index.Shape.Without(full).Equals(x.Shape.Without(full)))
            throw Require.Error(DiagnosticIds.Shape, $"{layer} along axis {axis} needs equal extents along the others, but gets {x.Shape} and {index.Shape}{(x.Shape.IsKnown && index.Shape.IsKnown ? "; use Slice to make one of them smaller" : $": {Unification.Explain(x.Shape.Without(full), index.Shape.Without(full))}")}.");
        return full;
    }
}
