using Sinter;

namespace Zoo.Networks;

/// <summary>CoAtNet-0, as timm's <c>coatnet_0_224</c>: two stages of convolutions, then two of attention over all places with a bias for every offset.</summary>
/// <remarks>Dai, Liu, Le and Tan, "CoAtNet: Marrying Convolution and Attention for All Data Sizes", 2021.</remarks>
[Network]
internal sealed partial class CoAtNet0
{
    private const int HeadSize = 32;

    private static Tensor Define([Shape(3, 224, 224)] Tensor image)
    {
        var x = image.Conv2d(64, kernel: 3, stride: 2, padding: 1, bias: false, name: "stem.conv1").BatchNorm2d(name: "stem.norm1").Gelu()
            .Conv2d(64, kernel: 3, padding: 1, bias: false, name: "stem.conv2");
        var (depths, place) = (new[] { 2, 3, 5, 2 }, 0);
        for (var stage = 0; stage < 4; stage++)
        {
            for (var block = 0; block < depths[stage]; block++)
            {
                var (channels, isFirst, looksAround, dropped) = (96 << stage, block == 0, stage < 2, 0.2f * place++ / 11);
                x = x.Scope($"stages.{stage}.blocks.{block}", b => looksAround ? Convolutions(b, channels, isFirst, dropped) : Attention(b, channels, isFirst, dropped));
            }
        }

        return x.GlobalAvgPool2d(keepDims: true).LayerNorm2d(1e-6f, name: "head.norm").Flatten().Linear(768, name: "head.pre_logits.fc").Tanh().Linear(1000, name: "head.fc");
    }

    private static Tensor Convolutions(Tensor x, int channels, bool isFirst, float dropped)
    {
        var y = x.BatchNorm2d(name: "pre_norm").Conv2d(4 * channels, kernel: 1, bias: false, name: "conv1_1x1").BatchNorm2d(name: "norm1").Gelu()
            .DepthwiseConv2d(kernel: 3, stride: isFirst ? 2 : 1, padding: 1, bias: false, name: "conv2_kxk").BatchNorm2d(name: "norm2").Gelu();
        y = y.Scope("se", s => s * s.GlobalAvgPool2d(keepDims: true).Conv2d(channels / 4, kernel: 1, name: "fc1").Silu().Conv2d(4 * channels, kernel: 1, name: "fc2").Sigmoid());
        return y.Conv2d(channels, kernel: 1, name: "conv3_1x1").StochasticDepth(dropped) + Shortcut(x, channels, isFirst);
    }

    private static Tensor Attention(Tensor x, int channels, bool isFirst, float dropped)
    {
        var y = isFirst ? x.LayerNorm2d(1e-6f, name: "norm1.norm").AvgPool2d(2) : x.LayerNorm2d(1e-6f, name: "norm1");
        x = y.Scope("attn", a => RelativeAttention(a, channels)).StochasticDepth(dropped) + Shortcut(x, channels, isFirst);
        return x + x.LayerNorm2d(1e-6f, name: "norm2").Conv2d(4 * channels, kernel: 1, name: "mlp.fc1").Gelu().Conv2d(channels, kernel: 1, name: "mlp.fc2").StochasticDepth(dropped);
    }

    private static Tensor RelativeAttention(Tensor x, int channels)
    {
        var (height, width, heads) = (x.Shape[1], x.Shape[2], channels / HeadSize);
        var parts = x.Conv2d(3 * channels, kernel: 1, name: "qkv").Reshape(heads, 3 * HeadSize, height * width).Permute(2, 0, 1).Chunk(3, axis: 2);
        var bias = x.Scope("rel_pos", p => p.WindowPositionBias(height, width, heads));
        return parts[0].Attention(parts[1], parts[2], bias: bias).Flatten(1).Transpose().Reshape(channels, height, width).Conv2d(channels, kernel: 1, name: "proj");
    }

    private static Tensor Shortcut(Tensor x, int channels, bool isFirst) => isFirst ? x.AvgPool2d(2).Conv2d(channels, kernel: 1, name: "shortcut.expand") : x;

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
