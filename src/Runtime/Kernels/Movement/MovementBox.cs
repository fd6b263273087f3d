namespace Sinter.Runtime;

/// <summary>The axes of a strided copy, outermost first, brought into the order and number that suit the machine.</summary>
internal unsafe struct MovementBox
{
    /// <summary>The most axes a box may have.</summary>
    public const int MaxRank = KernelLimits.CopyAxes;

    public int Rank;
    public fixed long Extents[MaxRank];
    public fixed long OutputStrides[MaxRank];
    public fixed long InputStrides[MaxRank];

    /// <summary>
    /// Drops axes of extent 1, orders the rest so that writes advance in memory, and joins neighbours that both sides walk over as over
    /// one.
    /// </summary>
    public static MovementBox Simplify(ReadOnlySpan<long> extents, ReadOnlySpan<long> outputStrides, ReadOnlySpan<long> inputStrides)
    {
        var box = default(MovementBox);
        for (var axis = 0; axis < extents.Length; axis++)
        {
            if (extents[axis] != 1) box.Insert(extents[axis], outputStrides[axis], inputStrides[axis]);
        }

        box.Join();
        return box;
    }

    /// <summary>Takes an axis out; those behind it move up.</summary>
    public void Remove(int axis)
    {
        for (Rank--; axis < Rank; axis++) Move(axis + 1, axis);
    }

    private void Insert(long extent, long outputStride, long inputStride)
    {
        var place = Rank++;
        for (; place > 0 && Math.Abs(OutputStrides[place - 1]) < Math.Abs(outputStride); place--) Move(place - 1, place);
        Extents[place] = extent;
        OutputStrides[place] = outputStride;
        InputStrides[place] = inputStride;
    }

    private void Join()
    {
        for (var axis = Rank - 2; axis >= 0; axis--)
        {
            var inner = Extents[axis + 1];
            if (OutputStrides[axis] != OutputStrides[axis + 1] * inner || InputStrides[axis] != InputStrides[axis + 1] * inner) continue;
            Extents[axis + 1] *= Extents[axis];
            Remove(axis);
        }
    }

    private void Move(int from, int to)
    {
        Extents[to] = Extents[from];
        OutputStrides[to] = OutputStrides[from];
        InputStrides[to] = InputStrides[from];
    }
}
