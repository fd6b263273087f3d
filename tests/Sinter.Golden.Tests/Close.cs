namespace Sinter.Golden;

/// <summary>
/// Comparison with a golden. Tolerances are relative to the largest magnitude of the golden tensor, not to each element:
/// an element that is small by cancellation carries the rounding of its large terms.
/// </summary>
internal static class Close
{
    /// <summary>The tolerance of outputs.</summary>
    public const double Forward = 1e-5;

    /// <summary>The tolerance of gradients.</summary>
    public const double Gradient = 1e-4;

    /// <summary>The tolerance of losses.</summary>
    public const double Loss = 1e-4;

    // Below this a golden is zero up to rounding.
    private const double Smallest = 1e-3;

    public static void To(ReadOnlySpan<float> golden, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        Assert.True(golden.Length == actual.Length, $"{what}: {actual.Length} values, but the golden has {golden.Length}.");
        var (scale, worst, place) = (Smallest, -1.0, 0);
        for (var i = 0; i < golden.Length; i++)
        {
            scale = Math.Max(scale, Math.Abs(golden[i]));
            var error = Math.Abs((double)golden[i] - actual[i]);
            if (double.IsNaN(error)) error = double.PositiveInfinity;
            if (error > worst) (worst, place) = (error, i);
        }

        Assert.True(worst <= tolerance * scale, $"{what}: element {place} of {golden.Length} is {actual[place]:G9}, but PyTorch has {golden[place]:G9}: off by {worst / scale:E1} of the largest magnitude {scale:G4}, allowed {tolerance:E0}.");
    }

    /// <summary>A loss: relative above 1, absolute below.</summary>
    public static void ToLoss(float golden, float actual, string what)
    {
        var error = Math.Abs((double)golden - actual) / Math.Max(1, Math.Abs(golden));
        Assert.True(error <= Loss, $"{what}: {actual:G9}, but PyTorch has {golden:G9}: off by {error:E1}, allowed {Loss:E0}.");
    }

    /// <summary>A tensor that is stored whole, or as 64 of its elements with its norm, its sum and four projections.</summary>
    public static void ToSummary(GoldenFile goldens, string name, ReadOnlySpan<float> actual, double tolerance)
    {
        if (goldens.Contains(name))
        {
            To(goldens[name].Numbers, actual, tolerance, name);
            return;
        }

        var sample = goldens[name + ".sample"].Numbers;
        var places = Formula.Choices("sample/" + name, sample.Length, actual.Length);
        var picked = new float[sample.Length];
        for (var i = 0; i < picked.Length; i++) picked[i] = actual[places[i]];
        To(sample, picked, tolerance, name);

        // A projection on random numbers sees every element and its place; its error is about that of the norm.
        var summary = goldens[name + ".summary"].Numbers;
        double square = 0, sum = 0;
        foreach (var value in actual) (square, sum) = (square + ((double)value * value), sum + value);
        var norm = summary[0];
        Near(norm, Math.Sqrt(square), "norm");
        Near(summary[1], sum, "sum");
        for (var i = 2; i < summary.Length; i++)
        {
            var direction = Formula.Uniform($"projection{i - 2}/{name}", actual.Length, -1, 1);
            double projection = 0;
            for (var j = 0; j < direction.Length; j++) projection += (double)direction[j] * actual[j];
            Near(summary[i], projection, $"projection {i - 2}");
        }

        void Near(double golden, double value, string figure) =>
            Assert.True(Math.Abs(golden - value) <= tolerance * Math.Max(norm, Math.Abs(golden)), $"{name}: the {figure} is {value:G9}, but PyTorch has {golden:G9} (norm {norm:G4}).");
    }

    /// <summary>Where two tensors have other bits: the first place and the number of places, or nothing.</summary>
    public static string? DifferenceOfBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        var (count, first) = (0, -1);
        for (var i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i])) continue;
            if (count++ == 0) first = i;
        }

        return count == 0 ? null : $"{what}: {count} of {expected.Length} elements, the first at {first}: {actual[first]:G9} and not {expected[first]:G9}";
    }
}
