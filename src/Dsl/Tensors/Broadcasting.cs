namespace Sinter.Graphs;

/// <summary>NumPy's broadcasting over the dimensions after the batch.</summary>
internal static class Broadcasting
{
    /// <summary>Gives all values the same rank: extents of 1 are inserted after the batch, or in its place.</summary>
    public static int[] Align(params Tensor[] values)
    {
        var (batched, rank) = (false, 0);
        foreach (var value in values) (batched, rank) = (batched || value.Shape.IsBatched, Math.Max(rank, value.Shape.Rank));
        var aligned = new int[values.Length];
        for (var index = 0; index < aligned.Length; index++) aligned[index] = Align(values[index], rank, batched);
        return aligned;
    }

    /// <summary>Refuses what cannot be broadcast, with the shapes that the author sees rather than the aligned ones.</summary>
    public static void Check(string name, Shape left, Shape right)
    {
        for (var back = 1; back <= Math.Min(left.Rank, right.Rank); back++)
        {
            var (first, second) = (left.Dims[left.FullRank - back], right.Dims[right.FullRank - back]);
            if (first == second || first.IsOne || second.IsOne) continue;
            var reason = left.IsKnown && right.IsKnown ? $"{first} and {second} differ and neither is 1" : Unification.Explain(first, second);
            throw NetworkDefinitionException.Shape($"{name} cannot broadcast {left} with {right}: {reason}{Fixes.Broadcast(left, right)}.");
        }
    }

    private static int Align(Tensor value, int rank, bool batched)
    {
        var shape = value.Shape;
        if (shape.Rank == rank && shape.IsBatched == batched) return value.Id;
        var dims = shape.Dims.Skip(shape.IsBatched ? 1 : 0);
        var ones = Enumerable.Repeat<Dim>(1, rank - shape.Rank);
        IEnumerable<Dim> batch = batched ? [shape.IsBatched ? Dim.Batch : 1] : [];
        return value.Builder.Reshape(value.Id, new Shape(batch.Concat(ones).Concat(dims)));
    }
}
