using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Contractions;

/// <summary>A network's scratch memory is measured for its largest batch and serves every smaller one.</summary>
public class ScratchSizesTests
{
    [Fact]
    public void SplitProductsFitWhateverIsSmaller()
    {
        foreach (var columns in (int[])[1, 31, 33, 500])
        foreach (var largest in (long[])[1, 200, 1000, 1_000_000])
        {
            var planned = ScratchSizes.MatMulSplit(new(4, largest, largest, columns, true, false, false));
            for (long rows = 1; rows <= largest; rows = (rows * 3 / 2) + 1)
            for (long inner = 1; inner <= largest; inner = (inner * 3 / 2) + 1)
            for (long count = 1; count <= 4; count++)
            {
                var chunks = ScratchSizes.MatMulChunks(new(count, rows, inner, columns, true, false, false));
                Assert.True(chunks == 1 || chunks * count * rows * columns <= planned, $"{count} x {rows} x {inner} x {columns}");
            }
        }
    }

    [Fact]
    public void WeightGradientsGrowWithTheBatch()
    {
        foreach (var channels in (int[])[1, 3, 16, 64, 512])
        foreach (var size in (int[])[1, 4, 7, 28, 224])
        {
            var shape = new ConvolutionShape
            {
                InHeight = size, InWidth = size, InChannels = channels, OutHeight = size, OutWidth = size, OutChannels = channels,
                KernelHeight = 3, KernelWidth = 3, PadTop = 1, PadLeft = 1,
            };
            var depthwise = shape with { Groups = channels };
            long previous = 0, previousDepthwise = 0;
            for (var batch = 1; batch <= 100; batch++)
            {
                var length = ScratchSizes.ConvolutionWeightGradient(shape, batch, workers: 2);
                var lengthDepthwise = ScratchSizes.ConvolutionDepthwiseWeightGradient(depthwise, batch, workers: 2);
                Assert.True(length >= previous && lengthDepthwise >= previousDepthwise, $"{batch} images of {shape}");
                (previous, previousDepthwise) = (length, lengthDepthwise);
            }
        }
    }
}
