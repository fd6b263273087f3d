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

/// <summary>Adds <see cref="PoolingLayers.AvgPool2d(Tensor, int, int?, int, bool, bool, int?, string)"/>.</summary>
/// <param name="kernel">Height and width of the window.</param>
/// <param name="stride">The distance between neighbouring windows; 0 for the kernel.</param>
/// <param name="padding">Rows and columns of zeros added on each side.</param>
/// <param name="ceilMode">Whether a last window that reaches over the bottom or right edge counts too.</param>
/// <param name="countIncludePad">Whether the mean counts the padding.</param>
/// <param name="divisorOverride">What sums are divided by; 0 for the number of their elements.</param>
public sealed class AvgPool2dAttribute(int kernel, int stride = 0, int padding = 0, bool ceilMode = false, bool countIncludePad = true, int divisorOverride = 0) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) =>
        x.AvgPool2d(kernel, stride == 0 ? null : stride, padding, ceilMode, countIncludePad, divisorOverride == 0 ? null : divisorOverride, Name);
}

/// <summary>Adds <see cref="PoolingLayers.GlobalAvgPool2d"/>.</summary>
/// <param name="keepDims">Whether height and width stay, with the extent 1.</param>
public sealed class GlobalAvgPool2dAttribute(bool keepDims = false) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.GlobalAvgPool2d(keepDims, Name);
}

/// <summary>Adds <see cref="PoolingLayers.GlobalMaxPool2d"/>.</summary>
/// <param name="keepDims">Whether height and width stay, with the extent 1.</param>
public sealed class GlobalMaxPool2dAttribute(bool keepDims = false) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.GlobalMaxPool2d(keepDims, Name);
}

/// <summary>Adds <see cref="AdaptivePoolingLayers.AdaptiveAvgPool2d(Tensor, int, string)"/>.</summary>
/// <param name="outputSize">Height and width of the result.</param>
public sealed class AdaptiveAvgPool2dAttribute(int outputSize) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.AdaptiveAvgPool2d(outputSize, Name);
}

/// <summary>Adds <see cref="AdaptivePoolingLayers.AdaptiveMaxPool2d(Tensor, int, string)"/>.</summary>
/// <param name="outputSize">Height and width of the result.</param>
public sealed class AdaptiveMaxPool2dAttribute(int outputSize) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.AdaptiveMaxPool2d(outputSize, Name);
}

/// <summary>Adds <see cref="AdaptivePoolingLayers.AdaptiveAvgPool1d"/>.</summary>
/// <param name="outputSize">The length of the result.</param>
public sealed class AdaptiveAvgPool1dAttribute(int outputSize) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.AdaptiveAvgPool1d(outputSize, Name);
}

/// <summary>Adds <see cref="AdaptivePoolingLayers.AdaptiveMaxPool1d"/>.</summary>
/// <param name="outputSize">The length of the result.</param>
public sealed class AdaptiveMaxPool1dAttribute(int outputSize) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.AdaptiveMaxPool1d(outputSize, Name);
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
/// <param name="ceilMode">Whether a last window that reaches over the end counts too.</param>
/// <param name="countIncludePad">Whether the mean counts the padding.</param>
public sealed class AvgPool1dAttribute(int kernel, int stride = 0, int padding = 0, bool ceilMode = false, bool countIncludePad = true) : LayerAttribute
{
    internal override Tensor Apply(Tensor x) => x.AvgPool1d(kernel, stride == 0 ? null : stride, padding, ceilMode, countIncludePad, Name);
}
