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
