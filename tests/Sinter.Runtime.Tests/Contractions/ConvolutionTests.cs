using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Contractions;

public class ConvolutionTests
{
    private static readonly ConvolutionKind[] Contracted = [ConvolutionKind.Forward, ConvolutionKind.WeightGradient];
    private static readonly ConvolutionKind[] Depthwise = [ConvolutionKind.Depthwise, ConvolutionKind.DepthwiseWeightGradient];

    [Fact]
    public void OneChannelImages()
    {
        foreach (var kernel in (int[])[1, 3, 5, 7]) Check(Square(9, 1, 20, kernel), 3, kernel / 2, Contracted);
    }

    [Fact]
    public void ThreeChannelImages()
    {
        Check(Square(11, 3, 17, 3), 2, 1, Contracted);
        Check(Square(15, 3, 9, 7) with { StrideHeight = 2, StrideWidth = 2 }, 2, 3, Contracted);
        Check(Square(7, 3, 5, 1), 2, 0, Contracted);
    }

    [Fact]
    public void ManyChannels()
    {
        Check(Square(8, 40, 70, 3), 2, 1, Contracted);
        Check(Square(4, 460, 33, 3), 1, 1, Contracted); // in slices
        Check(Square(7, 460, 140, 3) with { StrideHeight = 2, StrideWidth = 2 }, 2, 1, Contracted); // of more panels than go together
        Check(Square(5, 33, 31, 1), 3, 0, Contracted); // a matrix product
        Check(Square(9, 16, 32, 1) with { StrideHeight = 2, StrideWidth = 2 }, 2, 0, Contracted); // read in place, or without what is passed over
        Check(Square(9, 16, 40, 1) with { StrideHeight = 3 }, 9, 0, Contracted);
        Check(Square(14, 64, 40, 1) with { StrideWidth = 2 }, 9, 0, Contracted);
        Check(Square(9, 16, 40, 1) with { StrideHeight = 2, StrideWidth = 2, Groups = 4 }, 2, 0, Contracted);
        Check(Square(6, 8, 40, 1) with { InputStrideHeight = 2, InputStrideWidth = 2 }, 2, 0, Contracted);
        Check(Square(6, 8, 40, 1) with { Groups = 2 }, 2, 0, Contracted);
        Check(Square(6, 8, 40, 1) with { PadTop = -1, PadLeft = -1 }, 2, -1, Contracted);
    }

    [Fact]
    public void EveryWidthOfTheOutput()
    {
        for (var width = 1; width <= 27; width++)
            Check(Square(3, 3, 6, 3) with { InWidth = width, PadTop = 1, PadLeft = 1 }, 1, 1, Contracted);
    }

    [Fact]
    public void LinesOfEveryWidth_OfOneImageAndOfSeveral()
    {
        for (var width = 1; width <= 17; width++)
        {
            var height = 1 + (width % 7);
            Check(Square(height, 32, width % 2 == 0 ? 32 : 40, 3) with { InWidth = width }, 1 + (width % 5), 1, [ConvolutionKind.Forward]);
        }

        Check(Square(9, 32, 33, 3) with { StrideHeight = 2, StrideWidth = 2 }, 4, 1, [ConvolutionKind.Forward]);
        Check(Square(4, 70, 16, 3) with { InputStrideHeight = 2, InputStrideWidth = 2 }, 7, 2, [ConvolutionKind.Forward]);
        Check(Square(4, 460, 40, 3), 5, 1, [ConvolutionKind.Forward]); // in slices
    }

    [Fact]
    public void AsymmetricPaddingAndCrops()
    {
        var shape = Square(9, 5, 6, 3);
        Check(shape with { PadTop = 2, PadLeft = 0 }, 2, padBottom: 1, padRight: 3, Contracted);
        Check(shape with { PadTop = -1, PadLeft = -2 }, 2, padBottom: -2, padRight: -1, Contracted); // in place
        Check(shape with { PadTop = -1, PadLeft = 2 }, 2, padBottom: 3, padRight: -4, Contracted);
    }

    [Fact]
    public void StridesAndDilations()
    {
        var shape = Square(13, 4, 10, 3);
        Check(shape with { StrideHeight = 2, StrideWidth = 3 }, 2, 1, Contracted);
        Check(shape with { DilationHeight = 2, DilationWidth = 3 }, 2, 2, Contracted);
        Check(shape with { DilationHeight = 3, StrideWidth = 2, KernelWidth = 2 }, 2, 2, Contracted);
        Check(shape with { InChannels = 1, DilationHeight = 2 }, 2, 2, Contracted);
        Check(shape with { InChannels = 3, DilationHeight = 2, KernelWidth = 1, KernelHeight = 5 }, 2, 4, Contracted);
    }

    [Fact]
    public void Groups()
    {
        Check(Square(6, 6, 4, 3) with { Groups = 2 }, 2, 1, Contracted);
        Check(Square(5, 9, 105, 3) with { Groups = 3 }, 1, 1, Contracted);
        Check(Square(5, 5, 10, 3) with { Groups = 5, DilationWidth = 2 }, 2, 2, Contracted);
        Check(Square(5, 6, 6, 1) with { Groups = 2 }, 2, 0, Contracted);
    }

    [Fact]
    public void ImageStrides()
    {
        var shape = Square(5, 4, 9, 3);
        Check(shape with { InputStrideHeight = 2, InputStrideWidth = 2 }, 2, 2, Contracted);
        Check(shape with { InputStrideHeight = 3, InputStrideWidth = 1, PadTop = -1 }, 2, padBottom: 1, padRight: 2, Contracted);
        Check(shape with { InputStrideWidth = 2, PadLeft = -3, Groups = 2, OutChannels = 8 }, 2, padBottom: 0, padRight: 1, Contracted);
        Check(Square(5, 6, 6, 3) with { Groups = 6, InputStrideHeight = 2, InputStrideWidth = 2 }, 2, 1, Depthwise);
    }

    /// <summary>Whole vectors of channels, whose windows of 3 x 3 have a kernel of their own, and where fewer than three rows or columns fit.</summary>
    [Fact]
    public void DepthwiseWindows()
    {
        foreach (var channels in (int[])[4, 8, 16, 48])
        foreach (var size in (int[])[1, 2, 3, 4, 9])
            Check(Square(size, channels, channels, 3) with { Groups = channels, PadTop = 1, PadLeft = 1 }, 2, 1, Depthwise);
        var shape = Square(11, 32, 32, 3) with { Groups = 32 };
        Check(shape with { StrideHeight = 2, StrideWidth = 2, PadTop = 1, PadLeft = 1 }, 2, 1, Depthwise);
        Check(shape with { StrideWidth = 3, DilationHeight = 3, DilationWidth = 2, PadTop = 3, PadLeft = 4 }, 2, 2, Depthwise);
        Check(shape with { PadTop = 4, PadLeft = 4 }, 1, 4, Depthwise);
        Check(shape with { PadTop = -1, PadLeft = -2 }, 1, padBottom: -1, padRight: -1, Depthwise);
    }

    [Fact]
    public void DepthwiseFilters()
    {
        foreach (var channels in (int[])[1, 3, 4, 8, 15, 16, 17, 32, 33, 70])
            Check(Square(7, channels, channels, 3) with { Groups = channels }, 2, 1, Depthwise);
        foreach (var kernel in (int[])[1, 2, 5, 7, 15])
            Check(Square(16, 20, 20, kernel) with { Groups = 20, StrideHeight = 2 }, 1, kernel / 2, Depthwise);
        Check(Square(13, 9, 9, 3) with { Groups = 9, DilationHeight = 2, DilationWidth = 3, StrideWidth = 2 }, 2, 3, Depthwise);
        Check(Square(9, 9, 9, 3) with { Groups = 9, PadTop = -1, PadLeft = -1 }, 2, padBottom: -1, padRight: -1, Depthwise);
    }

    [Fact]
    public void ImagesOfSeveralBands()
    {
        Check(Square(70, 16, 3, 3), 1, 1, Contracted);
        Check(Square(70, 16, 16, 3) with { Groups = 16 }, 2, 1, Depthwise);
    }

    [Fact]
    public void ShapesDrawnAtRandom()
    {
        var random = new Random(5);
        for (var i = 0; i < 40; i++)
        {
            var groups = random.Next(1, 4);
            var shape = new ConvolutionShape
            {
                InHeight = random.Next(4, 10), InWidth = random.Next(4, 14), InChannels = groups * random.Next(1, 7),
                OutChannels = groups * random.Next(1, 12), Groups = groups,
                KernelHeight = random.Next(1, 4), KernelWidth = random.Next(1, 4),
                PadTop = random.Next(-1, 3), PadLeft = random.Next(-1, 3),
                StrideHeight = random.Next(1, 3), StrideWidth = random.Next(1, 3),
                DilationHeight = random.Next(1, 3), DilationWidth = random.Next(1, 3),
                InputStrideHeight = random.Next(1, 3), InputStrideWidth = random.Next(1, 3),
            };
            var (padBottom, padRight) = (random.Next(1, 3), random.Next(1, 3));
            Check(shape, random.Next(1, 4), padBottom, padRight, Contracted);
        }
    }

    [Theory]
    [InlineData(ConvolutionKind.Forward)]
    [InlineData(ConvolutionKind.Depthwise)]
    [InlineData(ConvolutionKind.WeightGradient)]
    [InlineData(ConvolutionKind.DepthwiseWeightGradient)]
    public void ThreadsDoNotChangeABit(ConvolutionKind kind)
    {
        var depthwise = Depthwise.Contains(kind);
        foreach (var size in (int[])[6, 33])
        foreach (var batch in (int[])[1, 7])
        {
            var shape = Square(size, 24, depthwise ? 24 : 40, 3) with { PadTop = 1, PadLeft = 1, Groups = depthwise ? 24 : 1 };
            using var operands = new ConvolutionCase(ConvolutionCase.Derive(shape, 1, 1), batch, kind);
            float[]? first = null;
            foreach (var threads in Sums.ThreadCounts)
            {
                using var workers = new Workers(threads);
                var actual = operands.Run(workers);
                first ??= actual;
                Bits.AssertSame(first, actual, $"{kind} of {shape}, {batch} images, on {threads} threads");
            }
        }
    }

    [Fact]
    public void AllocatesNothing()
    {
        foreach (var kind in Enum.GetValues<ConvolutionKind>())
        {
            var shape = Square(9, 16, 16, 3) with { PadTop = 1, PadLeft = 1, Groups = Depthwise.Contains(kind) ? 16 : 1 };
            using var operands = new ConvolutionCase(ConvolutionCase.Derive(shape, 1, 1), 2, kind);
            Assert.Equal(0, operands.Allocated());
        }
    }

    private static ConvolutionShape Square(int size, int inChannels, int outChannels, int kernel) => new()
    {
        InHeight = size, InWidth = size, InChannels = inChannels, OutChannels = outChannels, KernelHeight = kernel, KernelWidth = kernel,
    };

    private static void Check(ConvolutionShape shape, int batch, int padding, ConvolutionKind[] kinds) =>
        Check(shape with { PadTop = padding, PadLeft = padding }, batch, padding, padding, kinds);

    private static void Check(ConvolutionShape shape, int batch, int padBottom, int padRight, ConvolutionKind[] kinds)
    {
        shape = ConvolutionCase.Derive(shape, padBottom, padRight);
        if (shape.OutHeight < 1 || shape.OutWidth < 1) return;
        foreach (var kind in kinds)
        {
            using var operands = new ConvolutionCase(shape, batch, kind);
            var (exact, magnitudes) = operands.Reference();
            Isa.ForEach(() => Sums.AssertClose(
                exact, magnitudes, operands.Terms, operands.Run(Workers.Single), $"{kind} of {shape}, {batch} images"));
        }
    }
}
