using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// What training makes small: PyTorch's losses with its formulas, defaults and reductions. By default a loss is averaged over the batch and
/// everything else.
/// </summary>
public static partial class Losses
{
    /// <summary>The attribute that declares an input of a shape.</summary>
    internal static string ShapeAttribute(Shape shape) =>
        shape.Rank == 0 ? "[Shape]" : $"[Shape({string.Join(", ", shape.Dims.Skip(shape.IsBatched ? 1 : 0).Select(dim => dim.IsConstant ? dim.ToString() : $"\"{dim}\""))})]";

    // A loss of each element of an output and a target in its shape.
    private static Tensor Compared(Tensor output, Tensor target, string kind, string? name, Reduction reduction, Func<Tensor> body)
    {
        var layer = Require.Title(kind, name);
        CheckEqualShapes(layer, output, target);
        Reductions.Check(layer, reduction);
        return output.Layer(kind, name, () => body().Reduced(reduction).Id);
    }

    private static void CheckEqualShapes(string layer, Tensor output, Tensor target, bool orLabels = false)
    {
        Require.NotNull(layer, "the output", output);
        Require.NotNull(layer, nameof(target), target);
        if (!output.Shape.Equals(target.Shape))
            throw Require.Error(DiagnosticIds.Target, $"{layer} compares equal shapes, but the output is {output.Shape} and the target {target.Shape}{(output.Shape.IsKnown && target.Shape.IsKnown ? "" : $": {Unification.Explain(output.Shape, target.Shape)}")}; declare the target as {ShapeAttribute(output.Shape)} Tensor{(Extent.Of(output.Shape) == Extent.Of(target.Shape) ? ", or give one of them the shape of the other with Reshape" : "")}{(orLabels && target.Shape.FullRank == output.Shape.FullRank - 1 ? $", or as {ShapeAttribute(target.Shape)} Tokens for the number of a class" : "")}.");
    }
}
