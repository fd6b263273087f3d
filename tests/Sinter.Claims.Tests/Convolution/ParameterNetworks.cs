namespace Sinter.Claims.Convolution;

/// <summary>64 windows of 3 x 3 on a small image.</summary>
[Network]
public partial class WindowsOnSmallImage
{
    private static Tensor Define([Shape(3, 32, 32)] Tensor image) => image.Conv2d(64, kernel: 3, padding: 1, name: "conv");
}

/// <summary>The same windows on a photograph.</summary>
[Network]
public partial class WindowsOnPhotograph
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image) => image.Conv2d(64, kernel: 3, padding: 1, name: "conv");
}

/// <summary>A perceptron with as many outputs as the windows have on the small image.</summary>
[Network, Input(3 * 32 * 32)]
[Linear(64 * 32 * 32)]
public partial class PerceptronWithTheSameOutputs;

/// <summary>The first layer of a perceptron that looks at a photograph.</summary>
[Network, Input(3 * 224 * 224)]
[Linear(1024)]
public partial class PerceptronOnPhotograph;

/// <summary>Three windows of 3 x 3 that see what one of 7 x 7 sees.</summary>
[Network]
public partial class ThreeSmallWindows
{
    private static Tensor Define([Shape(64, 32, 32)] Tensor x)
    {
        for (var i = 0; i < 3; i++) x = x.Conv2d(64, kernel: 3, padding: 1, bias: false, name: $"conv{i}");
        return x;
    }
}

/// <summary>One window of 7 x 7.</summary>
[Network]
public partial class OneLargeWindow
{
    private static Tensor Define([Shape(64, 32, 32)] Tensor x) => x.Conv2d(64, kernel: 7, padding: 3, bias: false, name: "conv");
}

/// <summary>A window for each channel, and then a product over the channels.</summary>
[Network]
public partial class SeparableWindows
{
    private static Tensor Define([Shape(64, 32, 32)] Tensor x) =>
        x.DepthwiseConv2d(3, padding: 1, bias: false, name: "depthwise").Conv2d(64, kernel: 1, bias: false, name: "pointwise");
}

/// <summary>One window over all channels.</summary>
[Network]
public partial class FullWindows
{
    private static Tensor Define([Shape(64, 32, 32)] Tensor x) => x.Conv2d(64, kernel: 3, padding: 1, bias: false, name: "conv");
}
