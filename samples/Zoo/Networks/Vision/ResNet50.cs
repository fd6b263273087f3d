using Sinter;

namespace Zoo.Networks;

/// <summary>The residual network of 50 layers, as torchvision's <c>resnet50</c>.</summary>
/// <remarks>He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2015.</remarks>
[Network]
internal sealed partial class ResNet50
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image) => Classify(image, [3, 4, 6, 3]);

    /// <summary>Four stages of bottlenecks.</summary>
    /// <param name="depths">The blocks of each stage.</param>
    /// <param name="groups">The groups of the convolutions of 3 x 3.</param>
    /// <param name="groupWidth">The channels of a group in the first stage.</param>
    internal static Tensor Classify(Tensor image, int[] depths, int groups = 1, int groupWidth = 64)
    {
        var x = image.Conv2d(64, kernel: 7, stride: 2, padding: 3, bias: false, name: "conv1").BatchNorm2d(name: "bn1").Relu().MaxPool2d(3, stride: 2, padding: 1);
        for (var stage = 0; stage < 4; stage++)
        {
            for (var block = 0; block < depths[stage]; block++)
            {
                var (width, channels) = ((groups * groupWidth) << stage, 256 << stage);
                var (stride, isFirst) = (stage > 0 && block == 0 ? 2 : 1, block == 0);
                x = x.Scope($"layer{stage + 1}.{block}", b => Bottleneck(b, width, channels, stride, groups, isFirst));
            }
        }

        return x.GlobalAvgPool2d().Linear(1000, name: "fc");
    }

    private static Tensor Bottleneck(Tensor x, int width, int channels, int stride, int groups, bool project)
    {
        var y = x.Conv2d(width, kernel: 1, bias: false, name: "conv1").BatchNorm2d(name: "bn1").Relu()
            .Conv2d(width, kernel: 3, stride: stride, padding: 1, groups: groups, bias: false, name: "conv2").BatchNorm2d(name: "bn2").Relu()
            .Conv2d(channels, kernel: 1, bias: false, name: "conv3").BatchNorm2d(name: "bn3");
        var shortcut = project ? x.Scope("downsample", s => s.Conv2d(channels, kernel: 1, stride: stride, bias: false, name: "0").BatchNorm2d(name: "1")) : x;
        return (y + shortcut).Relu();
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
