namespace Sinter.Golden.Sequences;

/// <summary>What the cases are made of. The compiler reads these methods as part of the definitions that call them.</summary>
internal static class Parts
{
    /// <summary>The sequence, varied by a parameter whose gradient shows that of the input.</summary>
    public static Tensor Probe(this Tensor x) => x + (x.Parameter("probe", [6, 4]) * ((x * x) + x + 1));

    /// <summary>All that a layer leaves behind, side by side.</summary>
    public static Tensor Joined((Tensor Outputs, Tensor Hidden) layer) => Tensor.Concat([layer.Outputs.Flatten(), layer.Hidden.Flatten()]);

    /// <summary>All that a layer leaves behind, side by side.</summary>
    public static Tensor Joined((Tensor Outputs, Tensor Hidden, Tensor Cell) layer) =>
        Tensor.Concat([layer.Outputs.Flatten(), layer.Hidden.Flatten(), layer.Cell.Flatten()]);
}
