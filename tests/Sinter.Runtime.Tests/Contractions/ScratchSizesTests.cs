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

    [Fact]
    public void CopiesOfAnySmallerImageFit()
    {
        foreach (var (kernel, stride, dilation, inputStride) in ((int, int, int, int)[])[(3, 1, 1, 1), (3, 2, 1, 1), (1, 2, 1, 1), (5, 3, 2, 1), (3, 1, 1, 2), (10, 5, 1, 1), (10, 1, 1, 5)])
        foreach (var (height, channels) in ((int, int)[])[(1, 1), (1, 16), (1, 512), (7, 3), (40, 64), (40, 1500)])
        {
            var vertical = height == 1 ? 1 : kernel;
            ConvolutionShape Of(int width)
            {
                var shape = new ConvolutionShape
                {
                    InChannels = channels, OutChannels = channels, KernelHeight = vertical, KernelWidth = kernel, DilationHeight = dilation, DilationWidth = dilation,
                    StrideHeight = height == 1 ? 1 : stride, StrideWidth = stride, InputStrideHeight = height == 1 ? 1 : inputStride, InputStrideWidth = inputStride,
                    PadLeft = kernel / 2, PadTop = vertical / 2, InHeight = height, InWidth = width,
                };
                return shape with
                {
                    OutHeight = ((((height - 1) * shape.InputStrideHeight) + 1 + (2 * shape.PadTop) - ((vertical - 1) * dilation) - 1) / shape.StrideHeight) + 1,
                    OutWidth = ((((width - 1) * inputStride) + 1 + (2 * shape.PadLeft) - ((kernel - 1) * dilation) - 1) / stride) + 1,
                };
            }

            const int Longest = 3000;
            // A weight gradient is one of the image with the zeros in it.
            ConvolutionShape WithoutStrides(int width) => Of(width) with { InputStrideHeight = 1, InputStrideWidth = 1 };
            var (planned, plannedGradient) = (ScratchSizes.ConvolutionForwardAtMost(Of(Longest), workers: 1), ScratchSizes.ConvolutionForwardAtMost(WithoutStrides(Longest), workers: 1));
            for (var width = (kernel * dilation) + 1; width <= Longest; width += width < 300 ? 1 : 37)
            {
                var shape = Of(width);
                var (forward, gradient) = (ScratchSizes.ConvolutionForward(shape, workers: 1), ScratchSizes.GradientCopyLength(WithoutStrides(width)));
                Assert.True(forward <= planned && gradient <= plannedGradient, $"{shape} needs {forward} and {gradient}, but {planned} and {plannedGradient} are planned");
            }
        }
    }
}
