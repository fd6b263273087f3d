using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// Gates: an axis cut into two halves, of which the first is multiplied by a function of the second, as <c>torch.nn.GLU</c> has it. A
/// <c>Linear</c> twice as wide before one of them makes value and gate in a single product (Shazeer 2020).
/// </summary>
public static class GatedLayers
{
    /// <summary>The first half times the sigmoid of the second: <c>a·sigmoid(b)</c> (Dauphin et al. 2017).</summary>
    /// <param name="x">Any shape with an axis of an even extent: <c>[…, 2·features]</c>.</param>
    /// <param name="axis">The axis that is halved, the batch not counted; the last by default.</param>
    /// <param name="name">The name in the summary; by default <c>glu1</c>, …</param>
    /// <returns>The shape with the axis half as long.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis, or its extent is odd.</exception>
    public static Tensor Glu(this Tensor x, int axis = -1, string? name = null) => Gate(x, "Glu", axis, name, gate => Tensor.Unary(ScalarFunction.Sigmoid, gate));

    /// <summary>The first half times the <see cref="ActivationLayers.Gelu"/> of the second: <c>a·b·Φ(b)</c> (Shazeer 2020).</summary>
    /// <param name="x">Any shape with an axis of an even extent: <c>[…, 2·features]</c>.</param>
    /// <param name="axis">The axis that is halved, the batch not counted; the last by default.</param>
    /// <param name="approximate">Exact by default.</param>
    /// <param name="name">The name in the summary; by default <c>geglu1</c>, …</param>
    /// <returns>The shape with the axis half as long.</returns>
    /// <exception cref="NetworkDefinitionException">There is no such axis, its extent is odd, or <paramref name="approximate"/> is no <see cref="GeluApproximation"/>.</exception>
    public static Tensor GeGlu(this Tensor x, int axis = -1, GeluApproximation approximate = GeluApproximation.None, string? name = null) =>
        Gate(x, "GeGlu", axis, name, gate => gate.Gelu(approximate));

    /// <summary>The first half times the <see cref="ActivationLayers.Silu"/> of the second: <c>a·b·sigmoid(b)</c> (Shazeer 2020).</summary>
    /// <inheritdoc cref="Glu" path="/param[@name='x']|/param[@name='axis']|/returns|/exception"/>
    /// <param name="name">The name in the summary; by default <c>swiglu1</c>, …</param>
    public static Tensor SwiGlu(this Tensor x, int axis = -1, string? name = null) => Gate(x, "SwiGlu", axis, name, gate => gate.Silu());

    /// <summary>The first half times the positive part of the second: <c>a·max(b, 0)</c> (Shazeer 2020).</summary>
    /// <inheritdoc cref="Glu" path="/param[@name='x']|/param[@name='axis']|/returns|/exception"/>
    /// <param name="name">The name in the summary; by default <c>reglu1</c>, …</param>
    public static Tensor ReGlu(this Tensor x, int axis = -1, string? name = null) => Gate(x, "ReGlu", axis, name, gate => gate.Relu());

    private static Tensor Gate(Tensor x, string kind, int axis, string? name, Func<Tensor, Tensor> activation)
    {
        var layer = Require.Title(kind, name);
        Require.NotNull(layer, "the input", x);
        RequireInput.Vector(layer, x);
        var full = x.FullAxis(axis, layer);
        var extent = x.Shape.Dims[full];
        if (extent.DividedBy(2) is not { } half)
            throw Require.Error(DiagnosticIds.Range, $"{layer} cuts axis {axis} of {x.Shape} into two halves, but {extent} is {(extent.IsConstant ? "odd" : "not even at every call")}; {(extent.IsConstant ? $"make it {extent.Value + 1}" : $"state MultipleOf = 2 of {extent.Symbol}")}.");
        return x.Layer(kind, name, () =>
        {
            Tensor Half(Dim start) => x.With(x.Builder.Slice(x.Id, full, start, half));
            return (Half(0) * activation(Half(half))).Id;
        });
    }
}
