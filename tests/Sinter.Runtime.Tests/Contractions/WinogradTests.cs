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

    [Theory]
    [InlineData(32, 3)]
    [InlineData(128, 4)]
    [InlineData(512, 13)]
    public void ErrorIsThatOfThePlainSumTimesWhatTheDocumentationSays(int channels, double factor)
    {
        // In the root mean square, where the bound that the other tests hold is far away. The plain sum is added up in blocks.
        var shape = Derived(Shape(12, 12, channels, 32), 1, 1);
        var (plain, filtered) = (Error(shape, ConvolutionKind.Forward), Error(shape, ConvolutionKind.Winograd));
        Assert.True(filtered < factor * plain, $"With {channels} channels the error is {filtered:E2}, of the plain sum {plain:E2}.");
    }

    [Theory]
    [InlineData(1e4f)]
    [InlineData(1e6f)]
    [InlineData(float.NaN)]
    public void AnOutlierCostsTheTilesItLiesInDigitsAndNoOthers(float outlier)
    {
        // What docs/accuracy.md says: errors are relative to the largest pixel of a tile, and reach five pixels.
        const int Side = 28, Middle = 14, Channels = 64;
        var shape = Derived(Shape(Side, Side, Channels, Channels), 1, 1);
        using var image = Uniform(Side * Side * Channels, 1, 0, 1);
        using var weight = Uniform(shape.Inner * Channels, 2, -1f / 24, 1f / 24);
        using var packed = new GuardedBuffer(MatMul.PackedLength(shape.Inner, Channels));
        using var transformed = new GuardedBuffer(ScratchSizes.WinogradWeight(Channels, Channels));
        using var plain = new GuardedBuffer(Side * Side * Channels);
        using var filtered = new GuardedBuffer(Side * Side * Channels);
        using var without = new GuardedBuffer(Side * Side * Channels);
        using var scratch = new GuardedBuffer(Math.Max(ScratchSizes.ConvolutionForward(shape, 1), ScratchSizes.ConvolutionWinograd(shape, 1)));
        MatMul.Pack(Workers.Single, packed.Start, weight.Start, 1, (int)shape.Inner, Channels, transposed: true);
        Convolution.TransformWeight(Workers.Single, transformed.Start, weight.Start, Channels, Channels);
        Convolution.ForwardWinograd<Identity>(Workers.Single, without.Start, image.Start, transformed.Start, shape, 1, scratch.Start, []);
        image.Start[((Middle * Side) + Middle) * Channels] = outlier;
        Convolution.Forward<Identity>(Workers.Single, plain.Start, image.Start, packed.Start, shape, 1, scratch.Start, []);
        Convolution.ForwardWinograd<Identity>(Workers.Single, filtered.Start, image.Start, transformed.Start, shape, 1, scratch.Start, []);
        var near = 0.0;
        for (var i = 0; i < Side * Side * Channels; i++)
        {
            var distance = Math.Max(Math.Abs((i / Channels / Side) - Middle), Math.Abs((i / Channels % Side) - Middle));
            if (distance <= 1) continue;
            var error = Math.Abs(filtered.Start[i] - plain.Start[i]);
            if (distance > 5) Assert.Equal(without.Start[i], filtered.Start[i]);
            else near = Math.Max(near, float.IsNaN(error) ? double.PositiveInfinity : error);
        }

        var found = $"Off by {near:E1} near a pixel of {outlier}.";
        Assert.True(float.IsNaN(outlier) ? double.IsPositiveInfinity(near) : near > 1e-9 * outlier && near < 1e-7 * outlier, found);
    }

    private static GuardedBuffer Uniform(long count, int seed, float low, float high)
    {
        var random = new Random(seed);
        var values = new GuardedBuffer(count);
        for (var i = 0L; i < count; i++) values.Start[i] = low + ((high - low) * random.NextSingle());
        return values;
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
        using var packed = new ConvolutionCase(shape, batch, ConvolutionKind.WinogradPacked);
        var (exact, magnitudes) = instance.Reference();
        for (var i = 0; i < magnitudes.Length; i++) magnitudes[i] *= Winograd.ErrorFactor;
        Isa.ForEach(() =>
        {
            var single = instance.Run(Workers.Single);
            Sums.AssertClose(exact, magnitudes, instance.Terms, single, shape.ToString());
            Bits.AssertSame(single, packed.Run(Workers.Single), $"{shape} with its weight transformed in the call");
            foreach (var threads in Sums.ThreadCounts)
            {
                using var workers = Workers.CreatePrivate(threads);
                Bits.AssertSame(single, instance.Run(workers), $"{shape} on {threads} threads");
                Bits.AssertSame(single, packed.Run(workers), $"{shape} with its weight transformed in the call on {threads} threads");
            }
        });
        Assert.Equal(0, instance.Allocated());
        Assert.Equal(0, packed.Allocated());
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
