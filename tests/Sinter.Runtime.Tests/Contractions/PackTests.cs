using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Contractions;

/// <summary>Packing only moves data: every bit is where the reference puts it, and beyond the last column there are zeros.</summary>
public class PackTests
{
    private static readonly int[] Widths = [1, 2, 3, 4, 5, 6, 8, 31, 32, 33, 35, 64, 70];

    [Fact]
    public void RowsAndColumns_AsTheReferenceDoes()
    {
        foreach (var transposed in (bool[])[false, true])
        foreach (var inner in (int[])[1, 3, 4, 5, 7, 64, 65, 67, 131])
        foreach (var columns in Widths)
        {
            using var b = GuardedBuffer.Random(2L * inner * columns);
            using var expected = new GuardedBuffer(2 * MatMul.PackedLength(inner, columns));
            using var actual = new GuardedBuffer(expected.Length);
            MatMulReference.Pack(expected.Start, b.Start, 2, inner, columns, transposed);
            MatMul.Pack(Workers.Shared, actual.Start, b.Start, 2, inner, columns, transposed);
            Bits.AssertSame(expected.ToArray(), actual.ToArray(), $"{inner} x {columns}, transposed: {transposed}");
            actual.AssertGuards();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void WeightsOfConvolutions_AsTheReferenceDoes(int groups)
    {
        foreach (var (height, width) in ((int, int)[])[(1, 1), (1, 3), (2, 2), (3, 3), (5, 5), (7, 9)])
        foreach (var perGroup in (int[])[1, 2, 3, 4, 7, 16, 33])
        foreach (var outPerGroup in Widths)
        {
            var weight = new Weight(groups, outPerGroup, perGroup, height, width);
            Check(weight.Forward, 0, weight.Length);
            var (backward, offset) = weight.Backward;
            Check(backward, offset, weight.Length);
        }
    }

    [Fact]
    public void PartsOfWindows_AsTheReferenceDoes()
    {
        foreach (var (firstRow, rows, firstColumn, columns) in ((int, int, int, int)[])[(1, 2, 1, 2), (1, 1, 1, 1), (0, 3, 1, 1), (0, 2, 0, 3), (0, 5, 1, 4)])
        foreach (var inChannels in (int[])[1, 3, 16, 70])
        foreach (var outChannels in Widths)
        {
            const int Side = 5;
            var (column, row) = (Side * Side, inChannels * Side * Side);
            var part = new PackView
            {
                Outer = rows,
                OuterStride = Side,
                Middle = columns,
                MiddleStride = 1,
                Inner = inChannels,
                InnerStride = column,
                Columns = outChannels,
                ColumnStride = row,
            };
            Check(part, (firstRow * Side) + firstColumn, outChannels * row);

            // The gradient's: backwards, and with the channels exchanged.
            var reversed = part with { OuterStride = -Side, MiddleStride = -1, Inner = outChannels, InnerStride = row, Columns = inChannels, ColumnStride = column };
            Check(reversed, ((firstRow + rows - 1) * Side) + firstColumn + columns - 1, outChannels * row);
        }
    }

    [Fact]
    public void AnyOrderOfAxes_AsTheReferenceDoes()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 2000; trial++)
        {
            // Five axes nested in memory in any order, some of them backwards.
            var extents = Enumerable.Range(0, 5).Select(_ => random.Next(3) == 0 ? 1 : random.Next(1, random.Next(4) == 0 ? 70 : 6)).ToArray();
            var (strides, offset, length) = (new long[5], 0L, 1L);
            foreach (var axis in Enumerable.Range(0, 5).OrderBy(_ => random.Next()))
            {
                strides[axis] = length;
                length *= extents[axis];
                if (random.Next(3) != 0) continue;
                offset += strides[axis] * (extents[axis] - 1);
                strides[axis] *= -1;
            }

            if (length > 1 << 18) continue;
            Check(
                new PackView
                {
                    Count = extents[0],
                    CountStride = strides[0],
                    Outer = extents[1],
                    OuterStride = strides[1],
                    Middle = extents[2],
                    MiddleStride = strides[2],
                    Inner = extents[3],
                    InnerStride = strides[3],
                    Columns = extents[4],
                    ColumnStride = strides[4],
                },
                offset, length);
        }
    }

    [Fact]
    public void ExtentsAreOne_UnlessSet()
    {
        Check(default, 0, 1);
        Check(new PackView { Columns = 40, ColumnStride = 3 }, 0, 120);
    }

    [Fact]
    public void Threads_DoNotChangeABit()
    {
        var weight = new Weight(Groups: 2, OutPerGroup: 150, PerGroup: 90, Height: 3, Width: 3);
        var (view, offset) = weight.Backward;
        using var b = GuardedBuffer.Random(weight.Length);
        float[]? first = null;
        foreach (var threads in Sums.ThreadCounts)
        {
            using var workers = new Workers(threads);
            var actual = Pack(workers, b, offset, view);
            first ??= actual;
            Bits.AssertSame(first, actual, $"{threads} threads");
        }
    }

    [Fact]
    public void AllocatesNothing()
    {
        var weight = new Weight(Groups: 1, OutPerGroup: 40, PerGroup: 8, Height: 3, Width: 3);
        using var b = GuardedBuffer.Random(weight.Length);
        using var packed = new GuardedBuffer(MatMul.PackedLength(weight.Forward.Rows, weight.Forward.Columns));
        var before = 0L;
        for (var call = 0; call < 2; call++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            MatMul.Pack(Workers.Single, packed.Start, b.Start, weight.Forward);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Check(in PackView view, long offset, long length)
    {
        using var b = GuardedBuffer.Random(length, misalignment: 3);
        using var expected = new GuardedBuffer(view.Count * MatMul.PackedLength(view.Rows, view.Columns));
        MatMulReference.Pack(expected.Start, b.Start.At(offset), view);
        Bits.AssertSame(expected.ToArray(), Pack(Workers.Shared, b, offset, view), view.ToString());
    }

    private static float[] Pack(Workers workers, GuardedBuffer b, long offset, in PackView view)
    {
        using var packed = new GuardedBuffer(view.Count * MatMul.PackedLength(view.Rows, view.Columns), misalignment: 1);
        MatMul.Pack(workers, packed.Start, b.Start.At(offset), view);
        packed.AssertGuards();
        return packed.ToArray();
    }

    /// <summary>A weight as PyTorch stores it: <c>[O, I / groups, KH, KW]</c>.</summary>
    private sealed record Weight(int Groups, int OutPerGroup, int PerGroup, int Height, int Width)
    {
        public long Length => (long)Groups * OutPerGroup * PerGroup * Taps;

        /// <summary>Rows in the order <c>[KH, KW, I]</c>, a column for each output channel.</summary>
        public PackView Forward => new()
        {
            Count = Groups,
            CountStride = Length / Groups,
            Middle = Taps,
            MiddleStride = 1,
            Inner = PerGroup,
            InnerStride = Taps,
            Columns = OutPerGroup,
            ColumnStride = PerGroup * Taps,
        };

        /// <summary>Rows in the order <c>[-KH, -KW, O]</c>, a column for each input channel.</summary>
        public (PackView View, long Offset) Backward => (
            Forward with { MiddleStride = -1, Inner = OutPerGroup, InnerStride = PerGroup * Taps, Columns = PerGroup, ColumnStride = Taps },
            Taps - 1);

        private int Taps => Height * Width;
    }
}
