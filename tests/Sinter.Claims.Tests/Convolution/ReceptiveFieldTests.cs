using Sinter.Claims.Page;

namespace Sinter.Claims.Convolution;

/// <summary>Five layers of 3 x 3, each an output. The probe is zero; its gradient is that of the image.</summary>
[Network]
public partial class StackedWindows
{
    public const int Layers = 5, Side = 15;

    private static (Tensor First, Tensor Second, Tensor Third, Tensor Fourth, Tensor Fifth) Define([Shape(1, Side, Side)] Tensor image)
    {
        var x = image + image.Parameter("probe", [1, Side, Side], Initializer.Zeros);
        var outputs = new Tensor[Layers];
        for (var i = 0; i < Layers; i++)
        {
            x = x.Conv2d(1, kernel: 3, padding: 1, name: $"conv{i + 1}");
            outputs[i] = x;
        }

        return (outputs[0], outputs[1], outputs[2], outputs[3], outputs[4]);
    }

    // The pixel in the middle of one of the outputs.
    private static Tensor Loss(Tensor first, Tensor second, Tensor third, Tensor fourth, Tensor fifth, [Shape(Layers)] Tensor chosen)
    {
        Tensor[] outputs = [first, second, third, fourth, fifth];
        var sum = chosen.Slice(0, 0, 1).Sum() * outputs[0].Slice(1, Side / 2, (Side / 2) + 1).Slice(2, Side / 2, (Side / 2) + 1).Sum();
        for (var i = 1; i < Layers; i++) sum += chosen.Slice(0, i, i + 1).Sum() * outputs[i].Slice(1, Side / 2, (Side / 2) + 1).Slice(2, Side / 2, (Side / 2) + 1).Sum();
        return sum;
    }
}

/// <summary>How far windows see.</summary>
public sealed class ReceptiveFieldTests(ITestOutputHelper output) : ClaimTests(output)
{
    private const string Statement = "N windows of 3x3 on top of one another see 2N + 1 pixels";

    [Claim(Statement + ", by the table of layers", "Simonyan and Zisserman 2014; Goodfellow et al. 2016, 9.2")]
    public void ByTable()
    {
        var sides = StackedWindows.Info.Layers.Where(layer => layer.Kind == "Conv2d").Select(layer => layer.ReceptiveField).ToArray();
        Assert.Equal([3, 5, 7, 9, 11], sides);
        Measured($"N = 1 … 5: {string.Join(", ", sides)}");
    }

    [Claim(Statement + ", by the gradient of one output with respect to the image", "Luo et al. 2016")]
    public void ByInfluence()
    {
        using var trainer = new StackedWindows(1).CreateTrainer(new Sgd(), maxBatch: 1);
        var image = Draw.Normal(StackedWindows.Side * StackedWindows.Side, 1);
        var pixels = new List<int>();
        for (var layer = 0; layer < StackedWindows.Layers; layer++)
        {
            var chosen = new float[StackedWindows.Layers];
            chosen[layer] = 1;
            trainer.ComputeGradients(image, chosen);
            var gradient = trainer.Gradients["probe"].Values.ToArray();
            var reach = layer + 1;
            for (var i = 0; i < gradient.Length; i++)
            {
                var (row, column) = Math.DivRem(i, StackedWindows.Side);
                var isSeen = Math.Max(Math.Abs(row - (StackedWindows.Side / 2)), Math.Abs(column - (StackedWindows.Side / 2))) <= reach;
                Assert.Equal(isSeen, gradient[i] != 0);
            }

            pixels.Add(gradient.Count(number => number != 0));
        }

        Measured($"pixels with a gradient: {string.Join(", ", pixels)}: squares of 3, 5, 7, 9 and 11, and exactly 0 around them");
    }
}
