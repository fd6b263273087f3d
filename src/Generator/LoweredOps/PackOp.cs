using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.LoweredOps;

/// <summary>Matrices [inner, columns] in the panel order of the matrix kernels, read at strides.</summary>
/// <param name="Count">The number of matrices.</param>
/// <param name="Columns">Columns of a matrix.</param>
/// <param name="Offset">Floats to the first element.</param>
/// <param name="CountStride">Floats from a matrix to the next.</param>
/// <param name="Rows">The rows of a matrix, slowest axis first: none if there is one row only.</param>
/// <param name="ColumnStride">Floats from a column to the next.</param>
internal sealed record PackOp(int Count, int Columns, long Offset, long CountStride, EquatableArray<StridedAxis> Rows, long ColumnStride)
    : LoweredOp(Shape.Of((int)Length(Count, Product(Rows), Columns)))
{
    // What the kernel calls the axes of the rows.
    private static readonly string[] RowNames = ["Outer", "Middle", "Inner"];

    /// <summary>The extent that is summed over.</summary>
    public long Inner => Product(Rows);

    /// <summary>Whether the matrices lie one after another, row after row.</summary>
    public bool IsRows => AreDense && (Columns == 1 || ColumnStride == 1) && HasRowStride(Columns);

    /// <summary>Whether the matrices lie one after another, column after column.</summary>
    public bool IsTransposed => AreDense && (Columns == 1 || ColumnStride == Inner) && HasRowStride(1);

    /// <summary>Extents and strides by the names that the kernel has for them, those of axes with a single element left out.</summary>
    public IEnumerable<(string Name, Extent Value)> Members
    {
        get
        {
            var axes = new List<(string Name, StridedAxis Axis)> { ("Count", new(Count, CountStride)) };
            for (var row = 0; row < Rows.Count; row++) axes.Add((RowNames[RowNames.Length - Rows.Count + row], Rows[row]));
            axes.Add(("Column", new(Columns, ColumnStride)));
            return axes.Where(axis => axis.Axis.Extent > 1).SelectMany(axis => new (string, Extent)[]
            {
                (axis.Name == "Column" ? "Columns" : axis.Name, axis.Axis.Extent), (axis.Name + "Stride", axis.Axis.Stride),
            });
        }
    }

    private bool AreDense => Count == 1 || CountStride == Inner * Columns;

    /// <summary>The floats of packed matrices.</summary>
    public static long Length(long count, long inner, long columns) => count * inner * ((columns + KernelLimits.PanelWidth - 1) / KernelLimits.PanelWidth * KernelLimits.PanelWidth);

    /// <summary>Whether matrices can be packed: columns are filled up, so that a narrow matrix takes up to 32 times its room.</summary>
    public static bool CanHold(long count, long inner, long columns) => Length(count, inner, columns) <= KernelLimits.Columns;

    /// <summary>Matrices that lie one after another, as rows or, <paramref name="transposed"/>, as columns.</summary>
    public static PackOp Plain(int count, int inner, int columns, bool transposed)
    {
        var rows = inner == 1 ? EquatableArray<StridedAxis>.Empty : EquatableArray.Of(new StridedAxis(inner, transposed ? 1 : columns));
        return new(count, columns, 0, (long)inner * columns, rows, transposed ? inner : 1);
    }

    /// <summary>The same matrices where the input of this pack is a view of other memory, or null if the kernel cannot read them there.</summary>
    public PackOp? Of(StridedView view)
    {
        if (!IsRows && !IsTransposed) return null;
        if (view.Split(IsTransposed ? [Count, Columns, Inner] : [Count, Inner, Columns]) is not { } axes) return null;
        var (count, rows, columns) = (axes[0], axes[IsTransposed ? 2 : 1], axes[IsTransposed ? 1 : 2]);
        if (count.Count > 1 || columns.Count > 1 || rows.Count > RowNames.Length) return null;
        return new(Count, Columns, view.Offset, count.Count == 0 ? Inner * Columns : count[0].Stride, rows, columns.Count == 0 ? Inner : columns[0].Stride);
    }

    private static long Product(IEnumerable<StridedAxis> axes) => axes.Aggregate(1L, (product, axis) => product * axis.Extent);

    private bool HasRowStride(long stride) => Rows.Count == 0 || (Rows.Count == 1 && Rows[0].Stride == stride);
}
