namespace Sinter.Generator.Tests.Interpreter;

/// <summary>Walks a box of elements row by row, keeping one offset for each operand.</summary>
internal static class Box
{
    private const int WorthThreads = 1 << 15;

    /// <summary>
    /// Calls <paramref name="visit"/> for every row in row-major order, with where it begins, how far apart its elements are and how many. A row
    /// is what the last axes hold, as many of them as all operands have one behind the other. The offsets are reused between calls.
    /// </summary>
    public static void ForEachRow(int[] dims, int[][] strides, int[] starts, Action<int[], int[], int> visit)
    {
        (dims, strides) = Joined(dims, strides);
        if (!dims.Contains(0)) Walk(dims, strides, starts, visit);
    }

    /// <inheritdoc cref="ForEachRow(int[], int[][], int[], Action{int[], int[], int})"/>
    public static void ForEachRow(int[] dims, int[][] strides, Action<int[], int[], int> visit) => ForEachRow(dims, strides, new int[strides.Length], visit);

    /// <summary>The same in any order, on several threads if there is much to do: every element is written by one visit.</summary>
    public static void ForEachRowOnThreads(int[] dims, int[][] strides, int[] starts, Action<int[], int[], int> visit)
    {
        (dims, strides) = Joined(dims, strides);
        if (dims.Contains(0)) return;
        var pieces = Values.Count(dims) < WorthThreads ? 1 : Math.Min(dims[0], 4 * Environment.ProcessorCount);
        if (pieces == 1)
        {
            Walk(dims, strides, starts, visit);
            return;
        }

        Parallel.For(0, pieces, piece =>
        {
            var (first, end) = ((int)((long)dims[0] * piece / pieces), (int)((long)dims[0] * (piece + 1) / pieces));
            Walk([end - first, .. dims[1..]], strides, [.. starts.Select((start, operand) => start + (first * strides[operand][0]))], visit);
        });
    }

    /// <inheritdoc cref="ForEachRowOnThreads(int[], int[][], int[], Action{int[], int[], int})"/>
    public static void ForEachRowOnThreads(int[] dims, int[][] strides, Action<int[], int[], int> visit) => ForEachRowOnThreads(dims, strides, new int[strides.Length], visit);

    /// <summary>The same box with as few axes as say it, one at least.</summary>
    private static (int[] Dims, int[][] Strides) Joined(int[] dims, int[][] strides)
    {
        var (extents, steps) = (new List<int>(), strides.Select(_ => new List<int>()).ToArray());
        for (var axis = 0; axis < dims.Length; axis++)
        {
            if (dims[axis] == 1) continue;
            var follows = extents.Count > 0 && strides.Zip(steps).All(operand => operand.Second[^1] == operand.First[axis] * dims[axis]);
            if (follows) extents[^1] *= dims[axis];
            else extents.Add(dims[axis]);
            foreach (var (operand, joined) in strides.Zip(steps))
            {
                if (follows) joined[^1] = operand[axis];
                else joined.Add(operand[axis]);
            }
        }

        return extents.Count == 0 ? ([1], [.. strides.Select(_ => new[] { 0 })]) : ([.. extents], [.. steps.Select(operand => operand.ToArray())]);
    }

    private static void Walk(int[] dims, int[][] strides, int[] starts, Action<int[], int[], int> visit)
    {
        int[] steps = [.. strides.Select(operand => operand[^1])];
        var count = Values.Count(dims[..^1]);
        var index = new int[dims.Length - 1];
        var offsets = (int[])starts.Clone();
        for (var i = 0; i < count; i++)
        {
            visit(offsets, steps, dims[^1]);
            for (var axis = index.Length - 1; axis >= 0; axis--)
            {
                for (var operand = 0; operand < offsets.Length; operand++) offsets[operand] += strides[operand][axis];
                if (++index[axis] < dims[axis]) break;
                for (var operand = 0; operand < offsets.Length; operand++) offsets[operand] -= strides[operand][axis] * dims[axis];
                index[axis] = 0;
            }
        }
    }
}
