using Sinter;

namespace Zoo.Networks;

/// <summary>Swin, the tiny one, as torchvision's <c>swin_t</c>: attention within windows of 7 x 7 patches, which every other layer shifts by 3.</summary>
/// <remarks>Liu, Lin, Cao, Hu, Wei, Zhang, Lin and Guo, "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows", 2021.</remarks>
[Network]
internal sealed partial class SwinTiny
{
    private const int Side = 7, Places = Side * Side;

    private static Tensor Define([Shape(3, 224, 224)] Tensor image)
    {
        var (x, place) = (image.Conv2d(96, kernel: 4, stride: 4, name: "features.0.0").Permute(1, 2, 0).LayerNorm(name: "features.0.2"), 0);
        int[] depths = [2, 2, 6, 2];
        for (var stage = 0; stage < 4; stage++)
        {
            if (stage > 0) x = x.Scope($"features.{2 * stage}", Merged);
            for (var block = 0; block < depths[stage]; block++)
            {
                var (heads, shift, dropped) = (3 << stage, block % 2 == 1 && stage < 3 ? 3 : 0, 0.2f * place++ / 11);
                x = x.Scope($"features.{(2 * stage) + 1}.{block}", b => Perceptron(b + b.LayerNorm(name: "norm1").Scope("attn", y => Attention(y, heads, shift)).StochasticDepth(dropped), dropped));
            }
        }

        return x.LayerNorm(name: "norm").Mean([0, 1]).Linear(1000, name: "head");
    }

    private static Tensor Perceptron(Tensor x, float dropped) => x + x.LayerNorm(name: "norm2").Linear(4 * x.Shape[2], name: "mlp.0").Gelu().Linear(x.Shape[2], name: "mlp.3").StochasticDepth(dropped);

    private static Tensor Merged(Tensor x) => Tensor.Concat([Part(x, 0, 0), Part(x, 1, 0), Part(x, 0, 1), Part(x, 1, 1)], axis: 2).LayerNorm(name: "norm").Linear(2 * x.Shape[2], bias: false, name: "reduction");

    private static Tensor Part(Tensor x, int row, int column) => x.Slice(0, row, step: 2).Slice(1, column, step: 2);

    private static Tensor Attention(Tensor x, int heads, int shift)
    {
        var (size, width, count) = (x.Shape[0], x.Shape[2], x.Shape[0] * x.Shape[1] / Places);
        var bias = x.WindowPositionBias(Side, Side, heads).Unsqueeze(0).Expand(count, heads, Places, Places);
        if (shift > 0) // What was rolled in from the other side does not see its new neighbours.
        {
            var row = x.Arange(size).GreaterOrEqual(size - Side) + x.Arange(size).GreaterOrEqual(size - shift);
            var region = Windows(((3 * row.Unsqueeze(1)) + row).Unsqueeze(2)).Squeeze(2).Transpose();
            bias += region.Unsqueeze(2).EqualTo(region.Unsqueeze(1)).Where(0, -100).Unsqueeze(1);
        }

        var parts = Windows(Rolled(x, shift)).Linear(3 * width, name: "qkv").Reshape(Places, count, 3, width).Chunk(3, axis: 2);
        Tensor Heads(int part) => parts[part].Reshape(Places, count * heads, width / heads); // those of every window
        var y = Heads(0).Attention(Heads(1), Heads(2), bias: bias.Flatten(0, 1)).Reshape(Places, count, width).Linear(width, name: "proj");
        return Rolled(y.Reshape(Side, Side, size / Side, size / Side, width).Permute(2, 0, 3, 1, 4).Reshape(size, size, width), size - shift);
    }

    private static Tensor Windows(Tensor x) => x
        .Reshape(x.Shape[0] / Side, Side, x.Shape[1] / Side, Side, x.Shape[2]).Permute(1, 3, 0, 2, 4).Reshape(Places, -1, x.Shape[2]);

    private static Tensor Rolled(Tensor x, int by) => by % x.Shape[0] == 0 ? x : Rolled(Rolled(x, by, 0), by, 1);

    private static Tensor Rolled(Tensor x, int by, int axis) => x.Slice(axis, by).Concat(x.Slice(axis, 0, by), axis);

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
