using Sinter.Graphs;

namespace Sinter;

/// <summary>Scores turned into probabilities.</summary>
public static class SoftmaxLayers
{
    /// <summary>Probabilities that add up to 1: <c>e^x / Σ e^x</c> along an axis, without overflow.</summary>
    /// <param name="x">Any shape with an axis besides the batch.</param>
    /// <param name="axis">The axis, the batch not counted; the last by default.</param>
    /// <param name="name">The name in the summary; by default <c>softmax1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis.</exception>
    public static Tensor Softmax(this Tensor x, int axis = -1, string? name = null)
    {
        var full = Check(x, "Softmax", axis, name);
        return x.Layer("Softmax", name, () =>
        {
            var exponentials = x.Builder.Exp(Shifted(x.Builder, x.Id, full));
            return x.Builder.Divide(exponentials, x.Builder.Sum(exponentials, full));
        });
    }

    /// <summary>The logarithm of <see cref="Softmax"/>, exact where the probability itself would be 0: <c>x - ln Σ e^x</c>.</summary>
    /// <param name="x">Any shape with an axis besides the batch.</param>
    /// <param name="axis">The axis, the batch not counted; the last by default.</param>
    /// <param name="name">The name in the summary; by default <c>logsoftmax1</c>, …</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis.</exception>
    public static Tensor LogSoftmax(this Tensor x, int axis = -1, string? name = null)
    {
        var full = Check(x, "LogSoftmax", axis, name);
        return x.Layer("LogSoftmax", name, () =>
        {
            var shifted = Shifted(x.Builder, x.Id, full);
            return x.Builder.Subtract(shifted, x.Builder.Log(x.Builder.Sum(x.Builder.Exp(shifted), full)));
        });
    }

    /// <summary>The value less its maximum along an axis (counted with the batch). The shift cancels, so it has no gradient.</summary>
    internal static int Shifted(GraphBuilder builder, int x, int axis) =>
        builder.Subtract(x, builder.Add(new DetachOp(), builder.Max(x, axis)));

    private static int Check(Tensor x, string kind, int axis, string? name)
    {
        var layer = Require.Title(kind, name);
        Require.NotNull(layer, "the input", x);
        RequireInput.Vector(layer, x);
        return x.FullAxis(axis, layer);
    }
}
