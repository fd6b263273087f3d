namespace Sinter.Claims.Normalization;

/// <summary>Places of a few channels.</summary>
internal static class Grid
{
    public const int Samples = 4, Channels = 3, Places = 5, Length = Channels * Places;
}

/// <summary>Normalised over the channels of a place. The loss picks numbers of the output while it trains.</summary>
[Network]
public partial class LayerNormed
{
    private static Tensor Define([Shape(Grid.Places, Grid.Channels)] Tensor x) => x.LayerNorm(epsilon: 1e-12f, name: "norm");

    private static Tensor Loss(Tensor y, [Shape(Grid.Places, Grid.Channels)] Tensor chosen) => (y * chosen).Sum();
}

/// <summary>Normalised over the places of all samples.</summary>
[Network]
public partial class BatchNormed
{
    private static Tensor Define([Shape(Grid.Channels, Grid.Places)] Tensor x) => x.BatchNorm1d(epsilon: 1e-12f, name: "norm");

    private static Tensor Loss(Tensor y, [Shape(Grid.Channels, Grid.Places)] Tensor chosen) => (y * chosen).Sum();
}

/// <summary>Normalised over the samples alone.</summary>
[Network]
public partial class FeatureNormed
{
    private static Tensor Define([Shape(Grid.Channels)] Tensor x) => x.BatchNorm1d(epsilon: 1e-12f, name: "norm");

    private static Tensor Loss(Tensor y, [Shape(Grid.Channels)] Tensor chosen) => (y * chosen).Sum();
}
