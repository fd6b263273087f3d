namespace Sinter;

/// <summary>Adds <see cref="DropoutLayers.Dropout"/>.</summary>
/// <param name="p">The probability of an element to become 0 while training, at least 0 and below 1.</param>
public sealed class DropoutAttribute(float p = 0.5f) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Dropout(p, Name);
}

/// <summary>Adds <see cref="DropoutLayers.StochasticDepth"/>.</summary>
/// <param name="p">The probability of a sample to become 0 while training, at least 0 and below 1.</param>
/// <param name="mode">Whether samples are dropped one by one, or all of a batch or none.</param>
public sealed class StochasticDepthAttribute(float p, StochasticDepthMode mode = StochasticDepthMode.Row) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.StochasticDepth(p, mode, Name);
}
