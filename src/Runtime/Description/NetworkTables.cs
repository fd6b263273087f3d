namespace Sinter;

/// <summary>The distributions a parameter can be filled from; bounds that depend on the shape are already worked out.</summary>
public enum InitialDistribution
{
    /// <summary>The same value everywhere: the first number.</summary>
    Constant,

    /// <summary>Uniform from the first number up to the second.</summary>
    Uniform,

    /// <summary>Normal; the first number is the mean, the second the standard deviation.</summary>
    Normal,

    /// <summary>Normal, drawn again until within two standard deviations of the mean.</summary>
    TruncatedNormal,
}

/// <summary>One row of a network's parameter table.</summary>
/// <param name="Key">The name in a PyTorch <c>state_dict</c>.</param>
/// <param name="Shape">PyTorch's shape; the values lie in row-major order of it.</param>
/// <param name="Offset">Where the values start in the parameter arena, in floats; a multiple of 16.</param>
/// <param name="Distribution">How a new network fills it.</param>
/// <param name="First">The distribution's first number.</param>
/// <param name="Second">The distribution's second number.</param>
/// <param name="Decays">Whether weight decay applies; false for biases and the scales and shifts of normalisations.</param>
public sealed record ParameterInfo(
    string Key, IReadOnlyList<int> Shape, long Offset, InitialDistribution Distribution, float First, float Second, bool Decays = true)
{
    /// <summary>
    /// Whether it is declared frozen (<c>Frozen()</c>, <c>[Freeze(…)]</c>): a trainer has no gradient of it and leaves it
    /// as it is.
    /// </summary>
    public bool IsFrozen { get; init; }

    /// <summary>PyTorch's shape; the values lie in row-major order of it. A copy that nobody can write.</summary>
    public IReadOnlyList<int> Shape
    {
        get;
        init => field = Array.AsReadOnly(value.ToArray());
    } = Array.AsReadOnly(Shape.ToArray());

    /// <summary>The row that a new network fills with zeros instead, such as that of a table's padding; null for none.</summary>
    public int? ZeroRow { get; init; }

    /// <summary>The number of values: the product of the extents.</summary>
    public long Length { get; } = NetworkInfo.Elements(Shape);
}

/// <summary>One row of a network's state table: values a training step rewrites, such as running statistics.</summary>
/// <param name="Key">The name in a PyTorch <c>state_dict</c>.</param>
/// <param name="Shape">PyTorch's shape; empty for a scalar.</param>
/// <param name="Offset">Where the values start in the state arena, in floats; a multiple of 16.</param>
/// <param name="Initial">The value of every element before training.</param>
/// <param name="IsCounter">Whether it counts, as <c>num_batches_tracked</c> does: its values are 64-bit integers, in memory and in files.</param>
public sealed record StateInfo(string Key, IReadOnlyList<int> Shape, long Offset, float Initial, bool IsCounter = false)
{
    /// <summary>PyTorch's shape; empty for a scalar. A copy that nobody can write.</summary>
    public IReadOnlyList<int> Shape
    {
        get;
        init => field = Array.AsReadOnly(value.ToArray());
    } = Array.AsReadOnly(Shape.ToArray());

    /// <summary>What a training step adds to a counter.</summary>
    public long PerStep { get; init; }

    /// <summary>The floats that the values take in the state arena.</summary>
    internal long ArenaLength => IsCounter ? sizeof(long) / sizeof(float) * Length : Length;

    /// <summary>The number of values: the product of the extents.</summary>
    public long Length { get; } = NetworkInfo.Elements(Shape);
}

/// <summary>
/// One row of <see cref="NetworkInfo.Summary"/>: a layer, or what stands in a definition outside of all layers, such as an operator, a
/// matrix product or a weight. A layer that is made of others has what it does besides them: they carry the rest.
/// </summary>
/// <param name="Name">The full name of a layer, the key of a weight, or the operation and a number: "conv1", "add1".</param>
/// <param name="Kind">The layer's method, or the operation: "Conv2d", "Add".</param>
/// <param name="Depth">How many layers it is nested in.</param>
/// <param name="Output">The shape that comes out: "[B, 32, 28, 28]".</param>
/// <param name="Parameters">Values in the parameters that first appear here.</param>
/// <param name="Flops">Floating-point operations per sample, a multiply-add counted as two; <see cref="long.MaxValue"/> if there are more.</param>
/// <param name="SeenHeight">
/// The height of the smallest box around the pixels of an input image that one output value depends on, at the most and as if images
/// had no borders; 0 where that is not known or means nothing.
/// </param>
/// <param name="SeenWidth">Its width, likewise.</param>
public sealed record LayerInfo(string Name, string Kind, int Depth, string Output, long Parameters, long Flops, long SeenHeight = 0, long SeenWidth = 0)
{
    /// <summary>How many of <see cref="Parameters"/> are frozen.</summary>
    public long FrozenParameters { get; init; }

    /// <summary>The side of that box where it is a square; 0 where it is none.</summary>
    public long ReceptiveField => SeenHeight == SeenWidth ? SeenHeight : 0;
}

/// <summary>An input or output of a network.</summary>
/// <param name="Name">The name of the argument.</param>
/// <param name="Shape">The shape of one sample, without the batch, with every symbol at its largest; empty for one number per sample.</param>
/// <param name="IsTokens">Whether it holds integers rather than floats.</param>
public sealed record PortInfo(string Name, IReadOnlyList<int> Shape, bool IsTokens = false)
{
    /// <summary>The shape of one sample, without the batch, with every symbol at its largest; empty for one number per sample. A copy that nobody can write.</summary>
    public IReadOnlyList<int> Shape
    {
        get;
        init => field = Array.AsReadOnly(value.ToArray());
    } = Array.AsReadOnly(Shape.ToArray());

    /// <summary>The extents of one sample as they are declared: "T", "80". The numbers of <see cref="Shape"/> unless some are symbols.</summary>
    public IReadOnlyList<string>? Extents
    {
        get;
        init => field = value is null ? null : Array.AsReadOnly(value.ToArray());
    }

    /// <summary>Whether a call may leave it out, by passing nothing for it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether no extent is a symbol.</summary>
    public bool IsFixed => Extents is null;

    /// <summary>Elements per sample, with every symbol at its largest: the product of the extents.</summary>
    public long Length { get; } = NetworkInfo.Elements(Shape);

    /// <summary>The shape of one sample as PyTorch prints it: "[1, 28, 28]", "[T, 80]".</summary>
    public override string ToString() => Extents is null ? NetworkInfo.Describe(Shape) : $"[{string.Join(", ", Extents)}]";
}

/// <summary>A symbol of the shapes, which every call binds.</summary>
/// <param name="Symbol">As it is declared: "T".</param>
/// <param name="Argument">What the argument of the generated methods is called: "t".</param>
/// <param name="Min">The least value of a call.</param>
/// <param name="Max">The largest value of a call: memory is planned for it.</param>
/// <param name="MultipleOf">What divides every value of a call.</param>
public sealed record DimensionInfo(string Symbol, string Argument, int Min, int Max, int MultipleOf = 1)
{
    /// <summary>The symbol and its range: "T from 1 to 512".</summary>
    public override string ToString() => $"{Symbol} from {Min} to {Max}" + (MultipleOf == 1 ? "" : $" in steps of {MultipleOf}");
}
