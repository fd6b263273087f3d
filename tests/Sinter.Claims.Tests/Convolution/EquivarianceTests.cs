using Sinter.Claims.Page;

namespace Sinter.Claims.Convolution;

/// <summary>What becomes of an output when the image moves.</summary>
public sealed class EquivarianceTests(ITestOutputHelper output) : ClaimTests(output)
{
    private const string Source = "LeCun et al. 1989; Goodfellow et al. 2016, 9.2";

    private const int Side = Scene.Side, Down = 3, Right = 2;

    [Claim("Windows that stay within the image are equivariant: what moves in the image moves in the output", Source)]
    public void Valid()
    {
        using var session = new WithinImage(1).CreateSession();
        var (first, moved) = Moved(session.Forward, Side - 6);
        var difference = Size.Difference(first, moved);
        Assert.Equal(0, difference);
        Measured($"three layers, moved by 3 and 2 pixels: the largest difference is {difference}");
    }

    [Claim("Circular padding is equivariant at every place", "Schubert et al. 2019")]
    public void Circular()
    {
        var image = Draw.Normal(2 * Side * Side, 1);
        var (output, rolled) = (new float[4 * Side * Side], new float[4 * Side * Side]);
        using var session = new AroundImage(1).CreateSession();
        session.Forward(image, output);
        session.Forward(Pixels.Rolled(image, Side, Down, Right), rolled);
        var difference = Size.Difference(Pixels.Rolled(output, Side, Down, Right), rolled);
        Assert.Equal(0, difference);
        Measured($"three layers, rolled by 3 and 2 pixels: the largest difference is {difference}");
    }

    [Claim("Padding with zeros is not equivariant: borders look like a thing in the image", "Kayhan and van Gemert 2020; Islam et al. 2020")]
    public void Zeros()
    {
        using var session = new ZerosAroundImage(1).CreateSession();
        var (first, moved) = Moved(session.Forward, Side);
        var size = Side - Down;
        var border = Size.Distance(first, moved);

        // Three layers of 3 x 3 see three pixels to each side.
        var inside = Size.Difference(Pixels.Cut(first, size, 3, 3, size - 6), Pixels.Cut(moved, size, 3, 3, size - 6));
        Assert.Equal(0, inside);
        Assert.InRange(border, 0.05, 1);
        Measured($"three layers, moved by 3 and 2 pixels: 0 where no window meets a border, but {100 * border:F0} % of the norm of the whole");
    }

    [Claim("A stride is equivariant for its multiples only", "Zhang 2019; Azulay and Weiss 2019")]
    public void Strides()
    {
        var image = Draw.Normal(2 * Side * Side, 1);
        using var session = new EverySecondWindow(1).CreateSession();
        var output = Forward(image);
        var two = Size.Difference(Pixels.Rolled(output, Side / 2, 1, 0), Forward(Pixels.Rolled(image, Side, 2, 0)));
        var moved = Forward(Pixels.Rolled(image, Side, 1, 0));
        var one = Enumerable.Range(0, Side / 2).Min(down => Size.Distance(Pixels.Rolled(output, Side / 2, down, 0), moved));
        Assert.Equal(0, two);
        Assert.InRange(one, 0.5, 2);
        Measured($"stride 2: moved by 2 pixels the output moves by 1, with a difference of {two}; moved by 1 pixel it is {100 * one:F0} % away from every move of the output");

        float[] Forward(float[] pixels)
        {
            var result = new float[6 * (Side / 2) * (Side / 2)];
            session.Forward(pixels, result);
            return result;
        }
    }

    private delegate void Forward(ReadOnlySpan<float> image, Span<float> output);

    // A square of a larger scene, and the one that stands higher and to the left: what both show, as each sees it.
    private static (float[] First, float[] Moved) Moved(Forward forward, int outputSide)
    {
        const int Whole = Side + Down;
        var scene = Draw.Normal(2 * Whole * Whole, 1);
        var (first, moved) = (new float[4 * outputSide * outputSide], new float[4 * outputSide * outputSide]);
        forward(Pixels.Cut(scene, Whole, Down, Right, Side), first);
        forward(Pixels.Cut(scene, Whole, 0, 0, Side), moved);
        var size = outputSide - Down;
        return (Pixels.Cut(first, outputSide, 0, 0, size), Pixels.Cut(moved, outputSide, Down, Right, size));
    }
}
