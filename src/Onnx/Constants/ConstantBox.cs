namespace Sinter.Onnx.Constants;

/// <summary>Walks boxes of elements: what reshapes, slices, broadcasts and transposes of constants have in common.</summary>
internal static class ConstantBox
{
    /// <summary>Takes the elements of a box: where it starts, and how far apart its elements are along each axis.</summary>
    public static Array Pick(Array source, int[] dims, int[] steps, int start)
    {
        var places = new int[Constant.CountOf(dims)];
        Fill(places, dims, steps, start);
        return source is float[] floats ? Array.ConvertAll(places, place => floats[place]) : Array.ConvertAll(places, place => ((long[])source)[place]);
    }

    /// <summary>Where the elements of a box lie, in row-major order.</summary>
    public static void Fill(int[] places, int[] dims, int[] steps, int start)
    {
        if (places.Length == 0) return;
        var index = new int[dims.Length];
        var place = start;
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = place;
            for (var axis = dims.Length - 1; axis >= 0; axis--)
            {
                place += steps[axis];
                if (++index[axis] < dims[axis]) break;
                place -= steps[axis] * dims[axis];
                index[axis] = 0;
            }
        }
    }

    /// <summary>The extents that tensors broadcast to, or null.</summary>
    public static int[]? Broadcast(params int[][] shapes)
    {
        var result = new int[shapes.Max(shape => shape.Length)];
        for (var axis = 0; axis < result.Length; axis++)
        {
            result[axis] = 1;
            foreach (var shape in shapes)
            {
                var own = axis - (result.Length - shape.Length);
                if (own < 0 || shape[own] == 1) continue;
                if (result[axis] != 1 && result[axis] != shape[own]) return null;
                result[axis] = shape[own];
            }
        }

        return result;
    }

    /// <summary>The steps that read a tensor wherever <paramref name="dims"/> repeats it.</summary>
    public static int[] StepsFor(int[] own, int[] dims)
    {
        var strides = Constant.StridesOf(own);
        var steps = new int[dims.Length];
        for (var axis = 0; axis < own.Length; axis++) steps[axis + dims.Length - own.Length] = own[axis] == 1 ? 0 : strides[axis];
        return steps;
    }

    /// <summary>The numbers repeated over the extents.</summary>
    public static Constant Expand(Constant value, int[] dims) =>
        value.Dims.SequenceEqual(dims) ? value : Constant.Later(value.Type, dims, () => Pick(value.IsFloat ? value.Floats() : value.Integers(), dims, StepsFor(value.Dims, dims), 0));
}
