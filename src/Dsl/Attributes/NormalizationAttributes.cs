namespace Sinter;

/// <summary>Adds <see cref="NormalizationLayers.BatchNorm1d"/>.</summary>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="momentum">The share of the new statistics in the running ones.</param>
/// <param name="affine">Whether there are weight and bias.</param>
public sealed class BatchNorm1dAttribute(float epsilon = 1e-5f, float momentum = 0.1f, bool affine = true) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.BatchNorm1d(epsilon, momentum, affine, Name);
}

/// <summary>Adds <see cref="NormalizationLayers.BatchNorm2d"/>.</summary>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="momentum">The share of the new statistics in the running ones.</param>
/// <param name="affine">Whether there are weight and bias.</param>
public sealed class BatchNorm2dAttribute(float epsilon = 1e-5f, float momentum = 0.1f, bool affine = true) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.BatchNorm2d(epsilon, momentum, affine, Name);
}

/// <summary>Adds <see cref="NormalizationLayers.LayerNorm"/>.</summary>
/// <param name="axes">How many of the last axes are normalised together.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="affine">Whether there is a weight.</param>
/// <param name="bias">Whether there is a bias beside the weight.</param>
public sealed class LayerNormAttribute(int axes = 1, float epsilon = 1e-5f, bool affine = true, bool bias = true) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.LayerNorm(axes, epsilon, affine, bias, Name);
}

/// <summary>Adds <see cref="NormalizationLayers.LayerNorm2d"/>.</summary>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="affine">Whether there are weight and bias.</param>
public sealed class LayerNorm2dAttribute(float epsilon = 1e-5f, bool affine = true) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.LayerNorm2d(epsilon, affine, Name);
}

/// <summary>Adds <see cref="NormalizationLayers.RMSNorm"/>.</summary>
/// <param name="axes">How many of the last axes are normalised together.</param>
/// <param name="epsilon">Added to the mean square.</param>
/// <param name="affine">Whether there is a weight.</param>
public sealed class RMSNormAttribute(int axes = 1, float epsilon = 1.1920929e-7f, bool affine = true) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.RMSNorm(axes, epsilon, affine, Name);
}

/// <summary>Adds <see cref="NormalizationLayers.GroupNorm"/>.</summary>
/// <param name="groups">The number of groups; it divides the channels.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="affine">Whether there are weight and bias.</param>
public sealed class GroupNormAttribute(int groups, float epsilon = 1e-5f, bool affine = true) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.GroupNorm(groups, epsilon, affine, Name);
}

/// <summary>Adds <see cref="NormalizationLayers.InstanceNorm1d"/>.</summary>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="momentum">The share of the new statistics in the running ones.</param>
/// <param name="affine">Whether there are weight and bias.</param>
/// <param name="trackRunningStats">Whether inference uses running statistics.</param>
public sealed class InstanceNorm1dAttribute(float epsilon = 1e-5f, float momentum = 0.1f, bool affine = false, bool trackRunningStats = false) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.InstanceNorm1d(epsilon, momentum, affine, trackRunningStats, Name);
}

/// <summary>Adds <see cref="NormalizationLayers.InstanceNorm2d"/>.</summary>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="momentum">The share of the new statistics in the running ones.</param>
/// <param name="affine">Whether there are weight and bias.</param>
/// <param name="trackRunningStats">Whether inference uses running statistics.</param>
public sealed class InstanceNorm2dAttribute(float epsilon = 1e-5f, float momentum = 0.1f, bool affine = false, bool trackRunningStats = false) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.InstanceNorm2d(epsilon, momentum, affine, trackRunningStats, Name);
}

/// <summary>Adds <see cref="NormalizationLayers.LocalResponseNorm"/>.</summary>
/// <param name="size">How many neighbouring channels count.</param>
/// <param name="alpha">The factor of their mean square.</param>
/// <param name="beta">The exponent.</param>
/// <param name="k">Added to the mean square.</param>
public sealed class LocalResponseNormAttribute(int size, float alpha = 1e-4f, float beta = 0.75f, float k = 1) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.LocalResponseNorm(size, alpha, beta, k, Name);
}
