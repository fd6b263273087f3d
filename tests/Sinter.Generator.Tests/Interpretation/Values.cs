using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpretation;

/// <summary>A dense array in row-major order.</summary>
internal sealed class Values(int[] extents, double[] data)
{
    public Values(int[] extents)
        : this(extents, new double[Count(extents)])
    {
    }

    public int[] Extents { get; } = extents;

    public double[] Data { get; } = data;

    public int Rank => Extents.Length;

    public ref double this[params ReadOnlySpan<int> index] => ref Data[Offset(index)];

    public static int Count(int[] extents) => extents.Aggregate(1, (product, extent) => product * extent);

    /// <summary>The extents of a shape once the batch is known.</summary>
    public static int[] Bind(Shape shape, int batch) => [.. shape.Dims.Select(dim => (int)dim.Evaluate(batch))];

    /// <summary>Every index in row-major order; the array is reused.</summary>
    public static IEnumerable<int[]> Indices(int[] extents)
    {
        var index = new int[extents.Length];
        for (var left = Count(extents); left > 0; left--)
        {
            yield return index;
            for (var axis = extents.Length - 1; axis >= 0 && ++index[axis] == extents[axis]; axis--) index[axis] = 0;
        }
    }

    private int Offset(ReadOnlySpan<int> index)
    {
        if (index.Length != Rank) throw new ArgumentException($"An index of {index.Length} axes does not fit {Rank}.");
        var offset = 0;
        for (var axis = 0; axis < index.Length; axis++)
        {
            if ((uint)index[axis] >= (uint)Extents[axis]) throw new ArgumentOutOfRangeException(nameof(index));
            offset = (offset * Extents[axis]) + index[axis];
        }

        return offset;
    }
}
