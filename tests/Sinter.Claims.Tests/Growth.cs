namespace Sinter.Claims;

/// <summary>How something grows with a length.</summary>
internal static class Growth
{
    /// <summary>The exponent e of a·lengthᵉ that is nearest to the values, by least squares of the logarithms.</summary>
    public static double Exponent(int[] lengths, double[] values)
    {
        var (x, y) = (lengths.Select(length => Math.Log(length)).ToArray(), values.Select(value => Math.Log(value)).ToArray());
        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}
