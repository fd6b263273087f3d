using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Contractions;

public class MatMulTests
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void EveryHeightAndWidthAgreesWithTheReference(bool transposedA, bool packed)
    {
        for (var rows = 1; rows <= 25; rows++)
        {
            // All widths in a few heights, all heights in a few widths.
            for (var columns = 1; columns <= 70; columns += rows is 1 or 2 or 12 ? 1 : 13)
                Check(new(1, rows, 1 + ((rows + columns) % 9), columns, transposedA, packed, true));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(13)]
    public void EveryInnerExtentAgreesWithTheReference(int rows)
    {
        for (var inner = 1; inner <= 40; inner++)
        {
            Check(new(1, rows, inner, 17, false, true, true));
            Check(new(1, rows, inner, 40, true, false, true));
        }
    }

    [Theory]
    [InlineData(1, 300, 10)]
    [InlineData(1, 301, 50)]
    [InlineData(1, 70, 333)]
    [InlineData(14, 300, 40)]
    [InlineData(110, 70, 33)] // several blocks of rows
    [InlineData(26, 800, 140)] // in slices where A or B is not packed
    [InlineData(25, 4100, 10)] // in slices
    public void LargeOnesAgreeWithTheReference(int rows, int inner, int columns)
    {
        foreach (var transposedA in (bool[])[false, true])
        foreach (var packed in (bool[])[false, true])
            Check(new(1, rows, inner, columns, transposedA, packed, true));
    }

    [Theory]
    [InlineData(false, true, true)]
    [InlineData(false, true, false)]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public void CountsIndependentProducts(bool transposedA, bool packed, bool shared)
    {
        foreach (var rows in (int[])[1, 5, 14])
        foreach (var columns in (int[])[7, 33])
            Check(new(3, rows, 11, columns, transposedA, packed, shared));
    }

    [Theory]
    [InlineData(1, 9, 9, 9)]
    [InlineData(1, 30, 1000, 17)]
    [InlineData(1, 65, 300, 40)]
    [InlineData(1, 130, 150, 96)]
    [InlineData(3, 7, 500, 20)]
    [InlineData(1, 26, 800, 256)]
    public void SplitSumsAgreeWithTheReference(long count, long rows, long inner, int columns)
    {
        foreach (var transposedA in (bool[])[false, true])
        foreach (var packed in (bool[])[false, true])
            Check(new(count, rows, inner, columns, transposedA, packed, SharedB: false), split: true);
    }

    [Theory]
    [InlineData(1, 200, 300, 100)]
    [InlineData(1, 1, 3000, 70)]
    [InlineData(1, 1, 600, 700)]
    [InlineData(6, 70, 40, 33)]
    public void ThreadsDoNotChangeABit(long count, long rows, long inner, int columns)
    {
        foreach (var split in (bool[])[false, true])
        {
            var shape = new MatMulShape(count, rows, inner, columns, TransposedA: split, PackedB: !split, SharedB: count == 1);
            using var operands = new Operands(shape);
            float[]? first = null;
            foreach (var threads in Sums.ThreadCounts)
            {
                using var workers = new Workers(threads);
                var actual = operands.Run(workers, split);
                first ??= actual;
                Bits.AssertSame(first, actual, $"{shape} on {threads} threads");
            }
        }
    }

    [Fact]
    public void AllocatesNothing()
    {
        var shape = new MatMulShape(1, 50, 300, 70, false, true, true);
        using var operands = new Operands(shape);
        operands.Measure(Workers.Single);
        Assert.Equal(0, operands.Measure(Workers.Single));
    }

    private static void Check(MatMulShape shape, bool split = false)
    {
        if (shape is { Rows: 1, Reversed: false } && !split) Check(shape with { Reversed = true });
        using var operands = new Operands(shape);
        var (exact, magnitudes) = operands.Reference(split);
        Isa.ForEach(() => Sums.AssertClose(exact, magnitudes, shape.Inner, operands.Run(Workers.Single, split), shape.ToString()));
    }

    private sealed class Operands : IDisposable
    {
        private readonly MatMulShape shape;
        private readonly GuardedBuffer a;
        private readonly GuardedBuffer b;
        private readonly GuardedBuffer bias;
        private readonly GuardedBuffer residual;
        private readonly GuardedBuffer columns;

        public Operands(MatMulShape shape)
        {
            this.shape = shape;
            var matrices = shape.SharedB ? 1 : shape.Count;
            a = GuardedBuffer.Random(shape.Count * shape.Rows * shape.Inner, 1, misalignment: 3);
            if (shape.PackedB)
            {
                using var plain = GuardedBuffer.Random(matrices * shape.Inner * shape.Columns, 2);
                b = new GuardedBuffer(matrices * MatMul.PackedLength(shape.Inner, shape.Columns));
                MatMulReference.Pack(b.Start, plain.Start, (int)matrices, (int)shape.Inner, shape.Columns, transposed: false);
            }
            else
            {
                b = GuardedBuffer.Random(matrices * shape.Inner * shape.Columns, 2, misalignment: 5);
            }

            bias = GuardedBuffer.Random(shape.Columns, 3);
            residual = GuardedBuffer.Random(shape.Count * shape.Rows * shape.Columns, 4);
            columns = new GuardedBuffer([shape.Columns]);
        }

        private FloatBuffer[] Places => [bias.Start, residual.Start, columns.Start];

        public (float[] Exact, float[] Magnitudes) Reference(bool identity)
        {
            using var output = new GuardedBuffer(residual.Length);
            if (identity) MatMulReference.Run<Identity>(output.Start, a.Start, b.Start, shape, default);
            else MatMulReference.Run<BiasAndResidual>(output.Start, a.Start, b.Start, shape, Places);
            var exact = output.ToArray();
            using var magnitudesA = Sums.Magnitudes(a);
            using var magnitudesB = Sums.Magnitudes(b);
            using var magnitudesBias = Sums.Magnitudes(bias);
            using var magnitudesResidual = Sums.Magnitudes(residual);
            FloatBuffer[] places = [magnitudesBias.Start, magnitudesResidual.Start, columns.Start];
            MatMulReference.Run<BiasAndResidual>(output.Start, magnitudesA.Start, magnitudesB.Start, shape, places);
            return (exact, output.ToArray());
        }

        public float[] Run(Workers workers, bool split)
        {
            using var output = new GuardedBuffer(residual.Length, misalignment: 1);
            if (split)
            {
                using var scratch = new GuardedBuffer(ScratchSizes.MatMulSplit(shape));
                MatMul.RunSplit(workers, output.Start, a.Start, b.Start, shape, scratch.Start);
                scratch.AssertGuards();
            }
            else
            {
                MatMul.Run<BiasAndResidual>(workers, output.Start, a.Start, b.Start, shape, Places);
            }

            output.AssertGuards();
            return output.ToArray();
        }

        public long Measure(Workers workers)
        {
            var places = Places;
            using var output = new GuardedBuffer(residual.Length);
            var before = GC.GetAllocatedBytesForCurrentThread();
            MatMul.Run<BiasAndResidual>(workers, output.Start, a.Start, b.Start, shape, places);
            MatMul.Run<Identity>(workers, output.Start, a.Start, b.Start, shape, default);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        public void Dispose()
        {
            a.Dispose();
            b.Dispose();
            bias.Dispose();
            residual.Dispose();
            columns.Dispose();
        }
    }
}
