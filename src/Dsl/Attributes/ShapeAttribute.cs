namespace Sinter;

/// <summary>
/// The shape of one sample of a parameter of <c>Define</c> or <c>Loss</c>: <c>[Shape(1, 28, 28)] Tensor image</c>. The batch
/// comes before it by itself. An extent that every call chooses is named by its symbol: <c>[Shape("T", 80)]</c>, with a
/// <see cref="DimAttribute"/> on the class.
/// </summary>
/// <remarks>
/// A parameter that may be null, <c>[Shape(64, 64)] Tensor? mask</c>, may be left out of a call, as <c>mask=None</c> in PyTorch: the caller
/// passes nothing for it (<c>default</c>), or calls the method without the last of such arguments. <c>Define</c> and <c>Loss</c> are read for
/// every choice of up to three of them, with null in the place of what is left out, and each choice has programs of its own: what is not there
/// costs nothing when the network runs. One input has to be there in all calls, results have the same shapes in all of them, and layers have
/// names wherever their numbers would differ. A weight that a training step does not read has a gradient of zeros, as PyTorch's
/// <c>zero_grad(set_to_none=False)</c> leaves it: the moments and the weight decay of an optimizer go on.
/// </remarks>
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
