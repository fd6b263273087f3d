using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>What becomes of each finished sum of a matrix product or convolution while it is still in a register.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IEpilogue
{
    /// <summary>The elements to store.</summary>
    /// <param name="sum">The finished sums of one row: columns <paramref name="column"/> and following.</param>
    /// <param name="operands">What the epilogue reads besides, such as a bias or a residual.</param>
    /// <param name="row">The row in the whole output.</param>
    /// <param name="column">The column of the first lane. Lanes may lie past the last column; what they become is dropped.</param>
    static abstract V Apply<V>(V sum, ReadOnlySpan<FloatBuffer> operands, long row, int column)
        where V : struct, ISimd<V>;
}

/// <summary>Stores the sums as they are.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Identity : IEpilogue
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V sum, ReadOnlySpan<FloatBuffer> operands, long row, int column)
        where V : struct, ISimd<V> => sum;
}
