using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>A generated loop over elements or rows.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IFusedStep
{
    /// <summary>Computes the items [<paramref name="begin"/>, <paramref name="end"/>).</summary>
    /// <param name="operands">The places the step reads and writes.</param>
    /// <param name="sizes">The extents that this call binds.</param>
    /// <param name="begin">The first item, a multiple of the grain given to <see cref="Fused.Run{TStep}"/>.</param>
    /// <param name="end">Behind the last item: a multiple of the grain, or the number of items.</param>
    static abstract void Run<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long begin, long end)
        where V : struct, ISimd<V>;
}

/// <summary>A generated loop that combines the rows of a space [outer, rows, columns] into one row of sums or maxima.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IFusedReduction
{
    /// <summary>Combines the rows [<paramref name="begin"/>, <paramref name="end"/>), at least one, of all columns.</summary>
    /// <param name="operands">The places the step reads.</param>
    /// <param name="sizes">The extents that this call binds.</param>
    /// <param name="outer">The index along the outermost extent.</param>
    /// <param name="begin">The first row.</param>
    /// <param name="end">Behind the last row.</param>
    /// <param name="partial">Receives one number per column.</param>
    static abstract void Accumulate<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long outer, long begin, long end, FloatBuffer partial)
        where V : struct, ISimd<V>;
}
