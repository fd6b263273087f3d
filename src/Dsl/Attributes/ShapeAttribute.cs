namespace Sinter;

/// <summary>
/// The shape of one sample of a parameter of <c>Define</c> or <c>Loss</c>: <c>[Shape(1, 28, 28)] Tensor image</c>. The batch
/// comes before it by itself. An extent that every call chooses is named by its symbol: <c>[Shape("T", 80)]</c>, with a
/// <see cref="DimAttribute"/> on the class.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ShapeAttribute : Attribute
{
    /// <summary>A shape of numbers.</summary>
    /// <param name="shape">The extents, channels first; nothing for one number or one label per sample.</param>
    public ShapeAttribute(params int[] shape) => Shape = [.. shape.Cast<object>()];

    /// <summary>A shape of numbers and symbols.</summary>
    /// <param name="first">The first extent: an <see cref="int"/>, or the name of a symbol.</param>
    /// <param name="rest">The other extents.</param>
    public ShapeAttribute(object first, params object[] rest) => Shape = [first, .. rest];

    internal object[] Shape { get; }
}
