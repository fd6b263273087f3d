namespace Sinter.Golden.Edges;

[Network]
public partial class ScalarEdges
{
    private static Tensor Define([Shape(39)] Tensor x) => x.All(EdgeFunctions.Scalars());

    private static Tensor Loss(Tensor y) => y.Sum();
}

[Network]
public partial class RowEdges
{
    private static Tensor Define([Shape(9, 4)] Tensor x) => x.All(EdgeFunctions.OfRows());

    private static Tensor Loss(Tensor y, [Shape(4)] Tensor weight) => (y * weight).Sum();
}

[Network]
public partial class NormEdges
{
    private static Tensor Define([Shape(9, 4)] Tensor x) => x.Shown("layer_norm").LayerNorm(affine: false);

    private static Tensor Loss(Tensor y, [Shape(4)] Tensor weight) => (y * weight).Sum();
}

[Network]
public partial class LossEdges
{
    private static Tensor Define([Shape(39)] Tensor x) =>
        Tensor.Concat(new[] { "l1", "mse", "huber", "huber_half", "bce" }.Select(name => x.Shown(name).Unsqueeze(0)).ToArray(), 0);

    private static Tensor Loss(Tensor y, [Shape(39)] Tensor target) =>
        y.Select(0, 0).L1(target) + y.Select(0, 1).MeanSquaredError(target) + y.Select(0, 2).Huber(target) + y.Select(0, 3).Huber(target, delta: 0.5f)
        + y.Select(0, 4).BinaryCrossEntropyWithLogits(target);
}
