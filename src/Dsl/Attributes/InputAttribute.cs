namespace Sinter;

/// <summary>The input of a network whose layers are listed as attributes: <c>[Input(1, 28, 28)]</c>.</summary>
/// <param name="shape">The extents of one sample, channels first; nothing for a single number.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InputAttribute(params int[] shape) : Attribute
{
    /// <summary>Whether the input is indices of a vocabulary, for an Embedding to read, rather than numbers.</summary>
    public bool Tokens { get; set; }

    /// <summary>What the argument of the generated methods is called.</summary>
    public string Name { get; set; } = "input";

    internal int[] Shape { get; } = shape;
}
