namespace Sinter.Graphs;

/// <summary>NumPy's broadcasting over the dimensions after the batch.</summary>
internal static class Broadcasting
{
    /// <summary>Gives all values the same rank: extents of 1 are inserted after the batch, or in its place.</summary>
    public static int[] Align(params Tensor[] values)
    {
        var batched = values.Any(value => value.Shape.IsBatched);
        var rank = values.Max(value => value.Shape.Rank);
        return values.Select(value => Align(value, rank, batched)).ToArray();
    }

    private static int Align(Tensor value, int rank, bool batched)
    {
        var shape = value.Shape;
        var dims = shape.Dims.Skip(shape.IsBatched ? 1 : 0);
        var ones = Enumerable.Repeat<Dim>(1, rank - shape.Rank);
        IEnumerable<Dim> batch = batched ? [shape.IsBatched ? Dim.Batch : 1] : [];
        return value.Builder.Reshape(value.Id, new Shape(batch.Concat(ones).Concat(dims)));
    }
}
