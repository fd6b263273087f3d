using Sinter.Claims.Page;

namespace Sinter.Claims.Attention;

/// <summary>Products of queries and keys of one size, and their softmax with and without the scale.</summary>
internal static class Scores
{
    public const int Queries = 64, Keys = 64;

    public static (Tensor Products, Tensor Plain, Tensor Scaled) Of(Tensor query, Tensor key, int size)
    {
        var products = query.Matmul(key.Transpose());
        return (products, products.Softmax(), (products * (1 / MathF.Sqrt(size))).Softmax());
    }
}

/// <summary>Vectors of 16 numbers.</summary>
[Network]
public partial class ScoresOf16
{
    private static (Tensor Products, Tensor Plain, Tensor Scaled) Define([Shape(Scores.Queries, 16)] Tensor query, [Shape(Scores.Keys, 16)] Tensor key) => Scores.Of(query, key, 16);
}

/// <summary>Vectors of 64 numbers.</summary>
[Network]
public partial class ScoresOf64
{
    private static (Tensor Products, Tensor Plain, Tensor Scaled) Define([Shape(Scores.Queries, 64)] Tensor query, [Shape(Scores.Keys, 64)] Tensor key) => Scores.Of(query, key, 64);
}

/// <summary>Vectors of 256 numbers.</summary>
[Network]
public partial class ScoresOf256
{
    private static (Tensor Products, Tensor Plain, Tensor Scaled) Define([Shape(Scores.Queries, 256)] Tensor query, [Shape(Scores.Keys, 256)] Tensor key) => Scores.Of(query, key, 256);
}

/// <summary>Why attention divides by the root of the size.</summary>
public sealed class ScaleTests(ITestOutputHelper output) : ClaimTests(output)
{
    private const string Source = "Vaswani et al. 2017, 3.2.1";

    private static readonly int[] Sizes = [16, 64, 256];

    private delegate void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, Span<float> products, Span<float> plain, Span<float> scaled);

    [Claim("The variance of dot products grows with the size of the vectors", Source)]
    public void Variance()
    {
        var variances = Sizes.Zip(All(), (_, scores) => scores.Products.Sum(number => (double)number * number) / scores.Products.Length).ToArray();
        for (var i = 0; i < Sizes.Length; i++) Assert.InRange(variances[i] / Sizes[i], 0.9, 1.1);
        Measured($"{string.Join(", ", Sizes)} normal numbers: a variance of {string.Join(", ", variances.Select(variance => $"{variance:F0}"))}");
    }

    [Claim("Softmax of them collapses to one key, and divided by the root of the size it does not", Source)]
    public void Collapse()
    {
        var (plain, scaled) = (All().Select(scores => Largest(scores.Plain)).ToArray(), All().Select(scores => Largest(scores.Scaled)).ToArray());
        Assert.True(plain[^1] > 0.8, $"{plain[^1]}");
        Assert.All(scaled, weight => Assert.InRange(weight, 0.05, 0.2));
        Assert.InRange(scaled.Max() / scaled.Min(), 1, 1.3);
        Measured($"size {string.Join(", ", Sizes)}, {Scores.Keys} keys: the largest weight is {Text(plain)} on average without the division, and {Text(scaled)} with it");

        static string Text(double[] weights) => string.Join(", ", weights.Select(weight => $"{weight:F2}"));
    }

    private static double Largest(float[] weights) => weights.Chunk(Scores.Keys).Average(row => row.Max());

    private static (float[] Products, float[] Plain, float[] Scaled)[] All()
    {
        using var small = new ScoresOf16(1).CreateSession();
        using var middle = new ScoresOf64(1).CreateSession();
        using var large = new ScoresOf256(1).CreateSession();
        return [.. Sizes.Zip((Forward[])[small.Forward, middle.Forward, large.Forward], Run)];
    }

    private static (float[] Products, float[] Plain, float[] Scaled) Run(int size, Forward forward)
    {
        var results = (Products: new float[Scores.Queries * Scores.Keys], Plain: new float[Scores.Queries * Scores.Keys], Scaled: new float[Scores.Queries * Scores.Keys]);
        forward(Draw.Normal(Scores.Queries * size, 1), Draw.Normal(Scores.Keys * size, 2), results.Products, results.Plain, results.Scaled);
        return results;
    }
}
