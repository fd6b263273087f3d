using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Kernels;

/// <summary><see cref="Indexing"/> against its reference, on every path and across partitions.</summary>
public class IndexingTests
{
    private static readonly Workers Three = new(3);

    [Fact]
    public void EveryWidth()
    {
        for (var width = 1; width <= 35; width++) Check(40, width, 13);
    }

    [Theory]
    [InlineData(700, 64, 50)]
    [InlineData(700, 131, 50)]
    [InlineData(3000, 40, 200)]
    [InlineData(50_000, 1, 10)]
    [InlineData(1, 5, 3)]
    [InlineData(0, 5, 3)]
    public void SharedOutByColumnsOrByRows(int count, int width, int rows) => Check(count, width, rows);

    private static void Check(int count, int width, int rows)
    {
        var random = new Random(5);
        using var indices = new GuardedBuffer(count);
        Transfer.Copy(Enumerable.Range(0, count).Select(_ => random.Next(rows)).ToArray(), indices.Start);
        using var table = GuardedBuffer.Random((long)rows * width);
        using var values = GuardedBuffer.Random((long)count * width);
        using var scratch = new GuardedBuffer(ScratchSizes.ScatterAdd(rows));
        Isa.ForEach(() =>
        {
            float[]? first = null;
            foreach (var workers in new[] { Workers.Single, Three })
            {
                using var expected = new GuardedBuffer((long)count * width);
                using var actual = new GuardedBuffer((long)count * width);
                IndexingReference.Gather(expected.Start, table.Start, indices.Start.AsIntegers(), count, width);
                Indexing.Gather(workers, actual.Start, table.Start, indices.Start.AsIntegers(), count, width);
                actual.AssertGuards();
                Bits.AssertSame(expected.ToArray(), actual.ToArray(), "gather");

                using var expectedSums = new GuardedBuffer((long)rows * width);
                using var actualSums = new GuardedBuffer((long)rows * width);
                IndexingReference.ScatterAdd(expectedSums.Start, values.Start, indices.Start.AsIntegers(), count, width, rows);
                Indexing.ScatterAdd(workers, actualSums.Start, values.Start, indices.Start.AsIntegers(), count, width, rows, scratch.Start);
                actualSums.AssertGuards();
                scratch.AssertGuards();
                if (count <= BlockSum<SimdScalar>.Steps) Bits.AssertSame(expectedSums.ToArray(), actualSums.ToArray(), "scatter");
                else Bits.AssertClose(expectedSums.ToArray(), actualSums.ToArray(), 1e-4f);
                first ??= actualSums.ToArray();
                Bits.AssertSame(first, actualSums.ToArray(), "scatter on other threads");
            }
        });
    }
}
