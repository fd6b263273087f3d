using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Kernels;

/// <summary>Generated-style steps through <see cref="Fused"/>.</summary>
public class FusedTests
{
    private static readonly Workers Three = new(3);

    [Fact]
    public void EveryLengthAndEveryTail() => Isa.ForEach(() =>
    {
        for (var count = 0; count <= 70; count++)
        {
            using var input = GuardedBuffer.Random(count);
            using var output = new GuardedBuffer(count);
            Fused.Run<SquarePlusOne>(Workers.Single, [output.Start, input.Start], new CallSizes(1), count, 64, 2);
            output.AssertGuards();
            var expected = input.ToArray().Select(x => SimdScalar.MultiplyAdd(SimdScalar.Fill(x), SimdScalar.Fill(x), 1f).Raw);
            Bits.AssertSame(expected.ToArray(), output.ToArray());
        }
    });

    [Fact]
    public void ThreadsDoNotChangeABit()
    {
        const int Count = 200_003;
        using var input = GuardedBuffer.Random(Count);
        using var expected = new GuardedBuffer(Count);
        Fused.Run<SquarePlusOne>(Workers.Single, [expected.Start, input.Start], new CallSizes(1), Count, 64, 2);
        foreach (var threads in new[] { 2, 3, 7 })
        {
            using var output = new GuardedBuffer(Count);
            Fused.Run<SquarePlusOne>(new Workers(threads), [output.Start, input.Start], new CallSizes(1), Count, 64, 2);
            output.AssertGuards();
            Bits.AssertSame(expected.ToArray(), output.ToArray());
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 7, 5)]
    [InlineData(40, 30, 17)]
    [InlineData(1, 5000, 33)]
    [InlineData(3, 3000, 64)]
    [InlineData(2, 40_000, 1)]
    public void ReductionsAreTheSameForAnyThreadsAndOuterExtent(int outer, int rows, int columns)
    {
        using var input = GuardedBuffer.Random((long)outer * rows * columns);
        using var scratch = new GuardedBuffer(Fused.MaxReduceChunks * columns);
        var exact = new[] { false, true }.Select(max => ReduceExactly(input.ToArray(), outer, rows, columns, max)).ToArray();
        Isa.ForEach(() =>
        {
            foreach (var max in new[] { false, true })
            {
                float[]? first = null;
                foreach (var workers in new[] { Workers.Single, Three, new Workers(5) })
                {
                    using var output = new GuardedBuffer((long)outer * columns);
                    Reduce(workers, output.Start, input.Start, outer, rows, columns, max, scratch.Start);
                    output.AssertGuards();
                    scratch.AssertGuards();
                    first ??= output.ToArray();
                    Bits.AssertSame(first, output.ToArray());
                }

                Bits.AssertClose(exact[max ? 1 : 0], first!, 1e-4f);

                // The last of the outer extent alone.
                using var last = new GuardedBuffer(columns);
                var offset = (long)(outer - 1) * rows * columns;
                Reduce(Three, last.Start, input.Start.At(offset), 1, rows, columns, max, scratch.Start);
                Bits.AssertSame(first.AsSpan((outer - 1) * columns), last.ToArray());
            }
        });
    }

    [Fact]
    public void NothingIsAllocated()
    {
        const int Count = 100_000;
        using var input = GuardedBuffer.Random(Count);
        using var output = new GuardedBuffer(Count);
        using var scratch = new GuardedBuffer(Fused.MaxReduceChunks * 10);

        // Not literals at the call: before it is optimised, a constant span costs an allocation of its own.
        long[] extents = [100, 1000], outputStrides = [1, 100], inputStrides = [1000, 1];
        foreach (var workers in new[] { Workers.Single, Three })
        {
            for (var i = 0; i < 3; i++) Everything();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++) Everything();
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated == 0, $"{allocated} bytes on {workers.Threads} threads");

            void Everything()
            {
                Fused.Run<SquarePlusOne>(workers, [output.Start, input.Start], new CallSizes(1), Count, 64, 2);
                Reduce(workers, output.Start, input.Start, 1, Count / 10, 10, max: false, scratch.Start);
                Movement.Copy(workers, output.Start, input.Start, extents, outputStrides, inputStrides);
                Movement.Fill(workers, output.Start, Count, 1f);
            }
        }
    }

    private static void Reduce(Workers workers, FloatBuffer output, FloatBuffer input, int outer, int rows, int columns, bool max, FloatBuffer scratch)
    {
        Dimensions.Rows = rows;
        Dimensions.Columns = columns;
        if (max) Fused.Reduce<MaxOfRows>(workers, output, [input], new CallSizes(1), outer, rows, columns, max, scratch);
        else Fused.Reduce<SumOfRows>(workers, output, [input], new CallSizes(1), outer, rows, columns, max, scratch);
    }

    private static float[] ReduceExactly(float[] input, int outer, int rows, int columns, bool max)
    {
        var result = new float[outer * columns];
        for (var o = 0; o < outer; o++)
        {
            for (var column = 0; column < columns; column++)
            {
                var values = Enumerable.Range(0, rows).Select(row => (double)input[(((o * rows) + row) * columns) + column]);
                result[(o * columns) + column] = (float)(max ? values.Max() : values.Sum());
            }
        }

        return result;
    }

    // What generated code has as literals.
    private static class Dimensions
    {
        public static int Rows { get; set; }

        public static int Columns { get; set; }
    }

    private readonly struct SquarePlusOne : IFusedStep
    {
        public static void Run<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long begin, long end)
            where V : struct, ISimd<V>
        {
            var (output, input) = (operands[0], operands[1]);
            for (var i = begin; i < end; i += V.Count)
            {
                var x = V.Load(input, i);
                Lanes.Store(V.MultiplyAdd(x, x, 1f), output, i, end - i);
            }
        }
    }

    private readonly struct SumOfRows : IFusedReduction
    {
        public static void Accumulate<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long outer, long begin, long end, FloatBuffer partial)
            where V : struct, ISimd<V>
        {
            var input = operands[0].At(outer * Dimensions.Rows * Dimensions.Columns);
            for (var column = 0; column < Dimensions.Columns; column += V.Count)
            {
                var sum = V.Fill(0f);
                for (var row = begin; row < end; row++) sum += V.Load(input, (row * Dimensions.Columns) + column);
                Lanes.Store(sum, partial, column, Dimensions.Columns - column);
            }
        }
    }

    private readonly struct MaxOfRows : IFusedReduction
    {
        public static void Accumulate<V>(ReadOnlySpan<FloatBuffer> operands, in CallSizes sizes, long outer, long begin, long end, FloatBuffer partial)
            where V : struct, ISimd<V>
        {
            var input = operands[0].At(outer * Dimensions.Rows * Dimensions.Columns);
            for (var column = 0; column < Dimensions.Columns; column += V.Count)
            {
                var largest = V.Fill(float.NegativeInfinity);
                for (var row = begin; row < end; row++) largest = V.Max(largest, V.Load(input, (row * Dimensions.Columns) + column));
                Lanes.Store(largest, partial, column, Dimensions.Columns - column);
            }
        }
    }
}
