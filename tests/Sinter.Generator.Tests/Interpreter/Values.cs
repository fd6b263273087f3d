using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpreter;

/// <summary>A value in double precision, in row-major order. Integers are held as doubles.</summary>
internal sealed record Values(double[] Data, int[] Dims)
{
    public static Values Zeros(params int[] dims) => new(new double[Count(dims)], dims);

    public static Values Filled(double value, int[] dims)
    {
        var result = Zeros(dims);
        Array.Fill(result.Data, value);
        return result;
    }

    public int Rank => Dims.Length;

    /// <summary>Row-major strides.</summary>
    public int[] Strides
    {
        get
        {
            var strides = new int[Dims.Length];
            var stride = 1;
            for (var axis = Dims.Length - 1; axis >= 0; axis--)
            {
                strides[axis] = stride;
                stride *= Dims[axis];
            }

            return strides;
        }
    }

    /// <summary>Strides that read this value wherever <paramref name="dims"/> repeats it.</summary>
    public int[] StridesFor(int[] dims)
    {
        var strides = Strides;
        for (var axis = 0; axis < dims.Length; axis++)
        {
            if (Dims[axis] == 1 && dims[axis] != 1) strides[axis] = 0;
        }

        return strides;
    }

    public static int Count(int[] dims) => dims.Aggregate(1, (product, dim) => checked(product * dim));

    public static int[] Bind(Shape shape, Bindings bindings) => [.. shape.Dims.Select(dim => checked((int)dim.Evaluate(bindings.Of)))];
}

/// <summary>Walks a box of elements row by row, keeping one offset for each operand.</summary>
internal static class Box
{
    /// <summary>Calls <paramref name="visit"/> for every element in row-major order. The offsets are reused between calls.</summary>
    public static void ForEach(int[] dims, int[][] strides, int[] starts, Action<int[]> visit) => Walk(dims, strides, starts, visit);

    /// <summary>Calls <paramref name="visit"/> for every row, which is what the last axis holds, with where it begins, how far apart its elements are and how many.</summary>
    public static void ForEachRow(int[] dims, int[][] strides, Action<int[], int[], int> visit)
    {
        if (dims.Length == 0) (dims, strides) = ([1], [.. strides.Select(_ => new[] { 0 })]);
        int[] steps = [.. strides.Select(operand => operand[^1])];
        if (dims[^1] > 0) Walk(dims[..^1], [.. strides.Select(operand => operand[..^1])], new int[strides.Length], offsets => visit(offsets, steps, dims[^1]));
    }

    private static void Walk(int[] dims, int[][] strides, int[] starts, Action<int[]> visit)
    {
        var count = Values.Count(dims);
        var index = new int[dims.Length];
        var offsets = (int[])starts.Clone();
        for (var i = 0; i < count; i++)
        {
            visit(offsets);
            for (var axis = dims.Length - 1; axis >= 0; axis--)
            {
                for (var operand = 0; operand < offsets.Length; operand++) offsets[operand] += strides[operand][axis];
                if (++index[axis] < dims[axis]) break;
                for (var operand = 0; operand < offsets.Length; operand++) offsets[operand] -= strides[operand][axis] * dims[axis];
                index[axis] = 0;
            }
        }
    }
}
