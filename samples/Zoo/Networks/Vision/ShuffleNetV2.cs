using Sinter;

namespace Zoo.Networks;

/// <summary>ShuffleNetV2 of width 1, as torchvision's <c>shufflenet_v2_x1_0</c>.</summary>
/// <remarks>Ma, Zhang, Zheng and Sun, "ShuffleNet V2: Practical Guidelines for Efficient CNN Architecture Design", 2018.</remarks>
[Network]
internal sealed partial class ShuffleNetV2
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image)
    {
        var x = image.Conv2d(24, kernel: 3, stride: 2, padding: 1, bias: false, name: "conv1.0").BatchNorm2d(name: "conv1.1").Relu().MaxPool2d(3, stride: 2, padding: 1);
        int[] depths = [4, 8, 4];
        for (var stage = 0; stage < 3; stage++)
        {
            for (var block = 0; block < depths[stage]; block++)
            {
                var (width, isFirst) = (58 << stage, block == 0);
                x = x.Scope($"stage{stage + 2}.{block}", b => Block(b, width, isFirst));
            }
        }

        return x.Conv2d(1024, kernel: 1, bias: false, name: "conv5.0").BatchNorm2d(name: "conv5.1").Relu().GlobalAvgPool2d().Linear(1000, name: "fc");
    }

    private static Tensor Block(Tensor x, int width, bool isFirst)
    {
        var stride = isFirst ? 2 : 1;
        var halves = isFirst ? [x, x] : x.Chunk(2);
        var left = !isFirst ? halves[0] : halves[0].Scope("branch1", b => b
            .DepthwiseConv2d(kernel: 3, stride: 2, padding: 1, bias: false, name: "0").BatchNorm2d(name: "1")
            .Conv2d(width, kernel: 1, bias: false, name: "2").BatchNorm2d(name: "3").Relu());
        var right = halves[1].Scope("branch2", b => b
            .Conv2d(width, kernel: 1, bias: false, name: "0").BatchNorm2d(name: "1").Relu()
            .DepthwiseConv2d(kernel: 3, stride: stride, padding: 1, bias: false, name: "3").BatchNorm2d(name: "4")
            .Conv2d(width, kernel: 1, bias: false, name: "5").BatchNorm2d(name: "6").Relu());

        // The channels of both in turn.
        var (height, columns) = (right.Shape[1], right.Shape[2]);
        return left.Concat(right).Reshape(2, width, height, columns).Transpose(0, 1).Reshape(2 * width, height, columns);
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
