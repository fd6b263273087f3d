using Sinter.Runtime;

namespace Sinter.Checkpoints;

/// <summary>The values that a tensor of an optimizer may have.</summary>
internal enum ValueRange
{
    /// <summary>Every finite number.</summary>
    Numbers,

    /// <summary>0 and above: means of squares.</summary>
    NotNegative,
}

/// <summary>A tensor a file holds, or must hold, and its place in memory.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Shape">Its extents.</param>
/// <param name="IsCounter">Whether the file stores 64-bit integers.</param>
/// <param name="Arena">Where the values are.</param>
/// <param name="Offset">Where in the arena they start.</param>
internal readonly record struct StoredTensor(string Name, IReadOnlyList<int> Shape, bool IsCounter, PinnedArena Arena, long Offset)
{
    /// <summary>Which values it may hold; null for any.</summary>
    public ValueRange? Range { get; init; }

    /// <summary>The number of values.</summary>
    public long Length { get; } = NetworkInfo.Elements(Shape);

    /// <summary>The values as they lie in memory and in a file: a 64-bit integer in the place of two floats.</summary>
    public Span<float> Values => Arena.Slice(Offset, Bytes / sizeof(float));

    /// <summary>The element type's name in the format.</summary>
    public string Type => IsCounter ? "I64" : "F32";

    /// <summary>The bytes of the values in a file.</summary>
    public long Bytes => Length * (IsCounter ? sizeof(long) : sizeof(float));

    /// <summary>Some rows of an arena with the layout of the parameter table.</summary>
    public static List<StoredTensor> OfParameters(NetworkInfo info, IEnumerable<ParameterInfo> rows, PinnedArena arena, string prefix, ValueRange? range = null)
    {
        var tensors = new List<StoredTensor>(info.Parameters.Count + info.States.Count);
        foreach (var row in rows) tensors.Add(new StoredTensor(prefix + row.Key, row.Shape, IsCounter: false, arena, row.Offset) { Range = range });
        return tensors;
    }
}
