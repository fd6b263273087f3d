using Digits.Data;
using Sinter.Claims.Page;

namespace Sinter.Claims.Convolution;

/// <summary>An image as it is, its largest values in squares of 2 x 2 and 4 x 4 pixels, and of the whole.</summary>
[Network]
public partial class LargestValues
{
    private static (Tensor Twos, Tensor Fours, Tensor All) Define([Shape(1, 28, 28)] Tensor image) => (image.MaxPool2d(2), image.MaxPool2d(4), image.MaxPool2d(28));
}

/// <summary>What pooling makes of small movements.</summary>
public sealed class PoolingTests(ITestOutputHelper output) : ClaimTests(output)
{
    private const int Images = 200;

    [Claim("Pooling is nearly invariant to small movements, and the more so the larger its windows; over the whole image it is invariant", "Goodfellow et al. 2016, 9.3; Boureau et al. 2010")]
    public void Invariance()
    {
        var digits = DrawnDigits.Draw(Images, seed: 1);
        using var session = new LargestValues(1).CreateSession();
        var distances = new double[4];
        var image = new float[DigitSet.Pixels];
        for (var i = 0; i < Images; i++)
        {
            digits.CopyImage(i, image);
            foreach (var (sum, distance) in Values(image).Zip(Values(Pixels.Rolled(image, DigitSet.Width, 0, 1)), Distance).Index()) distances[sum] += distance / Images;
        }

        for (var i = 1; i < distances.Length; i++) Assert.True(distances[i] < 0.9 * distances[i - 1], string.Join(", ", distances));
        Assert.Equal(0, distances[3]);
        Measured($"drawn digits moved by one pixel: pixels change by {100 * distances[0]:F0} % of their norm, maxima of 2x2 by {100 * distances[1]:F0} %, of 4x4 by {100 * distances[2]:F0} %, the maximum of all by {distances[3]}");

        float[][] Values(float[] pixels)
        {
            float[][] values = [pixels, new float[14 * 14], new float[7 * 7], new float[1]];
            session.Forward(pixels, values[1], values[2], values[3]);
            return values;
        }

        static double Distance(float[] first, float[] second) => Size.Distance(first, second);
    }
}
