namespace Sinter;

/// <summary>Adds <see cref="DropoutLayers.Dropout"/>.</summary>
/// <param name="p">The probability of an element to become 0 while training, at least 0 and below 1.</param>
public sealed class DropoutAttribute(float p = 0.5f) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.Dropout(p, Name);
}
