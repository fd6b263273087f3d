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

    /// <summary>Refuses what cannot be broadcast, with the shapes that the author sees rather than the aligned ones.</summary>
    public static void Check(string name, Shape left, Shape right)
    {
        var (first, second) = (left.Dims.Skip(left.IsBatched ? 1 : 0).Reverse().ToArray(), right.Dims.Skip(right.IsBatched ? 1 : 0).Reverse().ToArray());
        for (var axis = 0; axis < Math.Min(first.Length, second.Length); axis++)
        {
            if (first[axis] == second[axis] || first[axis].IsOne || second[axis].IsOne) continue;
            var reason = left.IsKnown && right.IsKnown ? $"{first[axis]} and {second[axis]} differ and neither is 1" : Unification.Explain(first[axis], second[axis]);
            throw NetworkDefinitionException.Shape($"{name} cannot broadcast {left} with {right}: {reason}{Fixes.Broadcast(left, right)}.");
        }
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
