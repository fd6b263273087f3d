using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Contractions;

/// <summary>Convolutions of bands of rows.</summary>
public class BandTests
{
    private const int Batch = 2;

    [Theory]
    [InlineData(3, 1, 1, 1, 1)]
    [InlineData(3, 2, 1, 1, 1)]
    [InlineData(5, 1, 2, 1, 1)]
    [InlineData(3, 1, 2, 2, 1)]
    [InlineData(4, 4, 0, 1, 2)]
    [InlineData(2, 2, 0, 1, 1)]
    [InlineData(1, 1, 0, 1, 1)]
    [InlineData(1, 2, 0, 1, 1)]
    [InlineData(7, 1, 3, 1, 4)]
    public void Bands_HaveTheBitsOfImages(int kernel, int stride, int padding, int dilation, int groups)
    {
        var (height, width) = (12 * stride, 9 * stride);
        var shape = new ConvolutionShape
        {
            InHeight = height, InWidth = width, InChannels = 32, OutChannels = 32, OutHeight = 12, OutWidth = 9,
            KernelHeight = kernel, KernelWidth = kernel, StrideHeight = stride, StrideWidth = stride, PadTop = padding, PadLeft = padding,
            DilationHeight = dilation, DilationWidth = dilation, Groups = groups,
        };
        Check(shape, ConvolutionKind.Forward);
        Check(shape with { Groups = 32 }, ConvolutionKind.Depthwise);
        Check(shape with { InChannels = 20, OutChannels = 20, Groups = 20 }, ConvolutionKind.Depthwise);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    [InlineData(3, 0)]
    public void Carry_BringsTheLastRowsToTheFront_UnlessNoBandWasBefore(int above, int ahead)
    {
        const int Height = 4, Row = 3;
        using var window = new GuardedBuffer((above + Height + ahead) * Row);
        for (var band = 0; band < 3; band++)
        {
            foreach (var isFirst in (bool[])[true, false])
            {
                for (var i = 0L; i < window.Length; i++) window.Start[i] = i;
                new Band(band, count: 3, isFirst).Carry(window.Start, to: 0, from: Height * Row, count: (above + ahead) * Row);
                window.AssertGuards();
                Assert.Equal(band > 0 && !isFirst ? Height * Row : 0, window.Start[0]);
                Assert.Equal((band > 0 && !isFirst ? Height * Row : 0) + ((above + ahead) * Row) - 1, window.Start[((above + ahead) * Row) - 1]);
            }
        }
    }

    private static void Check(ConvolutionShape shape, ConvolutionKind kind)
    {
        using var operands = new ConvolutionCase(shape, Batch, kind);
        Isa.ForEach(() =>
        {
            var expected = operands.Run(Workers.Single);
            foreach (var (bands, above, ahead) in (ReadOnlySpan<(int, int, int)>)[(2, 0, 0), (3, 2, 1), (4, 0, 2), (6, 1, 1), (12, 1, 0)])
            {
                foreach (var run in (int[])[1, 5, Batch * bands])
                    Assert.Equal(expected, operands.RunInBands(bands, above, ahead, run));
            }
        });
    }
}
