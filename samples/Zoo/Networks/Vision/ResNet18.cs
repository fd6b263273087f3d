using Sinter;

namespace Zoo.Networks;

/// <summary>The residual network of 18 layers, as torchvision's <c>resnet18</c>.</summary>
/// <remarks>He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2015.</remarks>
[Network]
internal sealed partial class ResNet18
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image) => Classify(image, 1000);

    internal static Tensor Classify(Tensor image, int classes)
    {
        var x = image.Conv2d(64, kernel: 7, stride: 2, padding: 3, bias: false, name: "conv1").BatchNorm2d(name: "bn1").Relu().MaxPool2d(3, stride: 2, padding: 1);
        for (var stage = 0; stage < 4; stage++)
        {
            for (var block = 0; block < 2; block++)
            {
                var (width, stride) = (64 << stage, stage > 0 && block == 0 ? 2 : 1);
                x = x.Scope($"layer{stage + 1}.{block}", b => BasicBlock(b, width, stride));
            }
        }

        return x.GlobalAvgPool2d().Linear(classes, name: "fc");
    }

    private static Tensor BasicBlock(Tensor x, int width, int stride)
    {
        var y = x.Conv2d(width, kernel: 3, stride: stride, padding: 1, bias: false, name: "conv1").BatchNorm2d(name: "bn1").Relu()
            .Conv2d(width, kernel: 3, padding: 1, bias: false, name: "conv2").BatchNorm2d(name: "bn2");
        var shortcut = stride == 1 ? x : x.Scope("downsample", s => s.Conv2d(width, kernel: 1, stride: stride, bias: false, name: "0").BatchNorm2d(name: "1"));
        return (y + shortcut).Relu();
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
