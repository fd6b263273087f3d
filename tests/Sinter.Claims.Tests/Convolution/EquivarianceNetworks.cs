namespace Sinter.Claims.Convolution;

/// <summary>What the networks of equivariance share.</summary>
internal static class Scene
{
    /// <summary>The side of an image.</summary>
    public const int Side = 18;

    /// <summary>Three layers of windows with what stands around an image left open.</summary>
    public static Tensor Layers(Tensor image, Func<Tensor, Tensor> border)
    {
        int[] channels = [6, 5, 4];
        for (var i = 0; i < 3; i++) image = border(image).Conv2d(channels[i], kernel: 3, name: $"conv{i}").Tanh();
        return image;
    }
}

/// <summary>Windows that stay within the image.</summary>
[Network(Exact = true)]
public partial class WithinImage
{
    private static Tensor Define([Shape(2, Scene.Side, Scene.Side)] Tensor image) => Scene.Layers(image, x => x);
}

/// <summary>Windows on an image without an end.</summary>
[Network(Exact = true)]
public partial class AroundImage
{
    private static Tensor Define([Shape(2, Scene.Side, Scene.Side)] Tensor image) => Scene.Layers(image, x => x.CircularPad2d(1));
}

/// <summary>Windows on an image with zeros around it.</summary>
[Network(Exact = true)]
public partial class ZerosAroundImage
{
    private static Tensor Define([Shape(2, Scene.Side, Scene.Side)] Tensor image) => Scene.Layers(image, x => x.Pad(1, 1, 1).Pad(2, 1, 1));
}

/// <summary>Every second window, on an image without an end.</summary>
[Network(Exact = true)]
public partial class EverySecondWindow
{
    private static Tensor Define([Shape(2, Scene.Side, Scene.Side)] Tensor image) => image.CircularPad2d(1).Conv2d(6, kernel: 3, stride: 2, name: "conv").Tanh();
}
