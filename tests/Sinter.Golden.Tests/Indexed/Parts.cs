namespace Sinter.Golden.Indexed;

/// <summary>What the cases are made of. The compiler reads these methods as part of the definitions that call them.</summary>
internal static class Parts
{
    /// <summary>The nodes themselves, for the probe is small; its gradient shows theirs.</summary>
    public static Tensor Probe(this Tensor x) => x + (x.Parameter("probe", [4]) * ((x * x) + x + 1));

    /// <summary>The same, for a network that makes nothing else of its edges.</summary>
    public static Tensor Beside(this Tensor x, params Tokens[] edges)
    {
        foreach (var end in edges) x += 0 * end.ToTensor().Sum(0, keepDims: true).Unsqueeze(1);
        return x;
    }

    /// <summary>A loss whose gradient differs from element to element.</summary>
    public static Tensor ToLoss(this Tensor y) => ((y * y) + (y * 0.5f)).Mean();
}
