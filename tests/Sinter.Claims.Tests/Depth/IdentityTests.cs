using Sinter.Claims.Page;

namespace Sinter.Claims.Depth;

/// <summary>A residual block, and the same layers without the way around them.</summary>
[Network]
public partial class BlockAndLayers
{
    public const int Length = 8 * 6 * 6;

    private static (Tensor Block, Tensor Layers) Define([Shape(8, 6, 6)] Tensor x)
    {
        var layers = x.Conv2d(8, kernel: 3, padding: 1, bias: false, name: "conv1").BatchNorm2d(name: "bn1").Relu().Conv2d(8, kernel: 3, padding: 1, bias: false, name: "conv2").BatchNorm2d(name: "bn2");
        return (x + layers, layers);
    }
}

/// <summary>What a block does that has learned nothing.</summary>
public sealed class IdentityTests(ITestOutputHelper output) : ClaimTests(output)
{
    [Claim("A residual block with zero weights is the identity; plain layers with zero weights forget their input", "He et al. 2015")]
    public void ZeroWeights()
    {
        var model = new BlockAndLayers(1);
        model.Parameters["conv2.weight"].CopyFrom(new float[8 * 8 * 3 * 3]);
        using var session = model.CreateSession();
        var (input, block, layers) = (Draw.Normal(BlockAndLayers.Length, 1), new float[BlockAndLayers.Length], new float[BlockAndLayers.Length]);
        session.Forward(input, block, layers);
        Assert.Equal(input, block);
        Assert.All(layers, number => Assert.Equal(0, number));
        Measured($"the block's largest difference from its input is {Size.Difference(input, block)}; the norm of what plain layers give is {Size.Norm(layers)}");
    }
}
