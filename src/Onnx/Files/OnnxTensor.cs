namespace Sinter.Onnx.Files;

/// <summary>How the elements of a tensor lie in a file.</summary>
internal enum PayloadForm
{
    /// <summary>Little-endian, one after the other.</summary>
    Raw,

    /// <summary>Packed numbers of variable length, one an element.</summary>
    Varints,

    /// <summary>Packed floats.</summary>
    Singles,

    /// <summary>Packed doubles.</summary>
    Doubles,
}

/// <summary>A region of a file that holds the elements of a tensor.</summary>
/// <param name="File">The file: the model itself, or one beside it.</param>
/// <param name="Form">How they lie there.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">How many bytes.</param>
internal sealed record Payload(string File, PayloadForm Form, long Offset, long Length);

/// <summary>A tensor of a file, whose elements stay there until they are asked for.</summary>
internal sealed record OnnxTensor(string Name, ElementType Type, IReadOnlyList<long> Dims)
{
    /// <summary>Where the elements are; empty for a tensor without any. A field that was not packed has a region for each element.</summary>
    public IReadOnlyList<Payload> Regions { get; init; } = [];

    /// <summary>The number of elements.</summary>
    public long Count => Dims.Aggregate(1L, (product, dim) => product * dim);
}
