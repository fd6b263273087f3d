using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>Where the elements of a matrix, or of several of the same extents, lie in memory: at a stride along each axis.</summary>
/// <remarks>
/// Row <c>(o * Middle + m) * Inner + i</c> of a matrix begins at <c>o * OuterStride + m * MiddleStride + i * InnerStride</c>. So a
/// convolution's weight can be packed as PyTorch stores it, <c>[O, I, KH, KW]</c>, although its rows are in the order <c>[KH, KW, I]</c>.
/// Extents are 1 and strides 0 unless set; a stride may be negative.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct PackView
{
    // Stored less one, so that the default value of the struct means 1.
    private readonly int count, outer, middle, inner, columns;

    /// <summary>Independent matrices.</summary>
    public int Count { get => count + 1; init => count = value - 1; }

    /// <summary>Floats from a matrix to the next.</summary>
    public long CountStride { get; init; }

    /// <summary>The slowest part of the rows of a matrix.</summary>
    public int Outer { get => outer + 1; init => outer = value - 1; }

    /// <summary>Floats from one of <see cref="Outer"/> to the next.</summary>
    public long OuterStride { get; init; }

    /// <summary>The part of the rows between <see cref="Outer"/> and <see cref="Inner"/>.</summary>
    public int Middle { get => middle + 1; init => middle = value - 1; }

    /// <summary>Floats from one of <see cref="Middle"/> to the next.</summary>
    public long MiddleStride { get; init; }

    /// <summary>The fastest part of the rows: neighbours in a panel.</summary>
    public int Inner { get => inner + 1; init => inner = value - 1; }

    /// <summary>Floats from one of <see cref="Inner"/> to the next.</summary>
    public long InnerStride { get; init; }

    /// <summary>Columns of a matrix.</summary>
    public int Columns { get => columns + 1; init => columns = value - 1; }

    /// <summary>Floats from a column to the next.</summary>
    public long ColumnStride { get; init; }

    /// <summary>Rows of a matrix: the extent that is summed over.</summary>
    internal long Rows => (long)Outer * Middle * Inner;
}
