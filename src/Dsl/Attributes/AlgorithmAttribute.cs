namespace Sinter;

/// <summary>
/// Chooses how a convolution of the network is computed at inference, where the compiler would choose otherwise:
/// <c>[Algorithm("features.conv1", ConvolutionAlgorithm.Direct)]</c>. What was chosen, and why, stands in the remarks of the class.
/// </summary>
/// <remarks>Training, whose weights change with every step, always computes plain sums.</remarks>
/// <param name="layer">The name of the layer, with its scopes, as in checkpoints and the summary.</param>
/// <param name="algorithm">The algorithm.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AlgorithmAttribute(string layer, ConvolutionAlgorithm algorithm) : Attribute
{
    /// <summary>The name of the layer, with its scopes.</summary>
    public string Layer { get; } = layer;

    /// <summary>The algorithm.</summary>
    public ConvolutionAlgorithm Algorithm { get; } = algorithm;
}
