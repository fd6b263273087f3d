using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Contractions;

public class WinogradTests
{
    [Fact]
    public void EveryHeightAndWidthOfTheLastTile()
    {
        for (var height = 3; height <= 10; height++)
        for (var width = 3; width <= 10; width += 2)
            Check(Shape(height, width, 16, 32), batch: 2, padBottom: 1, padRight: 1);
    }

    [Fact]
    public void ChannelsThatAreNoWholePanels()
    {
        Check(Shape(6, 6, 16, 16), 1, 1, 1);
        Check(Shape(6, 6, 48, 80), 3, 1, 1);
    }

    [Fact]
    public void PaddingsAndCrops()
    {
        Check(Shape(9, 8, 16, 16) with { PadTop = 0, PadLeft = 0 }, 2, 0, 0);
        Check(Shape(9, 8, 16, 16) with { PadTop = 2, PadLeft = 0 }, 2, 0, 3);
        Check(Shape(9, 8, 16, 16) with { PadTop = -1, PadLeft = 2 }, 2, -2, 0);
    }

    [Fact]
    public void SeveralChunksAndFewTilesForManyThreads()
    {
        Check(Shape(40, 44, 32, 48), 2, 1, 1);
        Check(Shape(7, 7, 64, 128), 1, 1, 1);

        // So many channels that one position serves some panels of weights at a time: a whole number of such groups, and some panels more.
        Check(Shape(9, 9, 112, 128), 1, 1, 1);
        Check(Shape(30, 34, 128, 208), 2, 1, 1);
    }

    [Fact]
    public void ErrorIsHardlyLargerThanOfThePlainSum()
    {
        // In the root mean square, where the bound that the other tests hold is far away.
        foreach (var channels in (int[])[32, 128, 512])
        {
            var shape = Derived(Shape(12, 12, channels, 32), 1, 1);
            var (plain, filtered) = (Error(shape, ConvolutionKind.Forward), Error(shape, ConvolutionKind.Winograd));
            Assert.True(filtered < 2.5 * plain, $"With {channels} channels the error is {filtered:E2}, of the plain sum {plain:E2}.");
        }
    }

    private static double Error(in ConvolutionShape shape, ConvolutionKind kind)
    {
        using var instance = new ConvolutionCase(shape, 1, kind);
        var (exact, actual) = (instance.Reference().Exact, instance.Run(Workers.Single));
        return Math.Sqrt(exact.Zip(actual, (x, y) => ((double)x - y) * ((double)x - y)).Average());
    }

    private static void Check(ConvolutionShape shape, long batch, int padBottom, int padRight)
    {
        shape = Derived(shape, padBottom, padRight);
        using var instance = new ConvolutionCase(shape, batch, ConvolutionKind.Winograd);
        var (exact, magnitudes) = instance.Reference();
        for (var i = 0; i < magnitudes.Length; i++) magnitudes[i] *= Winograd.ErrorFactor;
        Isa.ForEach(() =>
        {
            var single = instance.Run(Workers.Single);
            Sums.AssertClose(exact, magnitudes, instance.Terms, single, shape.ToString());
            foreach (var threads in Sums.ThreadCounts)
            {
                using var workers = Workers.CreatePrivate(threads);
                Bits.AssertSame(single, instance.Run(workers), $"{shape} on {threads} threads");
            }
        });
        Assert.Equal(0, instance.Allocated());
    }

    private static ConvolutionShape Derived(in ConvolutionShape shape, int padBottom, int padRight)
    {
        Assert.True(Winograd.Suits(shape));
        return ConvolutionCase.Derive(shape, padBottom, padRight);
    }

    private static ConvolutionShape Shape(int height, int width, int inChannels, int outChannels) => new()
    {
        InHeight = height, InWidth = width, InChannels = inChannels, OutChannels = outChannels, KernelHeight = 3, KernelWidth = 3, PadTop = 1, PadLeft = 1,
    };
}
