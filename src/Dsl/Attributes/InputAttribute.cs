namespace Sinter;

/// <summary>
/// The input of a network whose layers are listed as attributes: <c>[Input(1, 28, 28)]</c>. An extent that every call chooses is
/// named by its symbol: <c>[Input("T", 80)]</c>, with a <see cref="DimAttribute"/> beside it.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InputAttribute : Attribute
{
    /// <summary>An input whose extents are numbers.</summary>
    /// <param name="shape">The extents of one sample, channels first; nothing for a single number.</param>
    public InputAttribute(params int[] shape) => Shape = [.. shape.Cast<object>()];

    /// <summary>An input whose extents are numbers and symbols.</summary>
    /// <param name="first">The first extent: an <see cref="int"/>, or the name of a symbol.</param>
    /// <param name="rest">The other extents.</param>
    public InputAttribute(object first, params object[] rest) => Shape = [first, .. rest];

    /// <summary>Whether the input is indices of a vocabulary, for an Embedding to read, rather than numbers.</summary>
    public bool Tokens { get; set; }

    /// <summary>What the argument of the generated methods is called.</summary>
    public string Name { get; set; } = "input";

    internal object[] Shape { get; }
}
