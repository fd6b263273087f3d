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

    [Theory]
    [InlineData(1, 700, 131, 50)]
    [InlineData(3, 700, 131, 50)]
    [InlineData(3, 3000, 40, 200)]
    [InlineData(40, 30, 5, 7)]
    [InlineData(2000, 3, 1, 10)]
    [InlineData(7, 1, 64, 1)]
    [InlineData(5, 13, 17, 40)]
    [InlineData(2, 300_000, 2, 3)]
    public void GroupsOfRows_WithIndicesOfTheirOwn(int groups, int count, int width, int rows)
    {
        var random = new Random(6);
        using var indices = new GuardedBuffer(groups * count);
        Transfer.Copy(Enumerable.Range(0, groups * count).Select(_ => random.Next(rows)).ToArray(), indices.Start);
        using var table = GuardedBuffer.Random((long)groups * rows * width);
        using var values = GuardedBuffer.Random((long)groups * count * width);
        Isa.ForEach(() =>
        {
            foreach (var workers in new[] { Workers.Single, Three })
            {
                using var expected = new GuardedBuffer((long)groups * count * width);
                using var actual = new GuardedBuffer((long)groups * count * width);
                IndexingReference.SelectRows(expected.Start, table.Start, indices.Start.AsIntegers(), groups, rows, count, width);
                Indexing.SelectRows(workers, actual.Start, table.Start, indices.Start.AsIntegers(), groups, rows, count, width);
                actual.AssertGuards();
                Bits.AssertSame(expected.ToArray(), actual.ToArray(), "rows");
                foreach (var max in new[] { false, true })
                {
                    using var combined = new GuardedBuffer((long)groups * rows * width);
                    using var results = new GuardedBuffer((long)groups * rows * width);
                    using var scratch = new GuardedBuffer(ScratchSizes.Segments(count, rows, max) * workers.Threads);
                    IndexingReference.Segments(combined.Start, values.Start, indices.Start.AsIntegers(), groups, count, width, rows, max);
                    Indexing.Segments(workers, results.Start, values.Start, indices.Start.AsIntegers(), groups, count, width, rows, max, scratch.Start);
                    results.AssertGuards();
                    scratch.AssertGuards();
                    if (max || count <= BlockSum<SimdScalar>.Steps) Bits.AssertSame(combined.ToArray(), results.ToArray(), max ? "largest" : "sums");
                    else Bits.AssertClose(combined.ToArray(), results.ToArray(), 1e-3f);

                    // To the bits of what is chosen first and combined then.
                    using var chosen = new GuardedBuffer((long)groups * rows * width);
                    using var source = new GuardedBuffer(groups * count);
                    Transfer.Copy(Enumerable.Range(0, groups * count).Select(_ => random.Next(rows)).ToArray(), source.Start);
                    Indexing.SelectRows(workers, actual.Start, table.Start, source.Start.AsIntegers(), groups, rows, count, width);
                    Indexing.Segments(workers, results.Start, actual.Start, indices.Start.AsIntegers(), groups, count, width, rows, max, scratch.Start);
                    Indexing.SelectedSegments(workers, chosen.Start, table.Start, source.Start.AsIntegers(), indices.Start.AsIntegers(), groups, rows, count, width, rows, max, scratch.Start);
                    chosen.AssertGuards();
                    scratch.AssertGuards();
                    Bits.AssertSame(results.ToArray(), chosen.ToArray(), "chosen");
                    IndexingReference.SelectedSegments(
                        combined.Start, table.Start, source.Start.AsIntegers(), indices.Start.AsIntegers(), groups, rows, count, width, rows, max, expected.Start);
                    Bits.AssertClose(combined.ToArray(), chosen.ToArray(), 1e-3f);
                }
            }
        });
    }

    [Fact]
    public void Groups_GiveTheBitsOfEachAlone()
    {
        const int Groups = 6, Count = 900, Width = 9, Rows = 4;
        var random = new Random(7);
        using var indices = new GuardedBuffer(Groups * Count);
        Transfer.Copy(Enumerable.Range(0, Groups * Count).Select(_ => random.Next(Rows)).ToArray(), indices.Start);
        using var values = GuardedBuffer.Random(Groups * Count * Width);
        using var scratch = new GuardedBuffer(ScratchSizes.Segments(Count, Rows, max: false) * Three.Threads);
        using var together = new GuardedBuffer(Groups * Rows * Width);
        using var alone = new GuardedBuffer(Groups * Rows * Width);
        Indexing.Segments(Three, together.Start, values.Start, indices.Start.AsIntegers(), Groups, Count, Width, Rows, max: false, scratch.Start);
        for (var group = 0; group < Groups; group++)
        {
            Indexing.Segments(
                Workers.Single, alone.Start.At(group * Rows * Width), values.Start.At(group * Count * Width), indices.Start.AsIntegers().At(group * Count), 1, Count, Width, Rows, max: false, scratch.Start);
        }

        Bits.AssertSame(alone.ToArray(), together.ToArray(), "groups");
    }

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
