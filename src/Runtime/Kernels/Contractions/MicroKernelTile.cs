using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>What one register tile computes: <c>C[r, c] (+)= sum over k of A[r, k] * B[k, c]</c>. Strides are in bytes.</summary>
/// <remarks>
/// The sum runs over three nested loops: a matrix needs the innermost alone, a convolution moves on by a row of its window with the
/// outermost. B moves by <see cref="StepB"/> with every product, and skips what is not used after the inner loops.
/// </remarks>
internal unsafe struct TileArguments
{
    /// <summary>Row 0 of A at k = 0.</summary>
    public BytePointer A;

    /// <summary>From one row to the next within a group of three rows.</summary>
    public nint RowStride;

    /// <summary>From one group of three rows to the next.</summary>
    public nint GroupStride;

    /// <summary>Sets the distance, in floats, between rows that are all equally far apart.</summary>
    public long EvenRows
    {
        set
        {
            RowStride = (nint)(value * sizeof(float));
            GroupStride = 3 * RowStride;
        }
    }

    /// <summary>Iterations of the outermost loop, and how A moves, and how much further than it is by then B.</summary>
    public nint Outer;
    public nint OuterStride;
    public nint OuterSkipB;

    /// <summary>The same for the loop within.</summary>
    public nint Middle;
    public nint MiddleStride;
    public nint MiddleSkipB;

    public nint Inner;
    public nint InnerStride;

    /// <summary>Row k = 0 of B, at the tile's first column.</summary>
    public BytePointer B;

    public nint StepB;

    /// <summary>
    /// What of B is read after this tile, where that may not be in a cache yet: with every product one more place is asked for, so
    /// that it is there in time. Moves on from tile to tile; null where there is nothing.
    /// </summary>
    public BytePointer Ahead;

    public nint AheadStep;

    /// <summary>
    /// Asks for the next part of B, which is as long as this one, while so many rows use this one.
    /// </summary>
    public void LookAheadOfPanel(FloatPointer next, long rows) => LookAhead(next, ScratchSizes.PanelWidth, MicroKernel.TilesOf(rows));

    /// <summary>Asks for what lies from a place on: so many floats for each product of a number of tiles.</summary>
    public void LookAhead(FloatPointer next, long floats, long tiles)
    {
        Ahead = (BytePointer)next;
        AheadStep = (nint)(((floats * sizeof(float)) + tiles - 1) / tiles);
    }

    /// <summary>The tile's first element; whole vectors are stored.</summary>
    public BytePointer C;

    public nint RowStrideC;

    /// <summary>How much further than by a row C moves from one group of three rows to the next.</summary>
    public nint GroupSkipC;

    /// <summary>Adds the sums to what C holds instead of replacing it.</summary>
    public bool Accumulate;

    /// <summary>Whether the sum is a part of a long one, which is added up in shorter blocks.</summary>
    public bool IsLong;
}

/// <summary>The register tile all contractions are made of.</summary>
internal static unsafe partial class MicroKernel
{
    private const int CacheLine = 64;

    /// <summary>
    /// Computes a tile of <typeparamref name="TRows"/> rows, one or two (<typeparamref name="TWidth"/>) vectors wide. All accumulators
    /// live in registers, and each is a chain of multiply-adds in the order of k: what a row comes to does not depend on the tile it is in.
    /// The chains of long sums are cut as <see cref="TileSums"/> says.
    /// </summary>
    /// <remarks>
    /// Where the elements of a row of A are neighbours, two products are taken at a time: without that, a processor that begins four
    /// instructions in a cycle has none to spare for a second thread, and what lies ahead is asked for more than once.
    /// Four pointers and a stride address the twelve rows, as <c>[p]</c>, <c>[p + s]</c>, <c>[p + 2s]</c>: a pointer per row would not
    /// fit the general registers. Compiled at once with full optimisation, for a tiered start would run it unoptimised.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TLanes, T, TRows, TWidth>(TileArguments* tile)
        where TLanes : struct, ILanes<T>
        where T : struct
        where TRows : struct, IConstant
        where TWidth : struct, IConstant
    {
        T left0 = default, right0 = default;
        T left1 = default, right1 = default;
        T left2 = default, right2 = default;
        T left3 = default, right3 = default;
        T left4 = default, right4 = default;
        T left5 = default, right5 = default;
        T left6 = default, right6 = default;
        T left7 = default, right7 = default;
        T left8 = default, right8 = default;
        T left9 = default, right9 = default;
        T left10 = default, right10 = default;
        T left11 = default, right11 = default;
        var b = tile->B;
        var ahead = tile->Ahead == default ? b : tile->Ahead;
        var aheadStep = tile->AheadStep;
        var stepB = tile->StepB;
        var stride = tile->RowStride;
        var step = tile->InnerStride;
        var length = tile->Inner * stepB;
        var odd = tile->Inner & 1;
        var isAheadApart = aheadStep > CacheLine / 2;
        var start = tile->A;
        for (var outer = tile->Outer; outer != 0; outer--)
        {
            var run = start;
            for (var middle = tile->Middle; middle != 0; middle--)
            {
                var p0 = run;
                var p1 = p0 + tile->GroupStride;
                var p2 = p1 + tile->GroupStride;
                var p3 = p2 + tile->GroupStride;
                var end = b + length;
                if (!TLanes.Elementwise && step == sizeof(float))
                {
                    var pairs = end - (odd * stepB);
                    while (b != pairs)
                    {
                        TLanes.Prefetch(ahead);
                        if (isAheadApart) TLanes.Prefetch(ahead + aheadStep);
                        ahead += 2 * aheadStep;
                        var left = TLanes.Load(b);
                        T right = default;
                        if (TWidth.Value > 1) right = TLanes.Load(b + (TLanes.Count * sizeof(float)));
                        MultiplyAdd<TLanes, T, TWidth>(p0, left, right, ref left0, ref right0);
                        if (TRows.Value > 1) MultiplyAdd<TLanes, T, TWidth>(p0 + stride, left, right, ref left1, ref right1);
                        if (TRows.Value > 2) MultiplyAdd<TLanes, T, TWidth>(p0 + (2 * stride), left, right, ref left2, ref right2);
                        if (TRows.Value > 3) MultiplyAdd<TLanes, T, TWidth>(p1, left, right, ref left3, ref right3);
                        if (TRows.Value > 4) MultiplyAdd<TLanes, T, TWidth>(p1 + stride, left, right, ref left4, ref right4);
                        if (TRows.Value > 5) MultiplyAdd<TLanes, T, TWidth>(p1 + (2 * stride), left, right, ref left5, ref right5);
                        if (TRows.Value > 6) MultiplyAdd<TLanes, T, TWidth>(p2, left, right, ref left6, ref right6);
                        if (TRows.Value > 7) MultiplyAdd<TLanes, T, TWidth>(p2 + stride, left, right, ref left7, ref right7);
                        if (TRows.Value > 8) MultiplyAdd<TLanes, T, TWidth>(p2 + (2 * stride), left, right, ref left8, ref right8);
                        if (TRows.Value > 9) MultiplyAdd<TLanes, T, TWidth>(p3, left, right, ref left9, ref right9);
                        if (TRows.Value > 10) MultiplyAdd<TLanes, T, TWidth>(p3 + stride, left, right, ref left10, ref right10);
                        if (TRows.Value > 11) MultiplyAdd<TLanes, T, TWidth>(p3 + (2 * stride), left, right, ref left11, ref right11);
                        left = TLanes.Load(b + stepB);
                        if (TWidth.Value > 1) right = TLanes.Load(b + stepB + (TLanes.Count * sizeof(float)));
                        MultiplyAdd<TLanes, T, TWidth>(p0 + sizeof(float), left, right, ref left0, ref right0);
                        if (TRows.Value > 1) MultiplyAdd<TLanes, T, TWidth>(p0 + stride + sizeof(float), left, right, ref left1, ref right1);
                        if (TRows.Value > 2) MultiplyAdd<TLanes, T, TWidth>(p0 + (2 * stride) + sizeof(float), left, right, ref left2, ref right2);
                        if (TRows.Value > 3) MultiplyAdd<TLanes, T, TWidth>(p1 + sizeof(float), left, right, ref left3, ref right3);
                        if (TRows.Value > 4) MultiplyAdd<TLanes, T, TWidth>(p1 + stride + sizeof(float), left, right, ref left4, ref right4);
                        if (TRows.Value > 5) MultiplyAdd<TLanes, T, TWidth>(p1 + (2 * stride) + sizeof(float), left, right, ref left5, ref right5);
                        if (TRows.Value > 6) MultiplyAdd<TLanes, T, TWidth>(p2 + sizeof(float), left, right, ref left6, ref right6);
                        if (TRows.Value > 7) MultiplyAdd<TLanes, T, TWidth>(p2 + stride + sizeof(float), left, right, ref left7, ref right7);
                        if (TRows.Value > 8) MultiplyAdd<TLanes, T, TWidth>(p2 + (2 * stride) + sizeof(float), left, right, ref left8, ref right8);
                        if (TRows.Value > 9) MultiplyAdd<TLanes, T, TWidth>(p3 + sizeof(float), left, right, ref left9, ref right9);
                        if (TRows.Value > 10) MultiplyAdd<TLanes, T, TWidth>(p3 + stride + sizeof(float), left, right, ref left10, ref right10);
                        if (TRows.Value > 11) MultiplyAdd<TLanes, T, TWidth>(p3 + (2 * stride) + sizeof(float), left, right, ref left11, ref right11);
                        p0 += 2 * sizeof(float);
                        if (TRows.Value > 3) p1 += 2 * sizeof(float);
                        if (TRows.Value > 6) p2 += 2 * sizeof(float);
                        if (TRows.Value > 9) p3 += 2 * sizeof(float);
                        b += 2 * stepB;
                    }
                }

                while (b != end)
                {
                    if (!TLanes.Elementwise)
                    {
                        TLanes.Prefetch(ahead);
                        ahead += aheadStep;
                    }

                    var left = TLanes.Load(b);
                    T right = default;
                    if (TWidth.Value > 1) right = TLanes.Load(b + (TLanes.Count * sizeof(float)));
                    MultiplyAdd<TLanes, T, TWidth>(p0, left, right, ref left0, ref right0);
                    if (TRows.Value > 1) MultiplyAdd<TLanes, T, TWidth>(p0 + stride, left, right, ref left1, ref right1);
                    if (TRows.Value > 2) MultiplyAdd<TLanes, T, TWidth>(p0 + (2 * stride), left, right, ref left2, ref right2);
                    if (TRows.Value > 3) MultiplyAdd<TLanes, T, TWidth>(p1, left, right, ref left3, ref right3);
                    if (TRows.Value > 4) MultiplyAdd<TLanes, T, TWidth>(p1 + stride, left, right, ref left4, ref right4);
                    if (TRows.Value > 5) MultiplyAdd<TLanes, T, TWidth>(p1 + (2 * stride), left, right, ref left5, ref right5);
                    if (TRows.Value > 6) MultiplyAdd<TLanes, T, TWidth>(p2, left, right, ref left6, ref right6);
                    if (TRows.Value > 7) MultiplyAdd<TLanes, T, TWidth>(p2 + stride, left, right, ref left7, ref right7);
                    if (TRows.Value > 8) MultiplyAdd<TLanes, T, TWidth>(p2 + (2 * stride), left, right, ref left8, ref right8);
                    if (TRows.Value > 9) MultiplyAdd<TLanes, T, TWidth>(p3, left, right, ref left9, ref right9);
                    if (TRows.Value > 10) MultiplyAdd<TLanes, T, TWidth>(p3 + stride, left, right, ref left10, ref right10);
                    if (TRows.Value > 11) MultiplyAdd<TLanes, T, TWidth>(p3 + (2 * stride), left, right, ref left11, ref right11);
                    p0 += step;
                    if (TRows.Value > 3) p1 += step;
                    if (TRows.Value > 6) p2 += step;
                    if (TRows.Value > 9) p3 += step;
                    b += stepB;
                }
                run += tile->MiddleStride;
                b += tile->MiddleSkipB;
            }

            start += tile->OuterStride;
            b += tile->OuterSkipB;
        }

        if (!TLanes.Elementwise && tile->Ahead != default) tile->Ahead = ahead;
        var c = tile->C;
        var strideC = tile->RowStrideC;
        var skipC = tile->GroupSkipC;
        if (tile->Accumulate)
        {
            var held = c;
            Add<TLanes, T, TWidth>(ref held, strideC, ref left0, ref right0);
            if (TRows.Value > 1) Add<TLanes, T, TWidth>(ref held, strideC, ref left1, ref right1);
            if (TRows.Value > 2) Add<TLanes, T, TWidth>(ref held, strideC, ref left2, ref right2);
            if (TRows.Value > 3) held += skipC;
            if (TRows.Value > 3) Add<TLanes, T, TWidth>(ref held, strideC, ref left3, ref right3);
            if (TRows.Value > 4) Add<TLanes, T, TWidth>(ref held, strideC, ref left4, ref right4);
            if (TRows.Value > 5) Add<TLanes, T, TWidth>(ref held, strideC, ref left5, ref right5);
            if (TRows.Value > 6) held += skipC;
            if (TRows.Value > 6) Add<TLanes, T, TWidth>(ref held, strideC, ref left6, ref right6);
            if (TRows.Value > 7) Add<TLanes, T, TWidth>(ref held, strideC, ref left7, ref right7);
            if (TRows.Value > 8) Add<TLanes, T, TWidth>(ref held, strideC, ref left8, ref right8);
            if (TRows.Value > 9) held += skipC;
            if (TRows.Value > 9) Add<TLanes, T, TWidth>(ref held, strideC, ref left9, ref right9);
            if (TRows.Value > 10) Add<TLanes, T, TWidth>(ref held, strideC, ref left10, ref right10);
            if (TRows.Value > 11) Add<TLanes, T, TWidth>(ref held, strideC, ref left11, ref right11);
        }

        Store<TLanes, T, TWidth>(ref c, strideC, left0, right0);
        if (TRows.Value > 1) Store<TLanes, T, TWidth>(ref c, strideC, left1, right1);
        if (TRows.Value > 2) Store<TLanes, T, TWidth>(ref c, strideC, left2, right2);
        if (TRows.Value > 3) c += skipC;
        if (TRows.Value > 3) Store<TLanes, T, TWidth>(ref c, strideC, left3, right3);
        if (TRows.Value > 4) Store<TLanes, T, TWidth>(ref c, strideC, left4, right4);
        if (TRows.Value > 5) Store<TLanes, T, TWidth>(ref c, strideC, left5, right5);
        if (TRows.Value > 6) c += skipC;
        if (TRows.Value > 6) Store<TLanes, T, TWidth>(ref c, strideC, left6, right6);
        if (TRows.Value > 7) Store<TLanes, T, TWidth>(ref c, strideC, left7, right7);
        if (TRows.Value > 8) Store<TLanes, T, TWidth>(ref c, strideC, left8, right8);
        if (TRows.Value > 9) c += skipC;
        if (TRows.Value > 9) Store<TLanes, T, TWidth>(ref c, strideC, left9, right9);
        if (TRows.Value > 10) Store<TLanes, T, TWidth>(ref c, strideC, left10, right10);
        if (TRows.Value > 11) Store<TLanes, T, TWidth>(ref c, strideC, left11, right11);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd<TLanes, T, TWidth>(BytePointer a, T leftB, T rightB, ref T left, ref T right)
        where TLanes : struct, ILanes<T>
        where T : struct
        where TWidth : struct, IConstant
    {
        var x = TLanes.LoadA(a);
        left = TLanes.MultiplyAdd(x, leftB, left);
        if (TWidth.Value > 1) right = TLanes.MultiplyAdd(x, rightB, right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLanes, T, TWidth>(ref BytePointer c, nint stride, ref T left, ref T right)
        where TLanes : struct, ILanes<T>
        where T : struct
        where TWidth : struct, IConstant
    {
        left = TLanes.Add(TLanes.Load(c), left);
        if (TWidth.Value > 1) right = TLanes.Add(TLanes.Load(c + (TLanes.Count * sizeof(float))), right);
        c += stride;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes, T, TWidth>(ref BytePointer c, nint stride, T left, T right)
        where TLanes : struct, ILanes<T>
        where T : struct
        where TWidth : struct, IConstant
    {
        TLanes.Store(c, left);
        if (TWidth.Value > 1) TLanes.Store(c + (TLanes.Count * sizeof(float)), right);
        c += stride;
    }
}
