using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Kernels;

/// <summary><see cref="Movement"/> against its reference, on every path and across partitions.</summary>
public class MovementTests
{
    private static readonly Workers Three = new(3);

    [Fact]
    public void PlanesOfEverySizeAreTransposed() => Isa.ForEach(() =>
    {
        for (var rows = 1; rows <= 35; rows++)
        {
            for (var columns = 1; columns <= 19; columns++) Compare(Workers.Single, [columns, rows], [1, columns], [rows, 1]);
        }
    });

    [Theory]
    [InlineData(new[] { 2, 3, 4, 5 }, new[] { 0, 2, 3, 1 })]
    [InlineData(new[] { 3, 17, 20, 20 }, new[] { 0, 2, 3, 1 })]
    [InlineData(new[] { 3, 20, 20, 17 }, new[] { 0, 3, 1, 2 })]
    [InlineData(new[] { 2, 33, 4, 24 }, new[] { 0, 2, 1, 3 })]
    [InlineData(new[] { 130, 70 }, new[] { 1, 0 })]
    [InlineData(new[] { 5, 4, 3, 2, 3, 2, 2, 3 }, new[] { 7, 3, 5, 1, 0, 2, 6, 4 })]
    [InlineData(new[] { 40, 30, 20 }, new[] { 2, 1, 0 })]
    [InlineData(new[] { 40, 30, 20 }, new[] { 1, 0, 2 })]
    [InlineData(new[] { 40, 30, 20 }, new[] { 0, 1, 2 })]
    public void AxesAreReordered(int[] extents, int[] order)
    {
        var strides = Strides(extents);
        var to = order.Select(axis => (long)extents[axis]).ToArray();
        Isa.ForEach(() => Compare(Three, to, Strides([.. to.Select(extent => (int)extent)]), [.. order.Select(axis => strides[axis])]));
    }

    [Fact]
    public void RandomBoxesWithAnyStrides()
    {
        var random = new Random(3);
        for (var test = 0; test < 300; test++)
        {
            // Axes in random order in both places, with gaps, repeats and reversals.
            var rank = random.Next(1, 6);
            var extents = Enumerable.Range(0, rank).Select(_ => (long)random.Next(1, 9)).ToArray();
            Compare(test % 2 == 0 ? Workers.Single : Three, extents, RandomStrides(random, extents, canRepeat: false), RandomStrides(random, extents, canRepeat: true));
        }
    }

    [Fact]
    public void LongRunsAreSharedOut()
    {
        Compare(Three, [100_003], [1], [1]);
        Compare(Three, [100_003], [1], [0]);
        Compare(Three, [100_003], [1], [-1]);
        Compare(Three, [50_001], [2], [1]);
        Compare(Three, [3, 40_001], [50_000, 1], [40_001, 1]);
    }

    [Fact]
    public void ScalarsAndEmptyBoxes()
    {
        Compare(Workers.Single, [], [], []);
        Compare(Workers.Single, [1, 1], [7, 3], [9, 9]);
        Compare(Workers.Single, [3, 0, 2], [2, 2, 1], [2, 2, 1]);
    }

    [Fact]
    public void FillWritesExactlyItsCount()
    {
        foreach (var count in new[] { 0, 1, 7, 16, 33, 100_001 })
        {
            using var output = new GuardedBuffer(count);
            Movement.Fill(Three, output.Start, count, 2.5f);
            output.AssertGuards();
            Assert.All(output.ToArray(), value => Assert.Equal(2.5f, value));
        }
    }

    [Fact]
    public void BitPatternsArriveAsTheyLeft()
    {
        int[] words = [0x7F800001, unchecked((int)0xFFC12345), 0, int.MinValue, 1, -1, 0x7FFFFFFF, 42, 43];
        using var input = new GuardedBuffer(words.Length);
        using var output = new GuardedBuffer(words.Length);
        Transfer.Copy(words, input.Start);
        Movement.Copy(Workers.Single, output.Start, input.Start, [words.Length], [1], [1]);
        for (var i = 0; i < words.Length; i++) Assert.Equal(words[i], output.Start.AsIntegers()[i]);
        Movement.Copy(Workers.Single, output.Start, input.Start, [3, 3], [1, 3], [3, 1]);
        for (var i = 0; i < words.Length; i++) Assert.Equal(words[(i % 3 * 3) + (i / 3)], output.Start.AsIntegers()[i]);
    }

    private static void Compare(Workers workers, long[] extents, long[] outputStrides, long[] inputStrides)
    {
        var (outputBefore, outputLength) = Range(extents, outputStrides);
        var (inputBefore, inputLength) = Range(extents, inputStrides);
        using var input = GuardedBuffer.Random(inputLength);
        using var expected = new GuardedBuffer(outputLength);
        using var actual = new GuardedBuffer(outputLength);
        MovementReference.Copy(expected.Start.At(outputBefore), input.Start.At(inputBefore), extents, outputStrides, inputStrides);
        Movement.Copy(workers, actual.Start.At(outputBefore), input.Start.At(inputBefore), extents, outputStrides, inputStrides);
        actual.AssertGuards();
        Bits.AssertSame(expected.ToArray(), actual.ToArray(), $"[{string.Join(",", extents)}] to ({string.Join(",", outputStrides)}) from ({string.Join(",", inputStrides)})");
    }

    // How far a box reaches before its first element, and how long it is in all.
    private static (long Before, long Length) Range(long[] extents, long[] strides)
    {
        var (low, high) = (0L, 0L);
        for (var axis = 0; axis < extents.Length; axis++)
        {
            var reach = Math.Max(0, extents[axis] - 1) * strides[axis];
            (low, high) = (low + Math.Min(0, reach), high + Math.Max(0, reach));
        }

        return (-low, high - low + 1);
    }

    private static long[] RandomStrides(Random random, long[] extents, bool canRepeat)
    {
        var axes = Enumerable.Range(0, extents.Length).ToArray();
        random.Shuffle(axes);
        var strides = new long[extents.Length];
        var stride = (long)random.Next(1, 3);
        foreach (var axis in axes)
        {
            strides[axis] = stride * (random.Next(5) == 0 ? -1 : 1) * (canRepeat && random.Next(5) == 0 ? 0 : 1);
            stride *= extents[axis] + random.Next(2);
        }

        return strides;
    }

    private static long[] Strides(int[] extents)
    {
        var strides = new long[extents.Length];
        var stride = 1L;
        for (var axis = extents.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= extents[axis];
        }

        return strides;
    }
}
