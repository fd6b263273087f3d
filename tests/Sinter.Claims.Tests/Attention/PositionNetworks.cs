namespace Sinter.Claims.Attention;

/// <summary>What the networks of positions share: attention of two heads, and the logarithms of its weights.</summary>
internal static class Places
{
    public const int Count = 9, Heads = 2, Width = 6, Features = Heads * Width;

    /// <summary>The output, and the logarithms of the weights.</summary>
    public static (Tensor Output, Tensor Logarithms) Attend(Tensor x, float[]? slopes = null)
    {
        var (output, weights) = x.MultiHeadAttentionWithWeights(Heads, slopes: slopes, bias: false, averageAttentionWeights: false, name: "attention");
        return (output, weights.Log());
    }
}

/// <summary>Attention that is told no places.</summary>
[Network]
public partial class WithoutPlaces
{
    private static (Tensor Output, Tensor Logarithms) Define([Shape(Places.Count, Places.Features)] Tensor x) => Places.Attend(x);
}

/// <summary>Attention behind sines and cosines of the place.</summary>
[Network]
public partial class SinusoidalPlaces
{
    private static (Tensor Output, Tensor Logarithms) Define([Shape(Places.Count, Places.Features)] Tensor x) => Places.Attend(x.SinusoidalPositions());
}

/// <summary>Attention behind a learned vector for each place.</summary>
[Network]
public partial class LearnedPlaces
{
    private static (Tensor Output, Tensor Logarithms) Define([Shape(Places.Count, Places.Features)] Tensor x) => Places.Attend(x.LearnedPositions(name: "places"));
}

/// <summary>Attention whose queries and keys are rotated by their place.</summary>
[Network]
public partial class RotatedPlaces
{
    private static (Tensor Output, Tensor Logarithms) Define([Shape(Places.Count, Places.Features)] Tensor x)
    {
        Tensor Heads(string name) => x.Linear(Places.Features, bias: false, name: name).Reshape(Places.Count, Places.Heads, Places.Width);
        var (query, key, value) = (Heads("query").RotaryPositions(), Heads("key").RotaryPositions(), Heads("value"));
        var weights = (query.Transpose(0, 1).Matmul(key.Permute(1, 2, 0)) * (1 / MathF.Sqrt(Places.Width))).Softmax();
        return (weights.Matmul(value.Transpose(0, 1)).Transpose(0, 1).Flatten(1), weights.Log());
    }
}

/// <summary>Attention that loses a little for every place in between.</summary>
[Network]
public partial class SlopedPlaces
{
    private static (Tensor Output, Tensor Logarithms) Define([Shape(Places.Count, Places.Features)] Tensor x) => Places.Attend(x, PositionLayers.AlibiSlopes(Places.Heads));
}
