using Sinter.Graphs;

namespace Sinter;

/// <summary>Layers that make sequences shorter, whose length a call may choose. PyTorch's <c>return_indices</c> is no argument.</summary>
public static class SequencePoolingLayers
{
    /// <summary>The largest element of every window.</summary>
    /// <param name="x">Sequences <c>[channels, length]</c>.</param>
    /// <param name="kernel">The length of the window.</param>
    /// <param name="stride">The distance between neighbouring windows; the kernel by default.</param>
    /// <param name="padding">Elements added at each end, which never win; at most half the kernel.</param>
    /// <param name="dilation">The distance between the elements of a window.</param>
    /// <param name="ceilMode">Whether a last window that reaches over the end counts too.</param>
    /// <param name="name">The name in the summary; by default <c>maxpool1</c>, …</param>
    /// <returns><c>[channels, length']</c> with <c>length' = ⌊(length + 2·padding - dilation·(kernel - 1) - 1) / stride⌋ + 1</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no sequence of channels, a number is out of range, or the window does not fit at every call.</exception>
    public static Tensor MaxPool1d(this Tensor x, int kernel, int? stride = null, int padding = 0, int dilation = 1, bool ceilMode = false, string? name = null)
    {
        var layer = Require.Title("MaxPool1d", name);
        var window = Check(layer, x, kernel, stride, padding, dilation);
        if (ceilMode) window = PoolingLayers.ReachOver(1, x.Shape.Dims[2], window);
        RequireInput.FitsSequence(layer, x, window);
        return x.Layer("MaxPool1d", name, () => SequenceConvolutionLayers.AsSequence(x.Builder, PoolingLayers.Largest(x.Builder, SequenceConvolutionLayers.AsImage(x), window)));
    }

    /// <summary>The mean of every window.</summary>
    /// <param name="x">Sequences <c>[channels, length]</c>.</param>
    /// <param name="kernel">The length of the window.</param>
    /// <param name="stride">The distance between neighbouring windows; the kernel by default.</param>
    /// <param name="padding">Zeros added at each end; at most half the kernel.</param>
    /// <param name="ceilMode">Whether a last window that reaches over the end counts too; what lies beyond the padding is not counted.</param>
    /// <param name="countIncludePad">Whether the mean counts the padding; if not, windows at the ends divide by fewer elements.</param>
    /// <param name="name">The name in the summary; by default <c>avgpool1</c>, …</param>
    /// <returns><c>[channels, length']</c> with <c>length' = ⌊(length + 2·padding - kernel) / stride⌋ + 1</c>.</returns>
    /// <exception cref="NetworkDefinitionException">The input is no sequence of channels, a number is out of range, or the window does not fit at every call.</exception>
    public static Tensor AvgPool1d(this Tensor x, int kernel, int? stride = null, int padding = 0, bool ceilMode = false, bool countIncludePad = true, string? name = null)
    {
        var layer = Require.Title("AvgPool1d", name);
        var window = Check(layer, x, kernel, stride, padding, dilation: 1);
        if (ceilMode) window = PoolingLayers.ReachOver(1, x.Shape.Dims[2], window);
        RequireInput.FitsSequence(layer, x, window);
        return x.Layer("AvgPool1d", name, () => SequenceConvolutionLayers.AsSequence(x.Builder, PoolingLayers.Average(x.Builder, SequenceConvolutionLayers.AsImage(x), window, countIncludePad)));
    }

    private static Window Check(string layer, Tensor x, int kernel, int? stride, int padding, int dilation)
    {
        Require.NotNull(layer, "the input", x);
        RequireInput.Sequence(layer, x);
        var window = Windows.OfSequence(layer, kernel, stride ?? kernel, padding, dilation);
        if (padding * 2L > kernel)
            throw Require.Error(DiagnosticIds.Range, $"{layer}: a padding of {padding} is more than half the kernel of {kernel}, so that some windows would see padding only; use at most {kernel / 2}.");
        return window;
    }
}
