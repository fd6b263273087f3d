namespace Sinter;

/// <summary>
/// The shape of one sample of a parameter of <c>Define</c> or <c>Loss</c>: <c>[Shape(1, 28, 28)] Tensor image</c>. The batch
/// comes before it by itself.
/// </summary>
/// <param name="shape">The extents, channels first; nothing for one number or one label per sample.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ShapeAttribute(params int[] shape) : Attribute
{
    internal int[] Shape { get; } = shape;
}
