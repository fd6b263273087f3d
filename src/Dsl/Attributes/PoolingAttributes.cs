namespace Sinter;

/// <summary>Adds <see cref="PoolingLayers.MaxPool2d(Tensor, int, int?, int, int, bool, string)"/>.</summary>
/// <param name="kernel">Height and width of the window.</param>
/// <param name="stride">The distance between neighbouring windows; 0 for the kernel.</param>
/// <param name="padding">Rows and columns added on each side, which never win.</param>
/// <param name="dilation">The distance between the elements of a window.</param>
/// <param name="ceilMode">Whether a last window that reaches over the bottom or right edge counts too.</param>
public sealed class MaxPool2dAttribute(int kernel, int stride = 0, int padding = 0, int dilation = 1, bool ceilMode = false) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.MaxPool2d(kernel, stride == 0 ? null : stride, padding, dilation, ceilMode, Name);
}

/// <summary>Adds <see cref="PoolingLayers.AvgPool2d(Tensor, int, int?, int, bool, string)"/>.</summary>
/// <param name="kernel">Height and width of the window.</param>
/// <param name="stride">The distance between neighbouring windows; 0 for the kernel.</param>
/// <param name="padding">Rows and columns of zeros added on each side.</param>
/// <param name="countIncludePad">Whether the mean counts the padding.</param>
public sealed class AvgPool2dAttribute(int kernel, int stride = 0, int padding = 0, bool countIncludePad = true) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.AvgPool2d(kernel, stride == 0 ? null : stride, padding, countIncludePad, Name);
}

/// <summary>Adds <see cref="PoolingLayers.GlobalAvgPool2d"/>.</summary>
/// <param name="keepDims">Whether height and width stay, with the extent 1.</param>
public sealed class GlobalAvgPool2dAttribute(bool keepDims = false) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.GlobalAvgPool2d(keepDims, Name);
}

/// <summary>Adds <see cref="SequencePoolingLayers.MaxPool1d"/>.</summary>
/// <param name="kernel">The length of the window.</param>
/// <param name="stride">The distance between neighbouring windows; 0 for the kernel.</param>
/// <param name="padding">Elements added at each end, which never win.</param>
/// <param name="dilation">The distance between the elements of a window.</param>
/// <param name="ceilMode">Whether a last window that reaches over the end counts too.</param>
public sealed class MaxPool1dAttribute(int kernel, int stride = 0, int padding = 0, int dilation = 1, bool ceilMode = false) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.MaxPool1d(kernel, stride == 0 ? null : stride, padding, dilation, ceilMode, Name);
}

/// <summary>Adds <see cref="SequencePoolingLayers.AvgPool1d"/>.</summary>
/// <param name="kernel">The length of the window.</param>
/// <param name="stride">The distance between neighbouring windows; 0 for the kernel.</param>
/// <param name="padding">Zeros added at each end.</param>
/// <param name="countIncludePad">Whether the mean counts the padding.</param>
public sealed class AvgPool1dAttribute(int kernel, int stride = 0, int padding = 0, bool countIncludePad = true) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.AvgPool1d(kernel, stride == 0 ? null : stride, padding, countIncludePad, Name);
}
