using Sinter.Runtime;

namespace Sinter.Tests.Simd;

/// <summary>The largest error of a function, in units in the last place, and an argument that has it.</summary>
internal readonly record struct FunctionError(double Size, float At)
{
    public FunctionError Or(FunctionError other) => other.Size > Size ? other : this;
}

/// <summary>Some arguments of a function with the exact results, which are computed once for all vectors.</summary>
internal sealed unsafe class FunctionCheck<TFunction>
    where TFunction : struct, IVectorFunction
{
    /// <summary>The most arguments at a time.</summary>
    public const int Length = 4096;

    // Pinned, and with room for the other lanes of a last vector.
    private readonly float[] arguments = GC.AllocateArray<float>(Length + 16, pinned: true);
    private readonly float[] results = GC.AllocateArray<float>(Length + 16, pinned: true);
    private readonly double[] exact = new double[Length];
    private readonly float[] rounded = new float[Length];
    private int count;

    /// <summary>Takes the floats whose bits are so many numbers from a first one on.</summary>
    public void Take(uint firstBits, uint stride, int length)
    {
        count = 0;
        for (var i = 0u; i < length; i++) Add(BitConverter.UInt32BitsToSingle(firstBits + (i * stride)));
    }

    public void Take(ReadOnlySpan<float> values)
    {
        count = 0;
        foreach (var value in values) Add(value);
    }

    /// <summary>The largest error on a vector, or half a unit at NaN, what correct rounding leaves, if it is not larger.</summary>
    public FunctionError Worst<V>()
        where V : struct, ISimd<V>
    {
        if (count == 0) return default;
        var worst = new FunctionError(0.5, float.NaN);
        arguments.AsSpan(count, 16).Fill(arguments[count - 1]);
        fixed (float* x = arguments, y = results)
        {
            var (source, target) = (new FloatBuffer(x), new FloatBuffer(y));
            Planned.Limit(ref source, arguments.Length);
            Planned.Limit(ref target, results.Length);
            for (var i = 0; i < count; i += V.Count) V.Store(TFunction.Apply(V.Load(source, i)), target, i);
        }

        for (var i = 0; i < count; i++)
        {
            // Most results are the nearest float, and need no division.
            if (results[i] == rounded[i] && results[i] != 0) continue;
            var error = UnitsInTheLastPlace.Error(exact[i], results[i]);
            if (error > worst.Size) worst = new(error, arguments[i]);
        }

        return worst;
    }

    private void Add(float x)
    {
        if (!TFunction.Takes(x)) return;
        arguments[count] = x;
        exact[count] = TFunction.Exact(x);
        rounded[count] = (float)exact[count];
        count++;
    }
}
