namespace Sinter.Claims;

/// <summary>How large vectors are, and how far apart.</summary>
internal static class Size
{
    /// <summary>The Euclidean norm.</summary>
    public static double Norm(ReadOnlySpan<float> vector)
    {
        var sum = 0.0;
        foreach (var number in vector) sum += (double)number * number;
        return Math.Sqrt(sum);
    }

    /// <summary>The largest difference of two numbers at one place.</summary>
    public static double Difference(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        Assert.Equal(first.Length, second.Length);
        var largest = 0.0;
        for (var i = 0; i < first.Length; i++) largest = Math.Max(largest, Math.Abs((double)first[i] - second[i]));
        return largest;
    }

    /// <summary>The norm of the difference, as a part of the norm of the first.</summary>
    public static double Distance(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        Assert.Equal(first.Length, second.Length);
        var difference = new float[first.Length];
        for (var i = 0; i < first.Length; i++) difference[i] = first[i] - second[i];
        return Norm(difference) / Norm(first);
    }

    /// <summary>The power of ten of a ratio, rounded: its order of magnitude, on which all machines agree.</summary>
    public static string Order(double ratio) => $"10^{Math.Round(Math.Log10(ratio)) + 0.0}";
}
